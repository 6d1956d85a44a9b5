import { Float16, Float64, Table, tableFromArrays, tableFromIPC, tableToIPC, vectorFromArray } from 'apache-arrow';
import { WeightedRandomSampler } from 'loaded-dice';
import { expect, it } from 'vitest';
// @ts-expect-error an example is plain JavaScript
import { sampleRows, weightsOf } from '../../examples/arrow-weights/arrow.mjs';
import { runExample } from '../support/run-example.js';

const price = Float64Array.from({ length: 1000 }, (_, i) => i % 7);
const received = () => tableFromIPC(tableToIPC(tableFromArrays({ price, row: Int32Array.from(price, (_, i) => i) })));

it('takes a column without a copy', () => {
  const table = received();
  const weights: Float64Array = weightsOf(table, 'price');
  expect(weights).toEqual(price);
  const { values } = table.getChild('price')!.data[0];
  expect([weights.buffer === values.buffer, weights.byteOffset]).toEqual([true, values.byteOffset]);
});

it('draws the rows that their weights draw', () => {
  const rows: { row: number }[] = sampleRows(received(), 'price', 500, 3);
  const drawn = new WeightedRandomSampler(price, 500, { seed: 3 }).take(500);
  expect(rows.map(({ row }) => row)).toEqual(Array.from(drawn));
  expect(rows.every(({ row }) => row % 7 > 0)).toBe(true);
});

it('reads a column of several chunks', () => {
  const [one, two] = [received(), received()];
  expect(weightsOf(one.concat(two), 'price')).toEqual(Float64Array.of(...price, ...price));
});

it('refuses what would be read as other numbers than it holds', () => {
  const table = new Table({
    some: vectorFromArray([1, null, 3], new Float64()),
    half: vectorFromArray([1, 2, 3], new Float16()),
    long: vectorFromArray([1n, 2n, 3n]),
    name: vectorFromArray(['a', 'b', 'c']),
  });
  expect(() => weightsOf(table, 'some')).toThrow(/some has 1 nulls/);
  for (const name of ['half', 'long', 'name']) expect(() => weightsOf(table, name)).toThrow(/cast it to Float64/);
  expect(() => weightsOf(table, 'cost')).toThrow('there is no column cost; there are some, half, long, name');
});

it('runs', () => {
  const lines = runExample('arrow-weights/arrow.mjs');
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(['pin 1', 'cup 4', 'lamp 20']).toContain(line);
});
