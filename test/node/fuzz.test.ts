// A fuzzer that fails is stopped, shrunk, written to a file, and repeated by its seed and path.
import { readFileSync, rmSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fuzzer } from '../../fuzz/fuzzer.js';
import { commandOf, writeFailure } from '../../fuzz/report.js';
import { type Failure, fuzz } from '../../fuzz/rounds.js';

let ended = 0;
const planted: Fuzzer = {
  name: 'planted',
  property: fc.property(fc.array(fc.nat(1000)), (numbers) => {
    if (numbers.some((each) => each >= 700)) throw new Error('a number of 700 or more');
  }),
  runs: 50,
  end: () => void ended++,
};

it('a fault is found, shrunk, kept and repeated', async () => {
  const { runs, rounds, failure } = await fuzz(planted, 3, 5000);
  const { seed, path, report } = failure as Failure;
  expect(ended).toBe(1);
  expect(runs).toBeLessThanOrEqual(50 * rounds);
  expect(seed).toBe(3 + rounds - 1);
  expect(report).toContain('[[700]]');
  expect(report).toContain('a number of 700 or more');
  const file = writeFailure('planted', { seed, path, report });
  expect(readFileSync(file, 'utf8')).toContain(`again: npm run fuzz -- planted --seed ${seed} --path ${path}\n`);
  rmSync(file);
  const again = await fuzz(planted, seed, 5000, { path });
  expect([again.runs, again.failure?.report.includes('[[700]]')]).toEqual([1, true]);
  expect(commandOf('planted', { seed, path: '', report })).toBe(`npm run fuzz -- planted --seed ${seed}`);
});

it('without a fault, rounds go on with the next seeds until the time is up', async () => {
  const seen: number[] = [];
  const property = fc.property(fc.nat(), () => {});
  const { runs, rounds, failure } = await fuzz({ name: 'right', property, runs: 5 }, 8, 30, {
    onRound: (count) => seen.push(count),
  });
  expect(failure).toBeUndefined();
  expect([runs, seen.length]).toEqual([5 * rounds, rounds]);
  expect((await fuzz({ name: 'right', property, runs: 5 }, 8, 0)).runs).toBe(5);
});
