// Runs in every engine: golden-bundle.ts bundles it for the engine, over the built library.
import { WeightedRandomSampler } from '../../src/index.js';
import { backends, type TestedBackend } from './backends.js';
import { golden, goldenSamplers } from './golden.js';

export interface EngineReport {
  /** The backend that 'auto' chooses. */
  readonly auto: TestedBackend;
  /** The golden vectors that each backend draws, or why there is no such backend. */
  readonly vectors: Readonly<Record<TestedBackend, unknown[] | string>>;
  /** The seeds of two samplers without a given seed, after each drew its only index; or why there are none. */
  readonly unseeded: readonly unknown[] | string;
}

export function engineReport(): EngineReport {
  // before the vectors' samplers use up the memories
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
