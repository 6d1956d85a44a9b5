// The parts of npm run mutation: files whose mutants are tried, and the tests of test/unit that decide. Every mutant of
// a check runs in most suites, so without a choice of tests one run takes hours.

const check = ['bad-input', 'failed-calls', 'settings', 'seeds', 'extreme-numbers', 'guards'];
const weights = ['weights', 'weights-labels', 'lint', 'lint-columns', 'distinct', 'analysis-vectors'];

export const parts = {
  checks: {
    mutate: ['src/internal/check.ts'],
    tests: [
      ...check,
      ...weights,
      ...['batch-plain', 'collate', 'coverage-distribution', 'data-loader', 'data-loader-async', 'distributed'],
      ...['distributed-batch', 'resume-data-set', 'torch-generator-taken', 'torch-vectors', 'abort', 'stream'],
    ],
  },
  weights: { mutate: ['src/weights/*.ts'], tests: [...weights, 'bad-input', 'extreme-numbers', 'stratified'] },
  kernels: {
    mutate: ['src/kernels/js/*.ts', '!src/kernels/js/index.ts'],
    tests: ['parity', 'pcg', 'quantize', 'stream', 'torch-kernels', 'js-allocation', 'dispose', 'guards'],
  },
};

/** The part that this run is about: npm run mutation sets it. */
export const part = parts[process.env.MUTATION_PART];
