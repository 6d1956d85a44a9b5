// Batches of one group each, beside plain queues; and runs that a state continues after any batch.
import fc from 'fast-check';
import { bucketByLength, GroupBatchSampler, RandomSampler, WeightedRandomSampler } from '../src/index.js';
import type { Fuzzer } from './fuzzer.js';
import { same } from './same.js';

const plan = fc.record({
  lengths: fc.array(fc.nat(30), { minLength: 1, maxLength: 40 }),
  buckets: fc.integer({ min: 1, max: 6 }),
  size: fc.integer({ min: 1, max: 6 }),
  dropLast: fc.boolean(),
  weighted: fc.boolean(),
  more: fc.nat(40),
  seed: fc.nat(),
  epoch: fc.nat(5),
  cut: fc.nat(40),
  backend: fc.constantFrom('wasm' as const, 'js' as const),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

function run({ lengths, buckets, size, dropLast, weighted, more, seed, epoch, cut, backend }: Plan): void {
  const n = lengths.length;
  const groups = bucketByLength(lengths, Math.min(buckets, n));
  for (const [i, a] of lengths.entries()) {
    for (const [j, b] of lengths.entries()) {
      if (a < b && groups[i] > groups[j])
        throw new Error(`length ${a} is in bucket ${groups[i]}, ${b} in ${groups[j]}`);
    }
  }
  const draws = weighted
    ? () => new WeightedRandomSampler(new Float64Array(n).fill(1), n + more, { seed, backend })
    : () => new RandomSampler(n, { seed, backend });
  const make = () => new GroupBatchSampler(draws(), groups, size, dropLast);
  const sampler = make();
  sampler.setEpoch(epoch);
  const batches = Array.from(sampler, (batch) => [...batch]);

  // full batches in the order in which they fill, from plain queues
  const queues = new Map<number, number[]>();
  const full: number[][] = [];
  for (const index of draws().indices(epoch)) {
    const queue = [...(queues.get(groups[index]) ?? []), index];
    if (queue.length === size) full.push(queue);
    queues.set(groups[index], queue.length === size ? [] : queue);
  }
  same('full batches', batches.slice(0, full.length), full);
  const rest = [...queues.values()].filter((queue) => queue.length > 0);
  const sorted = (all: number[][]) => all.map(String).sort();
  same('smaller batches', sorted(batches.slice(full.length)), dropLast ? [] : sorted(rest));
  same('where it is', [sampler.epoch, sampler.position], batches.length > 0 ? [epoch + 1, 0] : [sampler.epoch, 0]);

  if (batches.length === 0) return;
  const [first, second] = [make(), make()];
  first.setEpoch(epoch);
  const turns = cut % batches.length;
  for (let i = 0; i < turns; i++) first.draw();
  second.restore(JSON.parse(JSON.stringify(first.state())));
  same(
    'after a state',
    Array.from(second, (batch) => [...batch]),
    batches.slice(turns),
  );
}

export const groups: Fuzzer = { name: 'groups', property: fc.property(plan, run), runs: 150 };
