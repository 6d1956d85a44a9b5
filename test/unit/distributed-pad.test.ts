// Uneven shares, `pad: false`: every draw of the epoch exactly once, for evaluation.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedSampler,
  RandomSampler,
  type Sampler,
  SequentialSampler,
  TorchGenerator,
} from '../../src/index.js';
import { rounds } from '../support/rounds.js';
import { at, kinds } from '../support/sampler-cases.js';

const ranksOf = (sampler: Sampler, numReplicas: number) =>
  Array.from({ length: numReplicas }, (_, rank) => new DistributedSampler(sampler, { numReplicas, rank, pad: false }));
/** What each rank has to get. */
const sharesOf = (all: readonly number[], numReplicas: number) =>
  Array.from({ length: numReplicas }, (_, rank) => all.filter((_, i) => i % numReplicas === rank));
/** A random sampler of one of the kinds, and a number of ranks. */
const setups = fc.record({
  kind: fc.constantFrom(...kinds),
  length: fc.integer({ min: 1, max: 60 }),
  numReplicas: fc.integer({ min: 1, max: 9 }),
  epoch: fc.integer({ min: 0, max: 3 }),
});
const EMPTY = /^nothing to draw: the sampler is empty$/;

describe('uneven shares', () => {
  it.each([
    [10, 3, [4, 3, 3]],
    [2, 3, [1, 1, 0]],
    [0, 2, [0, 0]],
    [12, 4, [3, 3, 3, 3]],
    [11, 4, [3, 3, 3, 2]],
    [5, 1, [5]],
  ] as const)('%i items on %i ranks', (n, numReplicas, counts) => {
    const ranks = ranksOf(new SequentialSampler(n), numReplicas);
    expect(ranks.map((rank) => rank.length)).toEqual(counts);
    expect(ranks.map((rank) => rank.numSamples)).toEqual(counts);
    expect(ranks.map((rank) => [...rank])).toEqual(
      sharesOf(
        Array.from({ length: n }, (_, i) => i),
        numReplicas,
      ),
    );
  });

  it('are slices of the single run, by every member', () => {
    fc.assert(
      fc.property(setups, ({ kind, length, numReplicas, epoch }) => {
        const all = [...kind.make(length).indices(epoch)];
        const next = [...kind.make(length).indices(epoch + 1)];
        const nextShares = sharesOf(next, numReplicas);
        const sampler = kind.make(length);
        for (const [rank, share] of sharesOf(all, numReplicas).entries()) {
          const make = () => {
            const made = new DistributedSampler(sampler, { numReplicas, rank, pad: false });
            made.setEpoch(epoch);
            return made;
          };
          expect(make()).toHaveLength(share.length);
          const looped = make();
          expect([...looped]).toEqual(share);
          expect(at(looped)).toEqual([epoch + 1, 0]);
          expect([...make().indices()]).toEqual(share);
          if (share.length === 0) continue;
          const both = [...share, ...nextShares[rank]];
          expect([...make().take(both.length)]).toEqual(both);
          expect([...make().fill(new Uint32Array(both.length))]).toEqual(both);
          const drawn = make();
          expect(both.map(() => drawn.draw())).toEqual(both);
          expect([...new BatchSampler(make(), 4)].flatMap((batch) => [...batch])).toEqual([...make().indices(0)]);
        }
        expect(at(sampler)).toEqual([0, 0]);
      }),
      { numRuns: rounds(300) },
    );
  });

  it('resume anywhere, each rank by itself', () => {
    fc.assert(
      fc.property(setups, fc.nat(), ({ kind, length, numReplicas, epoch }, anywhere) => {
        for (const rank of ranksOf(kind.make(length), numReplicas)) {
          if (rank.length === 0) continue;
          rank.setEpoch(epoch);
          rank.take(anywhere % (2 * rank.length));
          const state = JSON.parse(JSON.stringify(rank.state()));
          const after = new DistributedSampler(kind.make(length), { numReplicas, rank: rank.rank, pad: false });
          after.restore(state);
          expect(at(after)).toEqual(at(rank));
          expect([...after.take(rank.length + 1)]).toEqual([...rank.take(rank.length + 1)]);
        }
      }),
      { numRuns: rounds(150) },
    );
  });

  it('give a loader every item once', () => {
    const items = Array.from({ length: 23 }, (_, i) => `item ${i}`);
    const seen = ranksOf(new RandomSampler(23, { seed: 4 }), 4).map((sampler) => [
      ...new DataLoader(items, { batchSize: 3, sampler, collate: (each) => each }),
    ]);
    expect(seen.map((batches) => batches.flat().length)).toEqual([6, 6, 6, 5]);
    expect(seen.flat(2).sort()).toEqual([...items].sort());
  });

  it('of more draws than an array holds', () => {
    const of = (n: number, numReplicas: number) =>
      ranksOf(new RandomSampler(10, { replacement: true, numSamples: n, seed: 1 }), numReplicas).map(
        ({ length }) => length,
      );
    expect(of(2 ** 53 - 1, 2)).toEqual([2 ** 52, 2 ** 52 - 1]);
    expect(of(3_000_000_001, 3)).toEqual([1_000_000_001, 1_000_000_000, 1_000_000_000]);
  });
});

describe('a rank without draws', () => {
  it('gives nothing, and moves to the next epoch', () => {
    const rank = ranksOf(new RandomSampler(2, { seed: 1 }), 3)[2];
    expect(rank.length).toBe(0);
    expect([...rank]).toEqual([]);
    expect(at(rank)).toEqual([1, 0]);
    expect([...rank.indices()]).toEqual([]);
    expect([...rank.take(0)]).toEqual([]);
    for (const call of [() => rank.draw(), () => rank.take(1), () => rank.fill(new Uint32Array(1))]) {
      expect(call).toThrow(EMPTY);
      expect(at(rank)).toEqual([1, 0]);
    }
    const state = rank.state();
    const again = ranksOf(new RandomSampler(2, { seed: 1 }), 3)[2];
    again.restore(state);
    expect(at(again)).toEqual([1, 0]);
    again.setEpoch(7);
    expect([...again, at(again)]).toEqual([[8, 0]]);
    expect([...new BatchSampler(again, 2)]).toEqual([]);
  });

  it('takes from a generator what the others take, and nothing if a call fails', () => {
    const make = (rank: number) => {
      const generator = new TorchGenerator(3);
      const sampler = new RandomSampler(4, { generator });
      return { generator, rank: new DistributedSampler(sampler, { numReplicas: 6, rank, pad: false }) };
    };
    const ranks = [0, 1, 2, 3, 4, 5].map(make);
    const alone = new TorchGenerator(3);
    const single = new RandomSampler(4, { generator: alone });
    for (let epoch = 0; epoch < 3; epoch++) {
      expect(ranks.flatMap(({ rank }) => [...rank])).toEqual([...single]);
      const words = alone._encodeWords();
      for (const { generator } of ranks) expect(generator._encodeWords()).toBe(words);
    }
    const [{ generator, rank }] = ranks.slice(-1);
    const words = generator._encodeWords();
    expect(() => rank.draw()).toThrow(EMPTY);
    expect(() => rank.take(2)).toThrow(EMPTY);
    expect(() => new BatchSampler(rank, 2).draw()).toThrow(EMPTY);
    expect(generator._encodeWords()).toBe(words);
    expect(at(rank)).toEqual([3, 0]);
    // in batches, too
    const batched = make(5);
    const other = new TorchGenerator(3);
    expect([...new BatchSampler(new RandomSampler(4, { generator: other }), 2)]).toHaveLength(2);
    expect([...new BatchSampler(batched.rank, 2)]).toEqual([]);
    expect(batched.generator._encodeWords()).toBe(other._encodeWords());
  });

  it('shares a generator with the others', () => {
    const generator = new TorchGenerator(3);
    const ranks = ranksOf(new RandomSampler(2, { generator }), 3);
    const single = new RandomSampler(2, { generator: new TorchGenerator(3) });
    for (let epoch = 0; epoch < 4; epoch++) {
      // in any order: the rank without draws may begin the epoch
      const order = epoch % 2 ? [2, 0, 1] : [0, 2, 1];
      const shares = new Map(order.map((rank) => [rank, [...ranks[rank]]]));
      expect([0, 1, 2].flatMap((rank) => shares.get(rank) as number[])).toEqual([...single]);
    }
  });

  it('continues after a state of each rank over one generator', () => {
    const make = () => ranksOf(new RandomSampler(2, { generator: new TorchGenerator(9) }), 3);
    const before = make();
    for (const rank of before) [...rank];
    const states = before.map((rank) => JSON.parse(JSON.stringify(rank.state())));
    const after = make();
    for (const [i, rank] of after.entries()) rank.restore(states[i]);
    for (let epoch = 1; epoch < 4; epoch++) {
      expect(after.map((rank) => [...rank])).toEqual(before.map((rank) => [...rank]));
    }
  });
});

describe('over an iterable of one’s own', () => {
  it('every index comes once, and a rank without draws reads along', () => {
    let epochs = 0;
    const own: Sampler = {
      length: 2,
      *[Symbol.iterator]() {
        yield 10 + epochs;
        yield 20 + epochs;
        epochs++;
      },
    };
    const shares = ranksOf(own, 3).map((rank) => [...rank]);
    expect(shares).toEqual([[10], [21], []]);
    expect(epochs).toBe(3);
    expect(() => [...ranksOf({ length: 2, [Symbol.iterator]: () => [1, 2, 3].values() }, 3)[2]]).toThrow(
      'the wrapped sampler must give as many indices as its length, 2, got more than 2',
    );
  });

  it.each([1, 2, 3, 5, 9])('a list of any length, on %i ranks', (numReplicas) => {
    for (let n = 0; n < 12; n++) {
      const list = Array.from({ length: n }, (_, i) => (i * 7) % 11);
      expect(ranksOf(list, numReplicas).map((rank) => [...rank])).toEqual(sharesOf(list, numReplicas));
    }
  });
});

describe('the option pad', () => {
  const make = (options: object) => () =>
    new DistributedSampler(new SequentialSampler(4), { numReplicas: 2, rank: 1, ...options });

  it.each([
    [{ pad: null }, 'null'],
    [{ pad: 0 }, '0'],
    [{ pad: 'false' }, '"false"'],
    [{ pad: {} }, 'an Object'],
  ] as const)('%o is refused', (options, got) => {
    expect(make(options)).toThrow(TypeError);
    expect(make(options)).toThrow(`pad must be a boolean, got ${got}`);
  });

  it('contradicts dropLast, and says what to do', () => {
    for (const options of [
      { dropLast: true, pad: false },
      { dropLast: true, pad: false, rank: 7 },
    ]) {
      expect(make(options)).toThrow(TypeError);
      expect(make(options)).toThrow(
        'dropLast and pad: false exclude each other: give pad: false alone for every draw once, or dropLast: true ' +
          'alone for equal shares without repeats',
      );
    }
    expect(make({ dropLast: true, pad: true })()).toHaveLength(2);
  });

  it('is read-only, and counts in states only where it is false', () => {
    const [padded, explicit, uneven] = [{}, { pad: true }, { pad: false }].map((options) => make(options)());
    expect([padded, explicit, uneven].map(({ pad }) => pad)).toEqual([true, true, false]);
    expect(() => {
      (uneven as { pad: boolean }).pad = true;
    }).toThrow(TypeError);
    // this state is from before the option existed
    const old = {
      version: 1,
      sampler: 'DistributedSampler',
      fingerprint: 'cdb599a8fb11d162',
      epoch: 3,
      position: 1,
    } as const;
    expect({ ...padded.state(), epoch: 3, position: 1 }).toMatchObject(old);
    for (const rank of [padded, explicit]) {
      rank.restore(old);
      expect(at(rank)).toEqual([3, 1]);
    }
    const refusal =
      /^state is of a DistributedSampler with different settings \(wrapped .* numReplicas, rank, dropLast, pad\)/;
    expect(() => uneven.restore(old)).toThrow(refusal);
    expect(() => padded.restore(uneven.state())).toThrow(refusal);
  });
});
