// Stratified batches: quotas after every batch, in BigInt rationals; passes within a class.
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { scheduleClasses } from '../../src/batches/class-schedule.js';
import { type Label, StratifiedBatchSampler } from '../../src/index.js';
import { proportions } from '../../src/weights/quotas.js';
import { backends } from '../support/backends.js';
import { chiSquare, LEAST_P } from '../support/chi-square.js';
import { sharesOf } from '../support/exact.js';

/** Where, if anywhere, a class is an item or more away from its quota so far. */
function faultOf(slots: ArrayLike<number>, shares: readonly number[], batchSize: number): string | undefined {
  const { units, sum } = sharesOf(shares);
  const counts = units.map(() => 0n);
  for (let i = 0; i < slots.length; i++) {
    counts[slots[i]]++;
    if ((i + 1) % batchSize !== 0) continue;
    for (let code = 0; code < units.length; code++) {
      const off = counts[code] * sum - BigInt(i + 1) * units[code];
      if (off >= sum || off <= -sum) return `class ${code} has ${counts[code]} after ${i + 1} slots`;
    }
  }
  return undefined;
}

describe('quotas', () => {
  it('are kept to within an item after every batch: equal classes, and where error diffusion fails', () => {
    const equal = new Array<number>(37).fill(1);
    expect(faultOf(scheduleClasses(equal, 32, 200), equal, 32)).toBeUndefined();
    const drifting = [983, 983, 983, 983, 52, 12, 13, 141];
    expect(faultOf(scheduleClasses(drifting, 1, 20_000), drifting, 1)).toBeUndefined();
    const decimals = [0.1, 0.2, 0.7];
    expect(faultOf(scheduleClasses(decimals, 7, 2000), decimals, 7)).toBeUndefined();
  });

  it('are for 1,000 random sets, of whole numbers and of others', () => {
    const share = fc.oneof(
      fc.nat(1000),
      fc.double({ min: 0, max: 10, noNaN: true }),
      fc.constantFrom(0, 5e-324, 1e308),
    );
    fc.assert(
      fc.property(
        fc.array(share, { minLength: 1, maxLength: 12 }).filter((shares) => shares.some((each) => each > 0)),
        fc.integer({ min: 1, max: 20 }),
        (shares, batchSize) => {
          const slots = scheduleClasses(shares, batchSize, 100);
          expect(slots).toHaveLength(100 * batchSize);
          expect(faultOf(slots, shares, batchSize)).toBeUndefined();
        },
      ),
      { numRuns: 1000, seed: 2 },
    );
  });

  it('would be found wrong', () => {
    expect(faultOf([0, 0, 0, 1], [1, 1], 1)).toBe('class 0 has 2 after 2 slots');
  });

  it('are in whole numbers, exactly', () => {
    expect(proportions([2, 4, 0])).toEqual([1n, 2n, 0n]);
    expect(proportions([0.5, 0.75])).toEqual([2n, 3n]);
    expect(proportions([5e-324, 1])).toEqual([1n, 1n << 1074n]);
  });
});

const labelsOf = (sizes: readonly number[]): number[] =>
  sizes.flatMap((size, code) => new Array<number>(size).fill(code)).map((_, i, all) => all[(i * 7) % all.length]);

describe.each(backends)('a StratifiedBatchSampler (%s)', (backend) => {
  const sizes = [5, 30, 2, 64, 1];
  // 7 and 102 have no common divisor: each label is still there as often
  const labels = labelsOf(sizes);
  const target = new Map([0, 1, 2, 3, 4].map((code) => [code, [1, 2, 0.5, 4, 0.25][code]]));
  const make = (seed = 1, batchSize = 8) =>
    new StratifiedBatchSampler(labels, { batchSize, target, numBatches: 60, seed, backend });

  it('gives each batch its quota of items of each class', () => {
    for (const batchSize of [1, 8, 33]) {
      const indices = make(1, batchSize).indices(3);
      expect(indices).toHaveLength(60 * batchSize);
      const codes = Array.from(indices, (index) => labels[index]);
      expect(faultOf(codes, [1, 2, 0.5, 4, 0.25], batchSize)).toBeUndefined();
    }
  });

  it('gives none twice before all of its class came once, nor twice in a batch of a class that is large enough', () => {
    for (let seed = 0; seed < 40; seed++) {
      const sampler = make(seed, 16);
      const seen = sizes.map(() => new Map<number, number>());
      for (const batch of sampler) {
        expect(batch).toHaveLength(16);
        sizes.forEach((size, code) => {
          const own = [...batch].filter((index) => labels[index] === code);
          if (own.length <= size) expect(new Set(own).size).toBe(own.length);
          const counts = seen[code];
          for (const index of own) counts.set(index, (counts.get(index) ?? 0) + 1);
          const values = [...counts.values()];
          const least = counts.size < size ? 0 : Math.min(...values);
          // within a batch one pass may end and the next begin
          expect(Math.max(0, ...values) - least).toBeLessThanOrEqual(own.length > size ? 2 : 1);
        });
      }
    }
  });

  it('shuffles items and slots uniformly', () => {
    const sampler = new StratifiedBatchSampler(['a', 'a', 'a', 'b'], { batchSize: 4, numBatches: 1, seed: 5, backend });
    const first = [0, 0, 0, 0];
    const left = [0, 0, 0];
    for (let epoch = 0; epoch < 6000; epoch++) {
      const indices = sampler.indices(epoch);
      first[indices[0]]++;
      expect(indices.filter((index) => index === 3)).toHaveLength(2);
      left[[0, 1, 2].find((index) => !indices.includes(index)) as number]++;
    }
    expect(chiSquare(first, [1 / 6, 1 / 6, 1 / 6, 1 / 2]).pValue).toBeGreaterThan(LEAST_P);
    expect(chiSquare(left, [1 / 3, 1 / 3, 1 / 3]).pValue).toBeGreaterThan(LEAST_P);
  });

  it('continues exactly after setEpoch and restore anywhere', () => {
    const epochs = [0, 1, 2, 9].map((epoch) => [...make().indices(epoch)]);
    const sampler = make();
    sampler.setEpoch(9);
    expect([...sampler].flatMap((batch) => [...batch])).toEqual(epochs[3]);
    for (const at of [0, 1, 30, 59, 60, 100]) {
      const before = make();
      before.take(at);
      const after = new StratifiedBatchSampler(labels, { batchSize: 8, target, numBatches: 60, backend });
      after.restore(JSON.parse(JSON.stringify(before.state())));
      const rest = after.take(120 - at).flatMap((batch) => [...batch]);
      expect(rest).toEqual([...epochs[0], ...epochs[1]].slice(8 * at));
    }
  });

  it('is its own kind of state', () => {
    expect(make().state().sampler).toBe('StratifiedBatchSampler');
    const other = new StratifiedBatchSampler(labels, { batchSize: 8, numBatches: 60, seed: 1, backend });
    expect(() => other.restore(make().state())).toThrow(Error);
  });

  it('has as many batches as hold all labels once, and equal classes, unless it is told', () => {
    const sampler = new StratifiedBatchSampler(labels, { batchSize: 10, seed: 2, backend });
    expect([sampler.length, sampler.seed, sampler.backend]).toEqual([11, 2, backend]);
    const codes = Array.from(sampler.indices(0), (index) => labels[index]);
    expect(sizes.map((_, code) => codes.filter((each) => each === code).length)).toEqual([22, 22, 22, 22, 22]);
  });
});

it('both backends draw the same', () => {
  const [wasm, js] = backends.map(
    (backend) =>
      new StratifiedBatchSampler(
        Array.from({ length: 999 }, (_, i) => `class ${i % 13}`),
        { batchSize: 32, seed: 4, backend },
      ),
  );
  for (const epoch of [0, 1, 77]) expect([...wasm.indices(epoch)]).toEqual([...js.indices(epoch)]);
});

it('what it is given wrong is told', () => {
  const make = (labels: unknown, options?: unknown) => () =>
    new StratifiedBatchSampler(labels as Label[], options as { batchSize: number });
  const cases: [() => unknown, RegExp][] = [
    [make(['a']), /^batchSize must be a positive integer, got undefined/],
    [make(['a'], { batchSize: 0 }), /^batchSize must be a positive integer, got 0/],
    [make(['a'], { batchSize: 2.5 }), /^batchSize must be a positive integer, got 2.5/],
    [make(['a'], { batchSize: 2, numBatches: 0 }), /^numBatches must be a positive integer, got 0/],
    [make(['a'], { batchSize: 2 ** 20, numBatches: 2 ** 20 }), /^numBatches \* batchSize must be at most 2\^32 - 1/],
    [make([], { batchSize: 2 }), /^labels must not be empty/],
    [make('aab', { batchSize: 2 }), /^labels/],
    [make(['a', null], { batchSize: 2 }), /^labels\[1\] must be a string, a number, a bigint or a boolean, got null/],
    [make(['a', 'b'], { batchSize: 2, target: { a: 1 } }), /^target must name every class, "b" is missing/],
    [make(['a'], { batchSize: 2, target: { a: 1, c: 1 } }), /^target must name only classes in labels, got "c"/],
    [make(['a'], { batchSize: 2, target: { a: -1 } }), /^target\["a"\] must be a finite number of at least 0, got -1/],
    [make(['a'], { batchSize: 2, target: { a: 0 } }), /^target must have a positive share/],
    [make(['a'], { batchSize: 2, seed: -1 }), /^seed/],
    [make(['a'], { batchSize: 2, dropLast: true }), /^options has no "dropLast"/],
  ];
  for (const [call, message] of cases) expect(call).toThrow(message);
});

describe('an epoch that has no addresses', () => {
  it.each([{ batchSize: 2 ** 30, numBatches: 1 }, { batchSize: 1, numBatches: 2 ** 30 }, { batchSize: 2 ** 29 }])(
    'is refused before anything is allocated: %o',
    (options) => {
      const made = vi.fn();
      for (const name of ['Uint32Array', 'Int32Array', 'Float64Array'] as const) {
        vi.stubGlobal(
          name,
          new Proxy(globalThis[name], {
            construct(target, args, self) {
              made(name, ...args);
              return Reflect.construct(target, args, self);
            },
          }),
        );
      }
      try {
        expect(() => new StratifiedBatchSampler(['a', 'b'], options)).toThrow(
          new RegExp(
            '^this sampler needs [48]\\.0 GiB, but must need less than 4 GiB: pass fewer ' +
              'labels, or a smaller batchSize or numBatches$',
          ),
        );
      } finally {
        vi.unstubAllGlobals();
      }
      expect(made).not.toHaveBeenCalled();
    },
  );
});
