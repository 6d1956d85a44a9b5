// Whole numbers of draws in given shares: each turn, and sums over turns.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EvenTurns, evenStep } from '../../src/sources/even-turns.js';
import { rounds } from '../support/rounds.js';

const parts = (ends: readonly bigint[]) => ends.map((end, s) => end - (s > 0 ? ends[s - 1] : 0n));
const cumulative = (widths: readonly bigint[]) => {
  let end = 0n;
  return widths.map((width) => (end += width));
};

/** Shares whose sum is a whole number of draws: the last one fills up. */
const shares = fc
  .record({
    modulus: fc.bigInt({ min: 1n, max: 1n << 70n }),
    small: fc.bigInt({ min: 1n, max: 50n }),
    isSmall: fc.boolean(),
    widths: fc.array(fc.bigInt({ min: 0n, max: 1n << 75n }), { maxLength: 6 }),
    start: fc.bigInt({ min: 0n, max: 1n << 75n }),
    turn: fc.nat(40),
  })
  .map(({ modulus, small, isSmall, widths, start, turn }) => {
    const whole = isSmall ? small : modulus;
    const some = widths.map((width) => width % (7n * whole));
    const sum = some.reduce((total, width) => total + width, 0n);
    const all = [...some, (whole - (sum % whole)) % whole];
    return { modulus: whole, widths: all, start: start % whole, turn };
  });

describe('draws in even turns', () => {
  it('are the shares, rounded down or up, and as many as all shares together', () => {
    fc.assert(
      fc.property(shares, ({ modulus, widths, start, turn }) => {
        const turns = new EvenTurns(cumulative(widths), modulus, start, evenStep(modulus));
        const draws = turns.draws(turn);
        const all = widths.reduce((total, width) => total + width, 0n) / modulus;
        expect(draws.at(-1)).toBe(all);
        parts(draws).forEach((count, s) => {
          expect(count === widths[s] / modulus || count === (widths[s] + modulus - 1n) / modulus).toBe(true);
        });
      }),
      { numRuns: rounds(2000), seed: 1 },
    );
  });

  it('before a turn are the sum of all turns before it', () => {
    fc.assert(
      fc.property(shares, ({ modulus, widths, start, turn }) => {
        const turns = new EvenTurns(cumulative(widths), modulus, start, evenStep(modulus));
        const sums = widths.map(() => 0n);
        for (let i = 0; i < turn; i++) for (const [s, draws] of turns.draws(i).entries()) sums[s] += draws;
        expect(turns.drawsBefore(turn)).toEqual(sums);
      }),
      { numRuns: rounds(2000), seed: 2 },
    );
  });

  it('are exact over as many turns as the modulus, from any turn on', () => {
    for (const modulus of [1n, 2n, 3n, 6n, 97n, 720n]) {
      const turns = new EvenTurns([2n, 5n, 5n, 7n * modulus], modulus, modulus / 3n, evenStep(modulus));
      for (const from of [0, 1, 50, 2 ** 53 - 1 - Number(modulus)]) {
        const sums = [0n, 0n, 0n, 0n];
        for (let i = 0; i < modulus; i++) for (const [s, draws] of turns.draws(from + i).entries()) sums[s] += draws;
        expect(sums).toEqual([2n, 5n, 5n, 7n * modulus]);
        const [before, after] = [from, from + Number(modulus)].map((turn) => turns.drawsBefore(turn));
        expect(after.map((end, s) => end - before[s])).toEqual(sums);
      }
    }
  });

  it('by hand: shares of 1/3 and 2/3 of a draw in turn', () => {
    // the offsets are 0, 2, 1 thirds: the grid meets the first share when it is moved by two
    const turns = new EvenTurns([1n, 3n], 3n, 0n, 2n);
    expect([0, 1, 2, 3].map((turn) => turns.draws(turn))).toEqual([
      [0n, 1n],
      [1n, 1n],
      [0n, 1n],
      [0n, 1n],
    ]);
    expect(turns.drawsBefore(3)).toEqual([1n, 3n]);
    expect(turns.drawsBefore(300)).toEqual([100n, 300n]);
  });

  it('are at no turn more than five off the exact number, for moduli up to 20,000', () => {
    let worst = 0;
    for (let modulus = 2; modulus <= 20_000; modulus = Math.ceil(modulus * 1.13)) {
      const step = Number(evenStep(BigInt(modulus)));
      for (const width of [1, 2, 3, 5, 8, 13, 21].map((part) => Math.ceil((modulus * part) / 23))) {
        let count = 0;
        for (let turn = 1, offset = 0; turn <= modulus; turn++, offset = (offset + step) % modulus) {
          count += offset >= modulus - width ? 1 : 0;
          worst = Math.max(worst, Math.abs(count - (turn * width) / modulus));
        }
        expect(count).toBe(Math.min(width, modulus));
      }
    }
    expect(worst).toBeLessThan(5);
  });

  it('have a step without a common divisor, near the golden section', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 1n << 80n }), (modulus) => {
        const step = evenStep(modulus);
        let [a, b] = [modulus, step];
        while (b > 0n) [a, b] = [b, a % b];
        expect(a).toBe(1n);
        const golden = (modulus * 618033988749894848n) / 10n ** 18n;
        const away = step > golden ? step - golden : golden - step;
        expect(away <= 20n + modulus / 10n ** 12n).toBe(true);
      }),
      { numRuns: rounds(1000), seed: 3 },
    );
    expect([1n, 2n, 3n, 4n].map(evenStep)).toEqual([0n, 1n, 2n, 3n]);
  });
});
