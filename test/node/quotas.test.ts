// Slots of classes in batches: quotas as they are meant, the schedule that they are given by, and many classes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleClasses } from '../../src/batches/class-schedule.js';
import { StratifiedBatchSampler } from '../../src/index.js';
import { isRounded, quotasOf } from '../../src/weights/quotas.js';
import { rounds } from '../support/rounds.js';

/** Each class's slots, batch after batch. */
function countsOf(slots: Uint32Array, classes: number, batchSize: number): number[][] {
  return Array.from({ length: slots.length / batchSize }, (_, batch) => {
    const counts = new Array<number>(classes).fill(0);
    for (const code of slots.subarray(batch * batchSize, (batch + 1) * batchSize)) counts[code]++;
    return counts;
  });
}

/** The slots by a plain method: each batch goes through all classes, in whole numbers. */
function plainSlots(shares: readonly number[], batchSize: number, numBatches: number): number[] {
  const numbers = quotasOf(shares, batchSize);
  const whole = numbers.reduce((sum, number) => sum + number, 0n);
  const given = numbers.map(() => 0n);
  return Array.from({ length: numBatches }, (_, batch) => {
    const so = numbers.map((number) => number * BigInt(batchSize) * BigInt(batch + 1));
    const counts = so.map((sum, code) => (sum / whole > given[code] ? sum / whole - given[code] : 0n));
    const left = BigInt(batchSize) - counts.reduce((sum, count) => sum + count, 0n);
    const released = so.flatMap((sum, code) => {
      if (sum % whole === 0n || given[code] > sum / whole) return [];
      const step = numbers[code] * BigInt(batchSize);
      return [{ code, batches: (whole - (sum % whole) + step - 1n) / step }];
    });
    released.sort((a, b) => (a.batches < b.batches ? -1 : a.batches > b.batches ? 1 : a.code - b.code));
    for (const { code } of released.slice(0, Number(left))) counts[code]++;
    counts.forEach((count, code) => {
      given[code] += count;
    });
    return counts.flatMap((count, code) => new Array<number>(Number(count)).fill(code));
  }).flat();
}

describe('quotas', () => {
  it('within 1e-12 of a whole number are whole', () => {
    const cases: [shares: number[], batchSize: number, each: number[]][] = [
      [[0.1, 0.2, 0.7], 10, [1, 2, 7]],
      [[0.55, 0.45], 20, [11, 9]],
      [[0.4, 0.3, 0.2, 0.1], 10, [4, 3, 2, 1]],
      [[1, 0.29], 129, [100, 29]],
      [[1 / 6, 1 / 6, 2 / 3], 6, [1, 1, 4]],
      [[1e300 * 0.1, 1e300 * 0.2, 1e300 * 0.7], 10, [1, 2, 7]],
      [[0, 0.1, 0.9], 10, [0, 1, 9]],
    ];
    for (const [shares, batchSize, each] of cases) {
      const counts = countsOf(scheduleClasses(shares, batchSize, 50), shares.length, batchSize);
      expect(counts).toEqual(new Array(50).fill(each));
    }
  });

  it('of decimals are whole where they are on paper: thousands of targets and batch sizes', () => {
    let some = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(10, 100, 1000),
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 200 }),
        (parts, tops, batchSize) => {
          const sum = tops.reduce((total, top) => total + top, 0);
          fc.pre(sum > 0);
          const shares = tops.map((top) => top / parts);
          const isWhole = tops.map((top) => (top * batchSize) % sum === 0);
          if (isWhole.includes(true)) some++;
          for (const counts of countsOf(scheduleClasses(shares, batchSize, 20), tops.length, batchSize)) {
            counts.forEach((count, code) => {
              if (isWhole[code]) expect(count).toBe((tops[code] * batchSize) / sum);
            });
          }
        },
      ),
      { numRuns: rounds(5000), seed: 3 },
    );
    expect(some).toBeGreaterThan(rounds(700));
  });

  it('are what they are on paper after every batch, not only where a batch’s own are whole', () => {
    expect(quotasOf([0.25, 0.35, 0.4], 10)).toEqual([5n, 7n, 8n]);
    expect(countsOf(scheduleClasses([0.3, 0.7], 5, 4), 2, 5)).toEqual([
      [2, 3],
      [1, 4],
      [2, 3],
      [1, 4],
    ]);
    const denominators = fc.constantFrom(7, 9, 20, 60, 100, 1000, 4096);
    const tops = fc.array(fc.integer({ min: 1, max: 4096 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(denominators, tops, fc.integer({ min: 1, max: 40 }), fc.boolean(), (parts, all, batchSize, unit) => {
        const whole = all.reduce((total, top) => total + top, 0);
        const slots = scheduleClasses(
          all.map((top) => top / (unit ? whole : parts)),
          batchSize,
          50,
        );
        const given = all.map(() => 0);
        countsOf(slots, all.length, batchSize).forEach((counts, batch) => {
          all.forEach((top, code) => {
            given[code] += counts[code];
            const quota = top * batchSize * (batch + 1);
            expect(given[code]).toBeGreaterThanOrEqual(Math.floor(quota / whole));
            expect(given[code]).toBeLessThanOrEqual(Math.ceil(quota / whole));
          });
        });
      }),
      { numRuns: rounds(1500), seed: 8 },
    );
  });

  it('that are rounded refuse states of before, and others take them', () => {
    const rounded10 = (shares: number[]) => isRounded(shares, quotasOf(shares, 10));
    expect([rounded10([0.1, 0.2, 0.7]), rounded10([0.25, 0.75]), rounded10([3, 1, 7])]).toEqual([true, false, false]);
    const batches = (target: Record<'a' | 'b' | 'c', number>) =>
      new StratifiedBatchSampler(['a', 'b', 'c'], { batchSize: 10, seed: 1, target });
    const rounded = batches({ a: 0.1, b: 0.2, c: 0.7 });
    const exact = batches({ a: 1, b: 2, c: 7 });
    expect(rounded.take(3)).toEqual(exact.take(3));
    expect(() => exact.restore(rounded.state())).toThrow(/different settings/);
  });

  it('are whole beside others that are not, which keep their proportions', () => {
    const others = [Math.SQRT2, Math.PI, 3.3];
    const scale = 0.7 / others.reduce((sum, share) => sum + share, 0);
    const shares = [0.1, 0.2, ...others.map((share) => share * scale)];
    const counts = countsOf(scheduleClasses(shares, 10, 10_000), 5, 10);
    expect(counts.every(([a, b]) => a === 1 && b === 2)).toBe(true);
    others.forEach((_, i) => {
      const all = counts.reduce((sum, each) => sum + each[2 + i], 0);
      expect(Math.abs(all - 100_000 * shares[2 + i])).toBeLessThan(1);
    });
  });

  it('never take what a class has left: a share of 1e-13 is wanted', () => {
    expect(quotasOf([1, 1e-13], 10).every((number) => number > 0n)).toBe(true);
    expect(quotasOf([1, 5e-324], 2 ** 31).every((number) => number > 0n)).toBe(true);
  });

  it('of whole numbers are in just these proportions', () => {
    expect(quotasOf([3, 1, 0, 7], 32)).toEqual([3n, 1n, 0n, 7n]);
    expect(quotasOf([0.5, 0.25, 0.25], 7)).toEqual([2n, 1n, 1n]);
  });

  it('are given by the schedule that goes through all classes in each batch', () => {
    const share = fc.oneof(
      fc.nat(7),
      fc.nat(1000),
      fc.nat(100).map((top) => top / 100),
      fc.double({ min: 0, max: 10, noNaN: true }),
      fc.constantFrom(0, 5e-324, 1e308),
    );
    fc.assert(
      fc.property(
        fc.array(share, { minLength: 1, maxLength: 12 }).filter((shares) => shares.some((each) => each > 0)),
        fc.integer({ min: 1, max: 24 }),
        (shares, batchSize) => {
          expect([...scheduleClasses(shares, batchSize, 60)]).toEqual(plainSlots(shares, batchSize, 60));
        },
      ),
      { numRuns: rounds(1500), seed: 6 },
    );
  });

  it('are given by it to many classes of many quotas, too', () => {
    const shares = fc.oneof(
      fc.array(fc.double({ min: 1e-3, max: 10, noNaN: true }), { minLength: 25, maxLength: 70 }),
      fc.array(fc.nat(40), { minLength: 60, maxLength: 90 }),
      fc.array(
        fc.integer({ min: 0, max: 60 }).map((power) => 2 ** -power),
        { minLength: 50, maxLength: 60 },
      ),
      fc.array(
        fc.nat(1e6).map((part) => 1 + part * 1e-12),
        { minLength: 25, maxLength: 70 },
      ),
    );
    fc.assert(
      fc.property(
        shares.filter((each) => each.some((share) => share > 0)),
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 1, max: 50 }),
        (each, batchSize, batches) => {
          expect([...scheduleClasses(each, batchSize, batches)]).toEqual(plainSlots(each, batchSize, batches));
        },
      ),
      { numRuns: rounds(300), seed: 6 },
    );
  });
});

describe('130,000 classes', () => {
  const labels = Array.from({ length: 130_000 }, (_, i) => `class ${i}`);

  it('each come once in an epoch of as many slots', () => {
    const sampler = new StratifiedBatchSampler(labels, { batchSize: 260, seed: 1 });
    const draws = sampler.indices();
    expect(draws).toHaveLength(130_000);
    expect(new Set(draws).size).toBe(130_000);
  });
});
