// exp and log of our own: close to the exact values, and known at the ends.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exp, log } from '../../src/internal/exp-log.js';
import { rounds } from '../support/rounds.js';

const ULP = 2 ** -52;

it('exp has the known digits', () => {
  // fdlibm rounds e up
  expect([exp(0), exp(1), exp(-1), exp(0.5)]).toEqual([1, Math.E + 2 ** -51, 0.36787944117144233, 1.6487212707001282]);
  expect([exp(-Infinity), exp(-746), exp(710), exp(Infinity), exp(Number.NaN)]).toEqual([
    0,
    0,
    Infinity,
    Infinity,
    Number.NaN,
  ]);
  expect(exp(-745.1332191019411)).toBe(Number.MIN_VALUE);
  expect(exp(709.782712893384) / Number.MAX_VALUE).toBeGreaterThan(1 - 1e-12);
});

it('log has the known digits', () => {
  expect([log(1), log(2), log(10), log(0.5)]).toEqual([0, Math.LN2, Math.LN10, -Math.LN2]);
  expect(log(Number.MIN_VALUE)).toBeCloseTo(-1074 * Math.LN2, 12);
  expect(log(Number.MAX_VALUE)).toBeCloseTo(1024 * Math.LN2, 12);
});

it('are within two units in the last place of the engine’s', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(2 * ULP);
    }),
    { numRuns: rounds(3000) },
  );
  fc.assert(
    fc.property(fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true }), (x) => {
      expect(Math.abs(log(x) - Math.log(x))).toBeLessThanOrEqual(2 * ULP * Math.abs(Math.log(x)));
    }),
    { numRuns: rounds(3000) },
  );
});
