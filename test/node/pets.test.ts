import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { classCounts } from '../../src/index.js';
import { PETS } from '../support/cli.js';

// O. M. Parkhi, A. Vedaldi, A. Zisserman, C. V. Jawahar, "Cats and Dogs", CVPR 2012: the published counts, 200 but for
// these
const FEWER: Record<string, number> = {
  Abyssinian: 198,
  British_Shorthair: 184,
  Maine_Coon: 190,
  Siamese: 199,
  boxer: 199,
  english_cocker_spaniel: 196,
  keeshond: 199,
  newfoundland: 196,
  scottish_terrier: 199,
  staffordshire_bull_terrier: 189,
};

test('examples/pets has one row an image, with the published counts', () => {
  const [header, ...rows] = readFileSync(PETS, 'utf8').trimEnd().split('\n');
  expect(header).toBe('file,breed');
  expect(rows).toHaveLength(7349);
  expect(new Set(rows).size).toBe(7349);
  const counts = classCounts(rows.map((row) => row.split(',')[1]));
  expect(counts.size).toBe(37);
  for (const [breed, count] of counts) expect([breed, count]).toEqual([breed, FEWER[breed] ?? 200]);
  expect(rows.every((row) => /^(\w+)_\d+\.jpg,\1$/.test(row))).toBe(true);
});
