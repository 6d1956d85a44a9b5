// What every engine is asked: bundled for it by golden-bundle.ts, over the library as it is built.
import { WeightedRandomSampler } from '../../src/index.js';
import { backends, type TestedBackend } from './backends.js';
import { golden, goldenSamplers } from './golden.js';

export interface EngineReport {
  /** What 'auto' is. */
  readonly auto: TestedBackend;
  /** The golden vectors as each backend draws them, or why there is no such backend. */
  readonly vectors: Readonly<Record<TestedBackend, unknown[] | string>>;
  /** Seeds of two samplers without one, after each drew the only index that it may; or why there are none. */
  readonly unseeded: readonly unknown[] | string;
}

export function engineReport(): EngineReport {
  // before the vectors' samplers use up the budget of memories
  const auto = new WeightedRandomSampler([1, 2], 2, { seed: 1 }).backend;
  const vectors = backends.map((backend) => [
    backend,
    attempt(() => {
      new WeightedRandomSampler([1, 2], 2, { seed: 1, backend });
      return [golden(backend), goldenSamplers(backend)];
    }),
  ]);
  return {
    auto,
    vectors: Object.fromEntries(vectors),
    unseeded: attempt(() => [unseeded(), unseeded()]),
  };
}

function unseeded(): unknown {
  const sampler = new WeightedRandomSampler([0, 3, 0]);
  if (String(sampler.take(5)) !== '1,1,1,1,1') throw new Error('draws what has no weight');
  return sampler.seed;
}

function attempt<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    return (error as Error).message;
  }
}
