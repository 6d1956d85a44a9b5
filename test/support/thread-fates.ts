// Threads that do not start, fail or end, in Node and where there are Workers; and pools, closed after each test.
import threads from 'node:worker_threads';
import { afterEach, expect, vi } from 'vitest';
import { SamplerPool } from '../../src/parallel.js';

const Started = threads.Worker;
export type Fate = 'starts' | 'throws' | 'fails' | 'ends' | 'is not ours';

/** Has threads of worker_threads meet their fates, one after the other; returns those that are there. */
export function fateInNode(fates: readonly Fate[]): Set<unknown> {
  const living = new Set<unknown>();
  let started = 0;
  const code = {
    fails: 'throw new Error("no thread today")',
    ends: 'process.exit(3)',
    'is not ours': 'postMessage(1)',
  };
  threads.Worker = class extends Started {
    constructor(...[source, options]: ConstructorParameters<typeof Started>) {
      const fate = fates[started++] ?? 'starts';
      if (fate === 'throws') throw new Error('EAGAIN');
      super(fate === 'starts' ? source : code[fate], options);
      living.add(this);
      this.on('exit', () => living.delete(this));
    }
  } as typeof Started;
  return living;
}

/** What `fateInNode` does, for a browser's Worker, which is over a thread of Node. */
export function fateInBrowsers(fates: readonly Fate[]): Set<unknown> {
  const living = new Set<unknown>();
  const urls = new Set<string>();
  let started = 0;
  const { createObjectURL, revokeObjectURL } = URL;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    const url = createObjectURL(blob as Blob);
    urls.add(url);
    living.add(url);
    return url;
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => {
    living.delete(url);
    revokeObjectURL(url);
  });
  vi.stubGlobal(
    'Worker',
    class {
      onmessage?: (event: object) => void;
      onerror?: (event: object) => void;
      readonly #thread: threads.Worker | undefined;

      constructor(url: string) {
        expect(urls.has(url)).toBe(true);
        const fate = fates[started++] ?? 'starts';
        if (fate === 'throws') throw new Error('EAGAIN');
        if (fate === 'fails' || fate === 'ends') setTimeout(() => this.onerror?.({ message: 'no thread today' }), 5);
        else if (fate === 'is not ours') setTimeout(() => this.onmessage?.({ data: 1 }), 5);
        else {
          this.#thread = new Started(new URL('../../dist/worker.js', import.meta.url));
          this.#thread.on('message', (data) => this.onmessage?.({ data }));
          this.#thread.unref();
          living.add(this.#thread);
        }
      }

      postMessage(message: unknown) {
        this.#thread?.postMessage(message);
      }

      terminate() {
        living.delete(this.#thread);
        void this.#thread?.terminate();
      }
    },
  );
  return living;
}

const pools: SamplerPool[] = [];
export const poolOf = (count: number) => {
  pools.push(new SamplerPool({ threads: count }));
  return pools.at(-1) as SamplerPool;
};

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  threads.Worker = Started;
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
