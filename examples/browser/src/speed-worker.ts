// Draws the same numbers in three ways, again and again, and reports speed and differences.
import { WeightedRandomSampler } from 'loaded-dice';
import { WeightedRandomSampler as WithoutWasm } from 'loaded-dice/js';
import { SamplerPool } from 'loaded-dice/parallel';
import { dataOf } from './data.js';
import { type Difference, differenceOf, type Engine } from './difference.js';
import type { Setup } from './setup.js';

/** The speed of one engine. */
export interface Pace {
  readonly engine: Engine;
  /** Draws per second in the last rounds; undefined if the engine is not available. */
  readonly rate: number | undefined;
  /** Why the engine is not available. */
  readonly why?: string;
  /** The first draws of the last round. */
  readonly first: readonly number[];
}

export interface Report {
  readonly paces: readonly Pace[];
  /** The number of draws of each engine that were compared. */
  readonly compared: number;
  /** The first draw that differs. */
  readonly difference?: Difference;
}

/** Draws in a round, which is an epoch: enough to make threads worthwhile. */
const DRAWS = 2 ** 22;
/** The number of rounds whose times count. */
const ROUNDS = 5;
/** Milliseconds between two reports. */
const PAUSE = 250;

interface Runner {
  readonly engine: Engine;
  readonly take?: () => Uint32Array | Promise<Uint32Array>;
  readonly why?: string;
  readonly times: number[];
}

function runnersOf(setup: Setup): Runner[] {
  const { weights } = dataOf(setup);
  const options = { seed: setup.seed };
  const runner = (engine: Engine, make: () => () => Uint32Array | Promise<Uint32Array>): Runner => {
    try {
      return { engine, take: make(), times: [] };
    } catch (error) {
      return { engine, why: error instanceof Error ? error.message : String(error), times: [] };
    }
  };
  const wasm = () => new WeightedRandomSampler(weights, DRAWS, { ...options, backend: 'wasm' });
  return [
    runner('wasm', () => {
      const sampler = wasm();
      return () => sampler.take(DRAWS);
    }),
    runner('threads', () => {
      if (!crossOriginIsolated) throw new Error('unavailable: the page is not cross-origin isolated');
      const [pool, sampler] = [new SamplerPool(), wasm()];
      return () => pool.take(sampler, DRAWS);
    }),
    runner('js', () => {
      const sampler = new WithoutWasm(weights, DRAWS, options);
      return () => sampler.take(DRAWS);
    }),
  ];
}

addEventListener('message', async ({ data: setup }: MessageEvent<Setup>) => {
  const runners = runnersOf(setup);
  let lastMessage = 0;
  for (let compared = 0; ; ) {
    const drawn = new Map<Engine, Uint32Array>();
    for (const { engine, take, times } of runners) {
      if (!take) continue;
      const begin = performance.now();
      drawn.set(engine, await take());
      times.push(performance.now() - begin);
      if (times.length > ROUNDS) times.shift();
    }
    const difference = differenceOf(drawn, compared);
    compared += DRAWS;
    if (difference || performance.now() - lastMessage >= PAUSE) {
      lastMessage = performance.now();
      const paces = runners.map(({ engine, times, why }): Pace => {
        const rate =
          times.length > 0 ? (1000 * DRAWS * times.length) / times.reduce((sum, time) => sum + time) : undefined;
        return {
          engine,
          rate,
          ...(why !== undefined && { why }),
          first: [...(drawn.get(engine)?.subarray(0, 4) ?? [])],
        };
      });
      postMessage({ paces, compared, ...(difference && { difference }) } satisfies Report);
      if (difference) return;
    }
    // yield to other tasks
    await new Promise((resolve) => setTimeout(resolve));
  }
});
