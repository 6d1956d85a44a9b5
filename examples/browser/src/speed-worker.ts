// Draws the same numbers in three ways, over and over, and tells how fast, and whether they are the same.
import { WeightedRandomSampler } from 'loaded-dice';
import { WeightedRandomSampler as WithoutWasm } from 'loaded-dice/js';
import { SamplerPool } from 'loaded-dice/parallel';
import { dataOf } from './data.js';
import { type Difference, differenceOf, type Engine } from './difference.js';
import type { Setup } from './setup.js';

/** How one of them does. */
export interface Pace {
  readonly engine: Engine;
  /** Draws per second of the last runs; undefined if this engine is not available. */
  readonly rate: number | undefined;
  /** Why there is no rate; undefined where there is one. */
  readonly why?: string;
  /** The first draws of the last go. */
  readonly first: readonly number[];
}

export interface Report {
  readonly paces: readonly Pace[];
  /** Draws of each that were compared. */
  readonly compared: number;
  /** The first place at which two are not the same. */
  readonly difference?: Difference;
}

/** Draws of a go, which is an epoch: enough for threads to be worth it. */
const DRAWS = 2 ** 22;
/** Goes whose times count. */
const GOES = 5;
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
  let told = 0;
  for (let compared = 0; ; ) {
    const drawn = new Map<Engine, Uint32Array>();
    for (const { engine, take, times } of runners) {
      if (!take) continue;
      const begin = performance.now();
      drawn.set(engine, await take());
      times.push(performance.now() - begin);
      if (times.length > GOES) times.shift();
    }
    const difference = differenceOf(drawn, compared);
    compared += DRAWS;
    if (difference || performance.now() - told >= PAUSE) {
      told = performance.now();
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
    // others of this processor have a turn
    await new Promise((resolve) => setTimeout(resolve));
  }
});
