// restore(state, { elastic: true }): ranks, batches and wrappers change within an epoch; every draw still comes once.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  ClassBatchSampler,
  DistributedBatchSampler,
  GroupBatchSampler,
  type SamplerState,
} from '../../src/index.js';
import { drawsIn, innermost, type Layout, type Rank, ranksOf, stepOf, stratified } from '../support/elastic-runs.js';
import { throughJson } from '../support/resume-runs.js';
import { rounds } from '../support/rounds.js';
import { backends } from '../support/sampler-cases.js';

const SEED = 77;

const layouts: fc.Arbitrary<Layout> = fc.record({
  wrappers: fc.constantFrom('ranks', 'batches of ranks', 'ranks of batches', 'nested ranks'),
  numReplicas: fc.integer({ min: 1, max: 6 }),
  batchSize: fc.integer({ min: 1, max: 6 }),
  loader: fc.boolean(),
  end: fc.constantFrom('pad', 'dropLast', 'uneven'),
});

/** What all ranks deliver in the next steps of an epoch: the batches of a step, rank after rank. */
function deliver(ranks: readonly Rank[], epoch: number, steps: number): number[][] {
  const seen: number[][] = [];
  for (let i = 0; i < steps; i++) {
    const left = ranks.filter((rank) => rank.epoch === epoch && rank.length > 0);
    seen.push(...left.map((rank) => drawsIn((rank as BatchSampler).draw())));
  }
  return seen;
}

/** Puts the batches of one step in the global order of draws. */
function inOrder({ wrappers, numReplicas }: Layout, items: readonly number[][]): number[] {
  if (wrappers === 'ranks of batches' && numReplicas > 0) return items.flat();
  // batches of ranks interleave: draw i of rank r is draw r + i * numReplicas
  const longest = Math.max(0, ...items.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) =>
    items.filter((item) => i < item.length).map((item) => item[i]),
  ).flat();
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** A layout that the innermost sampler and its own numbers allow. */
function fitting(layout: Layout, name: string): Layout {
  const { wrappers, batchSize } = layout;
  // a generator cannot be asked for batches by number
  const plain = wrappers === 'ranks of batches' ? name.includes('generator') : wrappers === 'ranks' && batchSize > 1;
  return plain ? { ...layout, wrappers: 'batches of ranks' } : layout;
}

describe.each(backends)('an epoch over random changes, %s', (backend) => {
  const names = Object.keys(innermost);
  const options = { seed: SEED, backend };
  const groupsOf = (n: number) => Array.from({ length: n }, (_, i) => i % 5);

  it.each(names)('of %s comes exactly once, in order', (name) => {
    const stages = fc.array(fc.tuple(layouts, fc.nat(100), fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), stages, fc.nat(2), (n, changes, epoch) => {
        const make = () => innermost[name](n, backend, SEED);
        const whole = make();
        whole.skip(epoch * n);
        const expected = [...whole];
        const next = [...whole];
        let states: SamplerState[] | undefined;
        let uneven = false;
        let delivered = 0;
        const seen: number[] = [];
        const shaped = changes.map(([layout, ...rest]) => [fitting(layout, name), ...rest] as const);
        for (const [s, [layout, cut, shares, all]] of shaped.entries()) {
          const step = stepOf(layout);
          const following = shaped[s + 1]?.[0];
          // mostly where the next layout fits
          const every = following && cut % 5 > 0 ? stepOf(following) / gcd(step, stepOf(following)) : 1;
          const one = make();
          const ranks = ranksOf(layout, shares ? () => one : make);
          const lengths = ranks.map(({ length }) => length);
          if (delivered % step !== 0) {
            for (const rank of ranks) {
              const before = rank.state();
              expect(() => rank.restore(states as SamplerState[], { elastic: true })).toThrow(
                /^state must be at a whole number of new steps/,
              );
              expect(rank.state()).toEqual(before);
            }
            continue;
          }
          for (const [r, rank] of ranks.entries()) {
            // where shares are uneven, only the first rank tells how far all came
            const given = states && (all ? states : states[uneven ? 0 : (r + s) % states.length]);
            if (given) rank.restore(given, { elastic: true });
            else if (rank.length > 0) rank.skip(epoch * rank.length);
            else for (let passed = 0; passed < epoch; passed++) expect([...rank]).toEqual([]);
          }
          const last = s === changes.length - 1;
          const done = delivered / step;
          const longest = Math.max(...lengths);
          const left = longest - done;
          const wanted = done + (cut % (longest + 1));
          const steps = last ? left : Math.max(0, Math.min(wanted - (wanted % every) - done, left));
          for (let i = 0; i < steps; i++) {
            const items: number[][] = [];
            for (const [r, rank] of ranks.entries()) {
              if (done + i >= lengths[r]) continue;
              expect([rank.epoch, rank.position]).toEqual([epoch, done + i]);
              items.push(drawsIn((rank as BatchSampler).draw()));
            }
            seen.push(...inOrder(layout, items));
          }
          delivered = (done + steps) * step;
          const over = done + steps >= longest;
          if (over) {
            // padding repeats the first draws, and dropLast leaves out the last ones
            const kept = expected.slice(0, seen.length);
            if (layout.end === 'dropLast') expect(n - seen.length).toBeLessThan(step);
            if (layout.end === 'uneven') expect(seen.length).toBe(n);
            expect(seen.slice(0, n)).toEqual(kept);
            for (const [i, index] of seen.slice(n).entries()) {
              expect(layout.wrappers === 'ranks' ? [expected[i % n]] : expected).toContain(index);
            }
            // the epoch after it is whole
            const first = inOrder(layout, deliver(ranks, epoch + 1, 1));
            expect(first.slice(0, n)).toEqual(next.slice(0, Math.min(n, first.length)));
            return;
          }
          expect(seen).toEqual(expected.slice(0, delivered));
          states = ranks.map((rank) => throughJson(rank.state()));
          uneven = layout.end === 'uneven';
        }
      }),
      { numRuns: rounds(500, 20) },
    );
  });

  const whole: [string, (count: number) => BatchSampler | GroupBatchSampler][] = [
    [
      'distinct batches',
      (n) => new BatchSampler(innermost.weighted(4 * n, backend, SEED), 4, false, { distinct: true }),
    ],
    ['batches of classes', (n) => stratified(backend, SEED, n)],
    [
      'P × K batches',
      (n) =>
        new ClassBatchSampler([0, 0, 1, 1, 2, 2], { classesPerBatch: 2, itemsPerClass: 2, numBatches: n, ...options }),
    ],
    [
      'batches of groups',
      (n) => new GroupBatchSampler(innermost.permutation(3 * n, backend, SEED), groupsOf(3 * n), 4),
    ],
  ];

  it.each(whole)('of %s comes exactly once, over changes of ranks', (_, makeOf) => {
    const stages = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat(20), fc.boolean()), {
      minLength: 2,
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), stages, (size, changes) => {
        const make = () => makeOf(size);
        const expected = [...make()].map((batch) => [...batch]);
        const count = expected.length;
        let states: SamplerState[] | undefined;
        let delivered = 0;
        const seen: number[][] = [];
        for (const [numReplicas, cut, alone] of changes) {
          if (delivered % numReplicas !== 0) continue;
          const sampler = make();
          const ranks: BatchSampler[] =
            alone && numReplicas === 1 && sampler instanceof BatchSampler
              ? [sampler]
              : Array.from({ length: numReplicas }, (_, rank) => {
                  return new DistributedBatchSampler(make(), { numReplicas, rank, pad: false }) as BatchSampler;
                });
          // how many batches of groups a rank has differs from epoch to epoch, so that the first one tells
          const given = sampler instanceof BatchSampler ? states : states?.[0];
          for (const rank of ranks) if (given) rank.restore(given, { elastic: true });
          const steps = cut % (Math.ceil((count - delivered) / numReplicas) + 1);
          seen.push(...deliver(ranks, 0, steps));
          delivered = Math.min(count, delivered + steps * numReplicas);
          if (delivered === count) break;
          states = ranks.map((rank) => throughJson(rank.state()));
        }
        expect(seen).toEqual(expected.slice(0, delivered));
      }),
      { numRuns: rounds(500, 20) },
    );
  });
});
