// Runs whose ranks and batch sizes change within an epoch, by states with { elastic: true }. All ranks together must
// deliver every draw of the epoch once, in order; a state that does not fit is refused, and changes nothing.
import fc from 'fast-check';
import {
  BatchSampler,
  DistributedSampler,
  DynamicWeightedSampler,
  MixtureSampler,
  RandomSampler,
  type Sampler,
  type SamplerState,
  SystematicSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../src/index.js';
import type { Fuzzer } from './fuzzer.js';
import { same } from './same.js';

const WEIGHTS = [3, 1, 0, 2, 8];
type Kind = (n: number, seed: number, backend: 'wasm' | 'js') => Sampler;
const kinds: readonly Kind[] = [
  (n, seed, backend) => new WeightedRandomSampler(WEIGHTS, n, { seed, backend }),
  (n, seed, backend) => new RandomSampler(n, { seed, backend }),
  (n, seed, backend) => new DynamicWeightedSampler(WEIGHTS, n, { seed, backend }),
  (n, seed, backend) => new SystematicSampler(WEIGHTS, n, { seed, backend }),
  (n, seed, backend) => new MixtureSampler([5, n], { weights: [1, 2], stop: n, seed, backend }),
  (n, seed, backend) => new WeightedRandomSampler(WEIGHTS, n, { generator: new TorchGenerator(seed), backend }),
  (n, seed, backend) => new RandomSampler(n, { generator: new TorchGenerator(seed), backend }),
];

const stage = fc.record({
  replicas: fc.integer({ min: 1, max: 5 }),
  size: fc.integer({ min: 1, max: 5 }),
  steps: fc.nat(6),
  shared: fc.boolean(),
  all: fc.boolean(),
  backend: fc.constantFrom('wasm' as const, 'js' as const),
});
const plan = fc.record({
  kind: fc.nat(kinds.length - 1),
  n: fc.integer({ min: 1, max: 60 }),
  seed: fc.nat(),
  stages: fc.array(stage, { minLength: 1, maxLength: 6 }),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

/** The next batch of each rank, in the order of the epoch: draw j of rank r is draw r + j * replicas of the step. */
function step(ranks: readonly BatchSampler[]): number[] {
  // ranks without a draw are in no epoch
  const batches = ranks.filter((rank) => rank.length > 0 && rank.epoch === 0).map((rank) => [...rank.draw()]);
  const longest = Math.max(0, ...batches.map(({ length }) => length));
  return Array.from({ length: longest }, (_, j) => batches.flatMap((batch) => batch.slice(j, j + 1))).flat();
}

function run({ kind, n, seed, stages }: Plan): void {
  const expected = [...kinds[kind](n, seed, 'js')];
  const seen: number[] = [];
  let states: SamplerState[] | undefined;
  const go = ({ replicas, size, steps, shared, all, backend }: Plan['stages'][number], isLast: boolean): void => {
    const one = kinds[kind](n, seed, backend);
    const ranks = Array.from({ length: replicas }, (_, rank) => {
      const inner = shared ? one : kinds[kind](n, seed, backend);
      return new BatchSampler(new DistributedSampler(inner, { numReplicas: replicas, rank, pad: false }), size);
    });
    const each = replicas * size;
    if (seen.length % each !== 0) {
      for (const rank of ranks) {
        const before = rank.state();
        try {
          rank.restore(states as SamplerState[], { elastic: true });
        } catch (error) {
          if (!/^state must be at a whole number of new steps/.test((error as Error).message)) throw error;
          same('a refused state', rank.state(), before);
          continue;
        }
        throw new Error(`${seen.length} draws are no whole number of steps of ${each}`);
      }
      return;
    }
    for (const rank of ranks) {
      if (states) rank.restore(all ? states : states[0], { elastic: true });
    }
    const whole = Math.floor((n - seen.length) / each);
    // a state within the last step that all ranks complete
    const count = isLast ? Infinity : Math.min(steps, seen.length + whole * each === n ? whole - 1 : whole);
    for (let i = 0; i < count && seen.length < n; i++) seen.push(...step(ranks));
    states = ranks.map((rank) => JSON.parse(JSON.stringify(rank.state())));
  };
  for (const each of stages) go(each, false);
  go({ replicas: 1, size: 1, steps: 0, shared: true, all: false, backend: 'js' }, true);
  same('the draws of all stages', seen, expected);
}

export const elastic: Fuzzer = { name: 'elastic', property: fc.property(plan, run), runs: 60 };
