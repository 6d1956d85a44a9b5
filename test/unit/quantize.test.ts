// The core claim: probabilities are integers over 2^64 that sum to exactly 1, within rounding of the weights given.
// Checked in BigInt rationals on what the cells hold: |q - 2^64 p| <= 2^-52 q + 1 + p * (number lifted).
import { describe, expect, it } from 'vitest';
import { quantize } from '../../src/kernels/js/quantize.js';
import { backends, openTable, TestTable } from '../support/backends.js';
import { faultOf, toUnits, WHOLE, wordsPerIndex } from '../support/exact.js';
import { kinds, type WeightSet, weightSets, wholeCells } from '../support/weight-sets.js';

const SETS = 1000;

function wordsOf(weights: ArrayLike<number>, backend: (typeof backends)[number]): bigint[] {
  const table = openTable(weights, backend);
  return wordsPerIndex(table).slice(0, weights.length);
}

describe.each(backends)('shares of 2^64 (%s)', (backend) => {
  it(`are exact for ${SETS} random weight sets of all kinds`, () => {
    const faults: string[] = [];
    for (const { name, weights } of weightSets(SETS, 20240601)) {
      const table = openTable(weights, backend);
      const fault = faultOf(weights, wordsPerIndex(table));
      if (fault) faults.push(`${name}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });

  it('are the weights themselves where these are multiples of 2^-64 of their sum', () => {
    const of16 = [1, 2, 3, 10];
    const expected = of16.map((weight) => BigInt(weight) << 60n);
    expect(wordsOf(of16, backend)).toEqual(expected);
    for (const scale of [2 ** -1074, 2 ** -900, 2 ** 900, 2 ** 1020]) {
      expect(
        wordsOf(
          of16.map((weight) => weight * scale),
          backend,
        ),
      ).toEqual(expected);
    }
    expect(wordsOf([1, 0, 2 ** -63], backend)).toEqual([WHOLE - 2n, 0n, 2n]);
    for (const given of wholeCells) expect(faultOf(given, wordsOf(given, backend))).toBeUndefined();
  });

  it('give a tie to no weight: equal ones differ by one word at most', () => {
    for (const n of [3, 7, 100, 9999]) {
      const words = wordsOf(new Float64Array(n).fill(0.1), backend);
      const least = WHOLE / BigInt(n);
      expect(words.filter((each) => each !== least && each !== least + 1n)).toEqual([]);
    }
  });

  it('are 2^64 for a single positive weight, wherever it is', () => {
    for (const [n, place] of [
      [1, 0],
      [2, 1],
      [5, 0],
      [5, 4],
      [1025, 1000],
    ]) {
      for (const weight of [5e-324, 1, Number.MAX_VALUE]) {
        const weights = new Float64Array(n).fill(0);
        weights[place] = weight;
        expect(wordsOf(weights, backend).map(String)).toEqual(
          Array.from(weights, (each) => String(each > 0 ? WHOLE : 0n)),
        );
      }
    }
  });

  it('are one word for weights far too small for any', () => {
    const words = wordsOf([1, 5e-324, 0, 5e-324, 1e300], backend);
    expect(words).toEqual([1n, 1n, 0n, 1n, WHOLE - 3n]);
    expect(wordsOf([2 ** 901, 2 ** 600], backend)).toEqual([WHOLE - 1n, 1n]);
  });

  it('are one word for weights of exactly one', () => {
    expect(wordsOf([1, 2 ** -64], backend)).toEqual([WHOLE - 1n, 1n]);
    expect(wordsOf([1, 2 ** -64, 2 ** -64, 2 ** -70], backend)).toEqual([WHOLE - 3n, 1n, 1n, 1n]);
  });

  it('report instead of building where there is nothing to build from', () => {
    const status = (weights: number[]) => new TestTable(weights, backend).status;
    expect(status([0, 0, 0])).toBe(0);
    for (const bad of [Number.NaN, Infinity, -Infinity, -1, -5e-324]) {
      for (const weights of [[bad], [bad, 1], [1, bad], [1, 2, bad], [0, 0, bad]]) {
        expect([weights, status(weights)]).toEqual([weights, -1]);
      }
    }
    expect(status([0, 3, -0, 5e-324])).toBe(2);
  });
});

it('sum to 2^64 where the sum of their low words is beyond 2^53', () => {
  const count = 2 ** 22 + 2 ** 20;
  const bytes = 16 * count + 48;
  const buffer = new ArrayBuffer(bytes);
  const memory = { u32: new Uint32Array(buffer), f64: new Float64Array(buffer) };
  let word = 1;
  for (let i = 0; i < count; i++) {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
    memory.f64[i] = word + 1;
  }
  expect(quantize(memory, 0, count, 8 * count, 12 * count, 16 * count)).toBe(count);
  let [highs, lows] = [0n, 0n];
  for (let from = 0; from < count; from += 2 ** 16) {
    const sum = (first: number) =>
      BigInt(memory.u32.subarray(first + from, first + Math.min(from + 2 ** 16, count)).reduce((a, b) => a + b, 0));
    highs += sum(2 * count);
    lows += sum(3 * count);
  }
  expect(lows).toBeGreaterThan(2n ** 53n);
  expect((highs << 32n) + lows).toBe(WHOLE);
});

describe('what the exactness test counts on', () => {
  const sets = [...weightSets(SETS, 20240601)];

  it('is a set of every kind, from n = 1 to n = 10,000, many with weights below one word', () => {
    const sizes = sets.map(({ weights }) => weights.length);
    expect(sets).toHaveLength(SETS);
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([1, 10_000]);
    for (const kind of Object.keys(kinds)) {
      const ofKind = sets.filter(({ name }) => name.startsWith(`${kind}, `));
      expect(ofKind.length).toBeGreaterThan(50);
      expect(Math.max(...ofKind.map(({ weights }) => weights.length))).toBeGreaterThan(1000);
    }
    expect(sets.filter(hasLifted).length).toBeGreaterThan(100);
  });

  it('is an independent reading of f64', () => {
    expect([0, 5e-324, 2 ** -1022, 1, 1.5].map(toUnits)).toEqual([0n, 1n, 1n << 52n, 1n << 1074n, 3n << 1073n]);
    expect(toUnits(Number.MAX_VALUE)).toBe(((1n << 53n) - 1n) << 2045n);
    expect(() => toUnits(-1)).toThrow(RangeError);
    expect(() => toUnits(Infinity)).toThrow(RangeError);
  });

  it('finds a table wrong whose integers are off by a little', () => {
    const weights = [1, 2 ** -20, 2 ** -62, 0];
    const [a, b, c] = wordsOf(weights, 'js');
    expect(faultOf(weights, [a, b, c, 0n])).toBeUndefined();
    expect(faultOf(weights, [a + 1n, b, c, 0n])).toMatch('sums to');
    expect(faultOf(weights, [a + c, b, 0n, 0n])).toMatch('[2]');
    expect(faultOf(weights, [a - 1n, b, c, 1n])).toMatch('[3]');
    // b is about 2^44 words: rounding may take it a word off, not two
    expect(faultOf(weights, [a - 3n, b + 3n, c, 0n])).toMatch('[1]');
    expect(faultOf([0, 7], [1n, WHOLE - 1n])).toMatch('[0]');
    expect(faultOf([0, 7], [0n, WHOLE - 1n])).toMatch('the only positive one');
  });
});

function hasLifted({ weights }: WeightSet): boolean {
  const sum = weights.reduce((total, weight) => total + weight * 2 ** -20, 0);
  return weights.some((weight) => weight > 0 && weight * 2 ** -20 < sum * 2 ** -65);
}
