// A table that is built in pieces has the bytes of one that a single call builds, whatever is between the calls.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from '../../src/kernels/memory.js';
import { aliasBits, buildRegions, tableRegions } from '../../src/sources/alias-table.js';
import { layOut } from '../../src/sources/layout.js';
import { CORE } from '../../src/sources/seeded-kernels.js';
import { callAll, tableCalls } from '../../src/sources/table-pieces.js';
import { backends, inSharedMemory, openTable, type TestedBackend } from '../support/backends.js';
import { rounds } from '../support/rounds.js';
import { weightSets } from '../support/weight-sets.js';

/** The table of a build in pieces, its weights, and how many are positive. */
function inPieces(weights: ArrayLike<number>, backend: TestedBackend, times = 1) {
  const count = weights.length;
  const { at, bytes } = layOut({ ...tableRegions(count), ...buildRegions(count) });
  const { kernels, f64, u32, at: base } = allocate(bytes, 0, backend, CORE);
  const placed = Object.fromEntries(Object.entries(at).map(([name, address]) => [name, base + address])) as typeof at;
  const bits = aliasBits(count);
  const positives = callAll(tableCalls({ f64, u32 }, weights, count, bits, placed, times), kernels);
  const from = placed.table / 4;
  return { positives, bits, table: u32.slice(from, from + 2 * 2 ** bits + 1) };
}

/** The table that a single call builds. */
function atOnce(weights: ArrayLike<number>, backend: TestedBackend): Uint32Array {
  const { memory, layout, bits } = openTable(weights, backend);
  return memory.u32.slice(layout.at.table / 4, layout.at.table / 4 + 2 * 2 ** bits + 1);
}

function isSame(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((word, i) => word === b[i]);
}

describe.each(backends)('a table in pieces (%s)', (backend) => {
  it('is that of a single call, for sets of every kind', () => {
    for (const { name, weights } of weightSets(300, 31)) {
      expect(isSame(inPieces(weights, backend).table, atOnce(weights, backend)), name).toBe(true);
    }
  });

  it.each([
    ['a few thousand', 5000, (i: number) => 1 + (i % 7)],
    ['pieces of weights, and one more', 2 * 8192 + 1, (i: number) => 1 / (1 + i)],
    ['pieces of cells', 70_000, (i: number) => (i * 7919) % 1000],
    ['exactly 2^17', 2 ** 17, () => 1],
    ['mostly zeros', 100_001, (i: number) => (i % 1000 === 999 ? 1 : 0)],
    ['weights below one unit', 70_001, (i: number) => (i % 3 === 0 ? 1e-30 : i)],
    ['a sum of infinity', 70_003, () => 1e308],
    ['numbers that are scaled up', 70_003, (i: number) => 5e-324 * (1 + (i % 5))],
    ['both at once', 70_003, (i: number) => (i % 2 ? 1e308 : 5e-324)],
    ['a single one', 80_000, (i: number) => Number(i === 77_777)],
  ])('is that of a single call: %s', (_, count, weightOf) => {
    const weights = Float64Array.from({ length: count }, (_, i) => weightOf(i));
    const expected = atOnce(weights, backend);
    for (const times of [1, 3, 16]) {
      const { table, positives } = inPieces(weights, backend, times);
      expect(isSame(table, expected)).toBe(true);
      expect(positives).toBe(weights.filter((weight) => weight > 0).length);
    }
  });

  it('is that of a single call, for any weights', () => {
    const weight = fc.oneof(fc.nat(9), fc.double({ min: 0, max: 1e308, noNaN: true }), fc.constantFrom(5e-324, 1e-200));
    const some = fc.array(weight, { minLength: 2, maxLength: 300 }).filter((given) => given.some((each) => each > 0));
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 250 }), (given, repeats) => {
        const weights = Float64Array.from({ length: given.length * repeats }, (_, i) => given[i % given.length]);
        expect(isSame(inPieces(weights, backend).table, atOnce(weights, backend))).toBe(true);
      }),
      { numRuns: rounds(60) },
    );
  });

  it.each([
    ['a Float32Array', (weights: number[]) => Float32Array.from(weights)],
    ['an Int16Array', (weights: number[]) => Int16Array.from(weights)],
    ['a part of an array', (weights: number[]) => Float64Array.from([-1, ...weights, -1]).subarray(1, -1)],
    ['an array', (weights: number[]) => weights],
    ['an object with a length', (weights: number[]) => ({ ...weights, length: weights.length })],
    ['shared memory', inSharedMemory],
    ['a class of the user’s', (weights: number[]) => Odd.from(weights)],
  ])('takes %s', (_, as) => {
    const weights = Array.from({ length: 20_000 }, (_, i) => (i * 31) % 300);
    expect(isSame(inPieces(as(weights), backend).table, atOnce(weights, backend))).toBe(true);
  });

  it.each([
    ['NaN', 9000, Number.NaN],
    ['negative', 100, -1],
    ['infinite', 19_999, Infinity],
  ])('refuses a copy with a weight that became %s', (_, at, value) => {
    const weights = Array.from({ length: 20_000 }, () => 1);
    weights[at] = value;
    expect(() => inPieces(weights, backend)).toThrow(
      `weights[${at}] must be a finite number of at least 0, got ${value}`,
    );
  });

  it('refuses a copy of zeros', () => {
    expect(() => inPieces(new Float64Array(20_000), backend)).toThrow('weights must have a positive entry');
  });
});

/** Makes parts of another kind. */
class Odd extends Float64Array {
  override subarray(): Float64Array<ArrayBuffer> {
    return new Float64Array(3);
  }
}
