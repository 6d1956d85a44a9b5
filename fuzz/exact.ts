// Tables and draws in WebAssembly and in JavaScript, beside the same in BigInt: shares as exact fractions, the
// generator in closed form, and each draw by its rule. The reference shares no code with the library.
import fc from 'fast-check';
import { PcgGenerator, RandomSampler, WeightedRandomSampler } from '../src/index.js';
import { allocate } from '../src/kernels/memory.js';
import { aliasBits, buildRegions, tableRegions } from '../src/sources/alias-table.js';
import { layOut } from '../src/sources/layout.js';
import { CORE } from '../src/sources/seeded-kernels.js';
import { callAll, tableCalls } from '../src/sources/table-pieces.js';
import { backends, openTable, type TestTable } from '../test/support/backends.js';
import { faultOf, WHOLE, wordsPerIndex } from '../test/support/exact.js';
import {
  drawsOf,
  output,
  referenceSeeding,
  type Stream,
  stateAfter,
  stateOf,
  streamOf,
  streamWith,
  words,
} from '../test/support/pcg-reference.js';
import type { Fuzzer } from './fuzzer.js';
import { same } from './same.js';

const LAST = Number.MAX_SAFE_INTEGER;
const safe = fc.oneof(fc.nat(40), fc.constantFrom(LAST, LAST - 1, 2 ** 32, 2 ** 32 - 1), fc.maxSafeNat());
const weight = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 9 }) },
  { weight: 2, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: fc.integer({ min: -1074, max: 1023 }).map((power) => 2 ** power) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 5e-324, 1e-300, 1e300, 2 ** -64, Number.MAX_VALUE) },
);
const length = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 600 }) },
  // a table of several pieces
  { weight: 1, arbitrary: fc.integer({ min: 8000, max: 9000 }) },
);

const plan = fc.record({
  some: fc.array(weight, { minLength: 1, maxLength: 24 }).filter((weights) => weights.some((each) => each > 0)),
  n: length,
  seed: fc.maxSafeNat(),
  epoch: safe,
  position: safe,
  stride: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.maxSafeNat()),
  count: fc.nat(60),
  escapes: fc.nat(2 ** 32 - 1),
  times: fc.integer({ min: 1, max: 3 }),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

const wordsOf = (table: TestTable) => [...table.cells, ...table.residuals, table.escapes];

/** The words of a table that is built in pieces. */
function inPieces(weights: Float64Array, backend: 'wasm' | 'js', times: number): number[] {
  const count = weights.length;
  const { at, bytes } = layOut({ ...tableRegions(count), ...buildRegions(count) });
  const allocation = allocate(bytes, 0, backend, CORE);
  const { kernels, f64, u32, at: base } = allocation;
  const placed = Object.fromEntries(Object.entries(at).map(([name, address]) => [name, base + address])) as typeof at;
  const bits = aliasBits(count);
  callAll(tableCalls({ f64, u32 }, weights, count, bits, placed, times), kernels);
  const from = placed.table / 4;
  const table = [...u32.subarray(from, from + 2 * 2 ** bits + 1)];
  allocation.free();
  return table;
}

function checkTable({ some, n, seed, epoch, position, stride, count, escapes, times }: Plan): void {
  const weights = Float64Array.from({ length: n }, (_, i) => some[i % some.length]);
  if (!weights.some((each) => each > 0)) weights[n - 1] = 1;
  const tables = backends.map((backend) => openTable(weights, backend).openStream(seed, epoch));
  const [wasm, js] = tables;
  same('the table in JavaScript', wordsOf(js), wordsOf(wasm));
  const shares = wordsPerIndex(wasm);
  const fault = faultOf(weights, shares);
  if (fault) throw new Error(`shares: ${fault}`);
  for (const backend of backends) same(`${backend} in pieces`, inPieces(weights, backend, times), wordsOf(wasm));

  const sampler = new WeightedRandomSampler(weights, 60, { seed, backend: 'wasm' });
  // what is read back are these integers, each rounded once
  same(
    'probabilities',
    [...sampler.probabilities()],
    shares.slice(0, n).map((share) => Number(share) / Number(WHOLE)),
  );
  same('an epoch', [...sampler.indices(epoch)].slice(0, count), drawsOf(wasm, streamOf(seed, epoch, 0), 0, 1, count));

  checkEdges(tables, position % wasm.cells.length);
  for (const table of tables) table.openStream(seed, epoch);

  // draws anywhere, and with more escapes than the table has
  const on = Math.max(1, Math.min(stride, Math.floor((LAST - position) / 61)));
  const at = Math.min(position, LAST - 61 * on);
  for (const table of tables) if (table.escapes > 0) table.escapes = escapes;
  const expected = drawsOf(wasm, streamOf(seed, epoch, 0), at, on, count);
  for (const table of tables) same(`draws in ${table.memory.backend}`, [...table.draw(count, at, on)], expected);
}

/**
 * Draws on both sides of a threshold, and of a residual: random words meet them once in 2^30. A stream is opened whose
 * first word, or whose first further word, is the one wanted.
 */
function checkEdges(tables: readonly TestTable[], from: number): void {
  const [{ bits, cells, residuals }] = tables;
  const size = 2 ** bits;
  for (let i = 0; i < Math.min(size, 8); i++) {
    const cell = (from + i) % size;
    const threshold = cells[cell] >>> bits;
    const streams = [threshold - 1, threshold].flatMap((rest) => {
      const word = BigInt(rest * size + cell);
      return rest < 0 || word >= 2n ** 32n ? [] : [{ state: stateOf((word << 32n) | word), increment: 1n }];
    });
    for (const table of tables) {
      for (const stream of streams) checkStream(table, stream, 'a threshold');
      if (table.escapes === 0) continue;
      // every word is an escape
      const { escapes } = table;
      table.escapes = 2 ** 32 - 1;
      for (const height of [residuals[cell] - 1, residuals[cell]]) {
        if (height < 0) continue;
        const pair = (BigInt(height) << 32n) | BigInt(cell);
        checkStream(table, streamWith(pair, 0, 1n), 'a residual');
      }
      table.escapes = escapes;
    }
  }
}

function checkStream(table: TestTable, stream: Stream, edge: string): void {
  table.setStream(stream.state, stream.increment);
  const expected = drawsOf(table, stream, 0, 1, 4);
  same(`draws at ${edge} in ${table.memory.backend}`, [...table.draw(4)], expected);
}

const jumps = fc.array(fc.bigInt(-(1n << 66n), 1n << 66n), { maxLength: 6 });
const u64 = fc.bigInt(0n, WHOLE - 1n);

function checkGenerator(seed: bigint, sequence: bigint, deltas: readonly bigint[]): void {
  const generator = new PcgGenerator(seed, sequence);
  const stream = referenceSeeding(seed, sequence);
  let at = 0n;
  for (const delta of [0n, ...deltas]) {
    generator.advance(delta);
    at += delta;
    const expected = [0n, 1n, 2n].map((i) => output(stateAfter(stream, at + i)));
    const [whole, half, float] = [generator.nextUint64(), generator.nextUint32(), generator.nextFloat()];
    same(
      'words',
      [`${whole}`, half, float],
      [`${expected[0]}`, Number(expected[1] >> 32n), Number(expected[2] >> 11n) * 2 ** -53],
    );
    at += 3n;
  }
}

/** A uniform draw is the high half of word times bound. */
function checkUniform({ n, seed, epoch, position }: Plan, bound: number): void {
  const at = position % 1000;
  const expected = words(streamOf(seed, epoch, 0), at, 1, n % 50).map((word) => Number((word * BigInt(bound)) >> 64n));
  for (const backend of backends) {
    const sampler = new RandomSampler(bound, { replacement: true, numSamples: 2000, seed, backend });
    sampler.setEpoch(epoch);
    sampler.skip(at);
    same(`uniform draws in ${backend}`, [...sampler.take(n % 50)], expected);
  }
}

export const exact: Fuzzer = {
  name: 'exact',
  property: fc.property(
    plan,
    u64,
    u64,
    jumps,
    fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    (given, a, b, deltas, bound) => {
      checkTable(given);
      checkGenerator(a, b, deltas);
      checkUniform(given, bound);
    },
  ),
  runs: 60,
};
