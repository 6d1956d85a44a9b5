// A minute of the fuzzers, always from the same seed: `npm run fuzz` goes on from others.
import { expect, it } from 'vitest';
import { fuzzers } from '../fuzz/fuzzers.js';
import { fuzz } from '../fuzz/rounds.js';

const SEED = 1;

/**
 * Not the pool's: it kills threads, after which others have been seen to take long to start. `npm run fuzz -- pool`
 * runs it.
 */
const steady = fuzzers.filter(({ name }) => name !== 'pool');

it.each(steady)('$name: no difference from its reference', async (fuzzer) => {
  const { runs, failure } = await fuzz(fuzzer, SEED, 60_000 / steady.length);
  expect(failure?.report).toBeUndefined();
  expect(runs).toBeGreaterThanOrEqual(fuzzer.runs);
});
