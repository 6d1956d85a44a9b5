// The parts of npm run mutation: files whose mutants are tried, and the suites of test/unit that decide. Most suites
// run checks, so that one run with all of them takes hours. Suites that call the library outside of a test, as golden
// does, are left out of the kernels: Stryker would run everything for each mutant.

const check = ['bad-input', 'failed-calls', 'settings', 'seeds', 'extreme-numbers', 'guards'];
const weights = ['weights', 'weights-labels', 'lint', 'lint-columns', 'distinct', 'analysis-vectors'];

export const parts = {
  checks: {
    mutate: ['src/internal/check.ts', 'src/internal/check-weights.ts'],
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
