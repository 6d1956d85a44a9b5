// How long workers live: with the process, with the loader, and with a batch that never comes.
import { spawnSync } from 'node:child_process';

import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { DataLoader } from 'loaded-dice';
import { describe, expect, it } from 'vitest';
import { folder } from '../support/cli.js';
import { livingThreads } from '../support/living-threads.js';
import { collect } from '../support/slow-data.js';

const threads = livingThreads();
const DATASET = `export default {
  length: 8,
  get(index, { signal }) {
    if (index !== 5) return index;
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  },
}`;

/** What a script prints, which has a loader over that data set. */
function output(script: string, ...flags: string[]): string {
  const index = new URL('../../dist/index.js', import.meta.url).href;
  const path = folder({
    'dataset.mjs': DATASET,
    'main.mjs': `import { DataLoader } from ${JSON.stringify(index)};
const url = new URL('./dataset.mjs', import.meta.url);
const loader = new DataLoader(url, { numItems: 8, numWorkers: 2 });
${script}`,
  });
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, `${path}/main.mjs`], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect([stderr, status]).toEqual(['', 0]);
  return stdout.trim();
}

describe('a process', () => {
  it('ends by itself after a loop that was left, whose workers still wait', () => {
    expect(output('for await (const [i] of loader) { console.log(i); if (i === 4) break; }')).toBe('0\n1\n2\n3\n4');
  });

  it('waits for a batch that is asked for', () => {
    expect(output('loader[Symbol.asyncIterator]().next().then(({ value }) => console.log(value[0]));')).toBe('0');
  });
});

it('a loader that was dropped ends its workers once it is collected', () => {
  const script = `
    import threads from 'node:worker_threads';
    let living = 0;
    threads.Worker = class extends threads.Worker {
      constructor(...given) { super(...given); living++; this.on('exit', () => living--); }
    };
    async function use() {
      const dropped = new DataLoader(url, { numItems: 8, numWorkers: 2 });
      for await (const [i] of dropped) if (i === 4) break;
    }
    await use();
    console.log(living);
    for (let i = 0; i < 200 && living > 0; i++) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    console.log(living);`;
  expect(output(script, '--expose-gc')).toBe('2\n0');
});

// PyTorch: test_timeout
describe('timeout', () => {
  const moduleOf = (text: string) => pathToFileURL(`${folder({ 'dataset.mjs': text })}/dataset.mjs`);

  it('names worker and items; the worker that may be stuck is ended, and the loader can be used on', async () => {
    const text = 'export default { length: 6, get(i) { while (i === 3); return i; } }';
    const loader = new DataLoader<number>(moduleOf(text), { numItems: 6, numWorkers: 2, timeout: 1500 });
    expect(await failed(loader)).toMatch(
      /^worker 1 of file:.*dataset\.mjs with the batch of item 3 timed out: batch 3 did not come within 1500 ms \(PyT/,
    );
    expect(loader.position).toBe(3);
    await sleep(50);
    expect(threads.size).toBeLessThan(3);
    loader.skip(1);
    expect(await collect(loader)).toEqual([Float32Array.of(4), Float32Array.of(5)]);
    await loader.close();
    expect(threads.size).toBe(0);
  });

  it('is also for a module that is not loaded in time', async () => {
    const loader = new DataLoader<number>(moduleOf('await new Promise((resolve) => setTimeout(resolve, 1e6))'), {
      ...{ numItems: 6, numWorkers: 1, timeout: 300 },
    });
    expect(await failed(loader)).toMatch(/ timed out: batch 0 did not come within 300 ms/);
    await loader.close();
    expect(threads.size).toBe(0);
  });
});

/** The message with which a loop over a loader fails. */
async function failed(loader: DataLoader<number>): Promise<string> {
  try {
    await collect(loader);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
}
