// Reads weights as a file has them.
import { expect } from 'vitest';
import { FileError } from '../../src/files/file-error.js';
import { WeightColumn, type WeightOptions } from '../../src/files/weight-column.js';

/** Reads the weights of a file whose header is line 1. */
export function read(cells: readonly string[], options: Partial<WeightOptions> = {}) {
  let line = 1;
  const column = new WeightColumn({
    file: 'loot.csv',
    column: 'rate',
    missing: 'drop',
    where: () => `line ${line}`,
    ...options,
  });
  for (const cell of cells) {
    line++;
    column.add(cell);
  }
  const { weights, missing, notation } = column.finish();
  return { weights: [...weights], missing: [...missing], notation };
}

/** The message of the error where these weights are refused. */
export function refusal(cells: readonly string[], options?: Partial<WeightOptions>): string {
  try {
    read(cells, options);
  } catch (error) {
    expect(error).toBeInstanceOf(FileError);
    return (error as FileError).message;
  }
  throw new Error(`${JSON.stringify(cells)} was read`);
}
