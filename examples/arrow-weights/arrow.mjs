// A column of an Arrow table as weights, without a copy of it: rows drawn by their price, say.
// node examples/arrow-weights/arrow.mjs
import { pathToFileURL } from 'node:url';
import { DataType, Precision, tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import { WeightedRandomSampler } from 'loaded-dice';

/**
 * A column's numbers: of one chunk without nulls a view of Arrow's own memory. The sampler copies them into its table,
 * once.
 * @throws {TypeError | RangeError} It is not there, has nulls, or is not of numbers that JavaScript has.
 */
export function weightsOf(table, name) {
  const column = table.getChild(name);
  if (!column) throw new RangeError(`there is no column ${name}; there are ${table.schema.names.join(', ')}`);
  // Arrow leaves anything at all where a value is null
  if (column.nullCount > 0) throw new RangeError(`${name} has ${column.nullCount} nulls: fill them, with 0 say`);
  // of Int64 it would be BigInts, of Float16 the bits
  const { type } = column;
  const numbers = DataType.isInt(type)
    ? type.bitWidth < 64
    : DataType.isFloat(type) && type.precision !== Precision.HALF;
  if (!numbers) throw new TypeError(`${name} is of ${type}: cast it to Float64 first`);
  // several chunks, of as many record batches, are put one behind the other: there it does copy
  return column.toArray();
}

/** `count` rows, each by its weight. A row is a view of the table, too. */
export function sampleRows(table, name, count, seed) {
  const sampler = new WeightedRandomSampler(weightsOf(table, name), count, { seed });
  return Array.from(sampler.take(count), (index) => table.get(index));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // as it would come from a file or a server
  const bytes = tableToIPC(tableFromArrays({ item: ['pin', 'cup', 'lamp'], price: Float64Array.of(1, 4, 20) }));
  for (const row of sampleRows(tableFromIPC(bytes), 'price', 4, 1)) console.log(`${row.item} ${row.price}`);
}
