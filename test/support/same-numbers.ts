// Runs in every engine, bundled for it over the built library: what each backend draws, and whether ranks and threads
// draw the same.
import {
  DistributedSampler,
  DynamicWeightedSampler,
  MixtureSampler,
  RandomSampler,
  SubsetRandomSampler,
  SystematicSampler,
  WeightedRandomSampler,
} from '../../src/index.js';
import type { SamplerPool } from '../../src/parallel.js';
import type { TestedBackend } from './backends.js';
import { epochs, otherSamplers, seeds, weightSets } from './golden.js';

/** Draws of an epoch that are compared. */
const COMPARED = 300;
/** Draws that threads share: enough that a pool uses them. */
export const THREAD_DRAWS = 150_000;
export const RANKS = [2, 3, 8] as const;
export const THREADS = [1, 2, 4] as const;

export interface BackendNumbers {
  /** The indices of all cases: a line for each, decimal numbers between spaces. */
  readonly text: string;
  /** For each number of ranks: how many cases they drew together, and how many of these were the same. */
  readonly ranks: Readonly<Record<number, { cases: number; same: number }>>;
}

export interface EngineNumbers {
  /** What a backend draws, or why the engine has none. */
  readonly wasm: BackendNumbers | string;
  readonly js: BackendNumbers | string;
}

type Options = { seed: number; backend: TestedBackend };
type Made = { indices(epoch: number): Uint32Array };

const cases: readonly ((options: Options) => Made)[] = [
  ...Object.values(weightSets).map(
    (weights) => (options: Options) => new WeightedRandomSampler(weights, COMPARED, options),
  ),
  ...Object.values(otherSamplers),
];

const RANKED = [
  WeightedRandomSampler,
  RandomSampler,
  SubsetRandomSampler,
  SystematicSampler,
  DynamicWeightedSampler,
  MixtureSampler,
];

/** Samplers of single draws that take a seed: those that ranks can share. */
function isRanked(made: Made): made is WeightedRandomSampler {
  return RANKED.some((Class) => made instanceof Class) && (made as WeightedRandomSampler).generator === undefined;
}

/** The first draws of an epoch by ranks, one after the other. */
function byRanks(sampler: WeightedRandomSampler, epoch: number, numReplicas: number): string {
  const count = Math.min(COMPARED, sampler.length);
  const shares = Array.from({ length: numReplicas }, (_, rank) => {
    const one = new DistributedSampler(sampler, { numReplicas, rank, pad: false });
    if (one.length === 0) return new Uint32Array(0);
    one.setEpoch(epoch);
    return one.take(Math.ceil((count - rank) / numReplicas));
  });
  return Array.from({ length: count }, (_, i) => shares[i % numReplicas][Math.floor(i / numReplicas)]).join(' ');
}

function numbersOf(backend: TestedBackend, longest: number): BackendNumbers {
  const lines: string[] = [];
  const ranks = Object.fromEntries(RANKS.map((count) => [count, { cases: 0, same: 0 }]));
  for (const make of cases) {
    for (const seed of seeds) {
      const made = make({ seed, backend });
      for (const epoch of epochs) {
        const line = made.indices(epoch).subarray(0, COMPARED).join(' ');
        lines.push(line);
        if (!isRanked(made) || made.length > longest) continue;
        for (const count of RANKS) {
          ranks[count].cases++;
          if (byRanks(made, epoch, count) === line) ranks[count].same++;
        }
      }
    }
  }
  return { text: `${lines.join('\n')}\n`, ranks };
}

/** @param longest Ranks share only samplers of at most this many draws: slow engines take minutes for more. */
export function engineNumbers(longest = Infinity): EngineNumbers {
  const of = (backend: TestedBackend): BackendNumbers | string => {
    try {
      new WeightedRandomSampler([1, 2], 2, { seed: 1, backend });
    } catch (error) {
      return (error as Error).message;
    }
    return numbersOf(backend, longest);
  };
  return { wasm: of('wasm'), js: of('js') };
}

const WEIGHTS = Array.from({ length: 1000 }, (_, i) => (i * 37) % 91);
/** The samplers that threads draw from. */
export const threaded: readonly (() => WeightedRandomSampler | RandomSampler | DynamicWeightedSampler)[] = [
  () => new WeightedRandomSampler(WEIGHTS, THREAD_DRAWS, { seed: 5 }),
  () => new RandomSampler(2 ** 32 - 1, { replacement: true, numSamples: THREAD_DRAWS, seed: 6 }),
  () => new DynamicWeightedSampler(WEIGHTS, THREAD_DRAWS, { seed: 7 }),
];

export interface ThreadNumbers {
  /** How many samplers gave the same by threads. */
  readonly same: number;
  readonly of: number;
  /** What the pool warned of: it names threads that did not start. */
  readonly warnings: string[];
}

/** What pools of these numbers of threads draw, beside the samplers alone. */
export async function threadNumbers(Pool: typeof SamplerPool): Promise<Record<number, ThreadNumbers>> {
  const found: Record<number, ThreadNumbers> = {};
  const { warn } = console;
  for (const threads of THREADS) {
    const warnings: string[] = [];
    console.warn = (text) => warnings.push(String(text));
    const pool = new Pool({ threads });
    let same = 0;
    for (const make of threaded) {
      const drawn = await pool.take(make() as never, THREAD_DRAWS);
      const alone = make().take(THREAD_DRAWS);
      if (drawn.length === alone.length && drawn.every((index, i) => index === alone[i])) same++;
    }
    await pool.close();
    found[threads] = { same, of: threaded.length, warnings };
  }
  console.warn = warn;
  return found;
}
