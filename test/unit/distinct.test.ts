// Batches without repeats: the same draws of an epoch, exchanged between its batches.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadRepeats } from '../../src/batches/deduplicate.js';
import {
  BatchSampler,
  DistributedSampler,
  RandomSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { backends } from '../support/backends.js';
import { rounds } from '../support/rounds.js';

const sorted = (draws: Iterable<number>) => [...draws].sort((a, b) => a - b);

/** How many draws come again in their batch. */
function repeatsOf(draws: Uint32Array, size: number): number {
  let repeats = 0;
  for (let from = 0; from < draws.length; from += size) {
    const batch = draws.subarray(from, from + size);
    repeats += batch.length - new Set(batch).size;
  }
  return repeats;
}

/**
 * The fewest that there can be: draws that a maximum flow from indices to batches, one each, leaves over. Augmenting
 * paths, one at a time.
 */
function fewestRepeats(draws: Uint32Array, size: number): number {
  const ids = [...new Set(draws)];
  const left = ids.map((id) => draws.reduce((count, draw) => count + Number(draw === id), 0));
  const batches = Math.ceil(draws.length / size);
  const room = Array.from({ length: batches }, (_, b) => Math.min(size, draws.length - b * size));
  const flows = ids.map(() => new Array<boolean>(batches).fill(false));
  const find = (id: number, seen: Set<number>): boolean => {
    for (let b = 0; b < batches; b++) {
      if (flows[id][b] || seen.has(b)) continue;
      seen.add(b);
      if (room[b] > 0) {
        room[b]--;
        flows[id][b] = true;
        return true;
      }
      for (let other = 0; other < ids.length; other++) {
        if (!flows[other][b] || !find(other, seen)) continue;
        flows[other][b] = false;
        flows[id][b] = true;
        return true;
      }
    }
    return false;
  };
  let flow = 0;
  ids.forEach((_, id) => {
    while (left[id] > 0 && find(id, new Set())) {
      left[id]--;
      flow++;
    }
  });
  return draws.length - flow;
}

describe('repeats', () => {
  it('are as few as a maximum flow allows, whatever is drawn, and nothing is lost', () => {
    let some = 0;
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { minLength: 1, maxLength: 40 }),
        fc.array(fc.constant(3), { maxLength: 12 }),
        fc.integer({ min: 1, max: 9 }),
        (draws, threes, size) => {
          const before = Uint32Array.from([...draws, ...threes]);
          const after = before.slice();
          spreadRepeats(after, size);
          expect(sorted(after)).toEqual(sorted(before));
          const fewest = fewestRepeats(before, size);
          if (fewest > 0) some++;
          expect(repeatsOf(after, size)).toBe(fewest);
        },
      ),
      { numRuns: rounds(3000), seed: 4 },
    );
    expect(some).toBeGreaterThan(rounds(300));
  });

  it('are as few in long epochs: by the closed form of the maximum flow', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4000 }),
        fc.integer({ min: 1, max: 80 }),
        fc.double({ min: 0.2, max: 6, noNaN: true }),
        fc.integer({ min: 1, max: 3000 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { minLength: 7, maxLength: 7 }),
        (length, size, power, indices, words) => {
          const before = Uint32Array.from({ length }, (_, i) => {
            const uniform = (words[i % 7] + i * 0.618_033_988_7) % 1;
            return Math.floor(indices * uniform ** power);
          });
          const after = before.slice();
          spreadRepeats(after, size);
          expect(sorted(after)).toEqual(sorted(before));
          const counts = new Map<number, number>();
          for (const draw of before) counts.set(draw, (counts.get(draw) ?? 0) + 1);
          const full = Math.floor(length / size);
          // each index once a batch, and the shorter batch has room for a number of those that come more often
          // than there are full ones
          let most = Math.min(length % size, [...counts.values()].filter((count) => count > full).length);
          for (const count of counts.values()) most += Math.min(count, full);
          expect(repeatsOf(after, size)).toBe(length - most);
        },
      ),
      { numRuns: rounds(600), seed: 5 },
    );
  });

  it('of a shorter last batch are spread by way of a third', () => {
    for (const [draws, size] of [
      [[1, 1, 2, 3, 1, 2, 2], 3],
      [[0, 0, 1, 2, 0, 3, 1, 2, 1], 4],
    ] as const) {
      const after = Uint32Array.from(draws);
      spreadRepeats(after, size);
      expect(repeatsOf(after, size)).toBe(fewestRepeats(Uint32Array.from(draws), size));
    }
  });
});

it('repeats that nothing helps are not looked for again and again', () => {
  // each of 50 indices comes more often than there are batches, and the last batch has room for 32
  const draws = Uint32Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 50);
  spreadRepeats(draws, 64);
  expect(repeatsOf(draws, 64)).toBe(20_000 - 312 * 50 - 32);
});

const weights = Array.from({ length: 60 }, (_, i) => 1 / (1 + (i % 3)));

describe.each(backends)('a distinct BatchSampler (%s)', (backend) => {
  const make = (seed: number, dropLast = false, size = 16) => {
    const sampler = new WeightedRandomSampler(weights, 250, { seed, backend });
    const plain = new BatchSampler(sampler, size, dropLast);
    return { plain, distinct: new BatchSampler(sampler, size, dropLast, { distinct: true }) };
  };

  it('holds the very draws that a plain one delivers, without a repeat: 100 seeds', () => {
    let exchanged = 0;
    let without = 0;
    for (let seed = 0; seed < 100; seed++) {
      const { plain, distinct } = make(seed, seed % 2 === 1);
      for (const epoch of [0, 7]) {
        const [before, after] = [plain.indices(epoch), distinct.indices(epoch)];
        expect(sorted(after)).toEqual(sorted(before));
        const most = Math.max(...weights.map((_, index) => before.filter((draw) => draw === index).length));
        if (most <= Math.floor(before.length / 16)) {
          expect(repeatsOf(after, 16)).toBe(0);
          without++;
        }
        expect(repeatsOf(before, 16)).toBeGreaterThan(0);
        // what does not repeat stays, but for what it is exchanged with
        exchanged += before.filter((draw, i) => draw !== after[i]).length / before.length;
      }
    }
    expect(exchanged / 200).toBeLessThan(0.5);
    expect(without).toBeGreaterThan(180);
  });

  it('gives the same batches in loops, by take, fill and after any state', () => {
    const { distinct } = make(3);
    const all = [0, 1, 2].map((epoch) => [...distinct.indices(epoch)]);
    for (let epoch = 0; epoch < 3; epoch++) expect([...distinct].flatMap((batch) => [...batch])).toEqual(all[epoch]);
    const filled = make(3).distinct.fill(new Uint32Array(500));
    expect([...filled]).toEqual([...all[0], ...all[1]]);
    for (const at of [0, 1, 15, 16, 20]) {
      const before = make(3).distinct;
      before.take(at);
      const after = make(3).distinct;
      after.restore(JSON.parse(JSON.stringify(before.state())));
      expect(after.take(20).flatMap((batch) => [...batch])).toEqual(before.take(20).flatMap((batch) => [...batch]));
    }
    const nested = make(3).distinct;
    for (const batch of nested) {
      expect([...batch]).toEqual(all[0].slice(0, 16));
      expect([...nested].flatMap((each) => [...each])).toEqual(all[1]);
      break;
    }
    expect(nested.epoch).toBe(2);
  });

  it('is a state of its own', () => {
    const { plain, distinct } = make(3);
    expect(() => plain.restore(distinct.state())).toThrow(Error);
    expect(() => distinct.restore(plain.state())).toThrow(Error);
  });

  it.each([1, 2, 3, 7])('over each of %i ranks', (numReplicas) => {
    const sampler = new WeightedRandomSampler(weights, 250, { seed: 5, backend });
    for (let rank = 0; rank < numReplicas; rank++) {
      const share = new DistributedSampler(sampler, { numReplicas, rank });
      const distinct = new BatchSampler(share, 5, false, { distinct: true });
      expect(sorted(distinct.indices(2))).toEqual(sorted(share.indices(2)));
      expect(repeatsOf(distinct.indices(2), 5)).toBe(fewestRepeats(share.indices(2), 5));
    }
  });

  it('over a generator’s epochs, one after the other', () => {
    const make = (distinct: boolean) =>
      new BatchSampler(
        new RandomSampler(20, { replacement: true, numSamples: 50, generator: new TorchGenerator(3), backend }),
        7,
        false,
        { distinct },
      );
    const [plain, distinct] = [make(false), make(true)];
    for (let epoch = 0; epoch < 3; epoch++) {
      const [before, after] = [plain, distinct].map((each) => [...each].flatMap((batch) => [...batch]));
      expect(sorted(after)).toEqual(sorted(before));
      expect(repeatsOf(Uint32Array.from(after), 7)).toBe(0);
    }
  });
});

it('batches are the caller’s to write to', () => {
  const sampler = new WeightedRandomSampler(weights, 64, { seed: 1 });
  const batches = new BatchSampler(sampler, 16, false, { distinct: true });
  const all = [...batches.indices(0)];
  for (const batch of batches) batch.fill(0);
  batches.setEpoch(0);
  expect([...batches].flatMap((batch) => [...batch])).toEqual(all);
});

it('a seed that is taken from a state makes other plans', () => {
  const of = (seed?: number) =>
    new BatchSampler(new WeightedRandomSampler(weights, 64, seed === undefined ? {} : { seed }), 16, false, {
      distinct: true,
    });
  const given = of(9);
  const taking = of();
  taking.restore(given.state());
  expect([...taking.indices(1)]).toEqual([...given.indices(1)]);
});

it('what it is given wrong is told', () => {
  const make = (options: unknown) => new BatchSampler(new RandomSampler(5), 2, false, options as { distinct: boolean });
  expect(() => make({ distinct: 1 })).toThrow(/^distinct must be a boolean, got 1/);
  expect(() => make({ unique: true })).toThrow(TypeError);
  expect(() => new BatchSampler([1, 2, 3], 2, false, { distinct: true })).toThrow(
    /^distinct needs a sampler of this library: /,
  );
});
