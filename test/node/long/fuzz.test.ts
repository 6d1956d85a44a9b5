// A minute of the fuzzers, always from the same seed: `npm run fuzz` goes on from others.
import { expect, it } from 'vitest';
import { fuzzers } from '../../../fuzz/fuzzers.js';
import { fuzz } from '../../../fuzz/rounds.js';

const SEED = 1;

it.each(fuzzers)('$name: no difference from its reference', async (fuzzer) => {
  const { runs, failure } = await fuzz(fuzzer, SEED, 60_000 / fuzzers.length);
  expect(failure?.report).toBeUndefined();
  expect(runs).toBeGreaterThanOrEqual(fuzzer.runs);
});
