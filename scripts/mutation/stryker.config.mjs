import { fileURLToPath } from 'node:url';
import { part } from './parts.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const report = `build/mutation/${process.env.MUTATION_PART}`;

export default {
  plugins: [here('node_modules/@stryker-mutator/vitest-runner/dist/src/index.js')],
  testRunner: 'vitest',
  vitest: { configFile: 'scripts/mutation/vitest.config.ts' },
  mutate: part.mutate,
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // a slow mutant is none that hangs, on a machine that others use too
  timeoutMS: 20_000,
  // half an hour: the first run counts how often each mutant is reached
  dryRunTimeoutMinutes: 30,
  reporters: ['progress', 'clear-text', 'html', 'json'],
  clearTextReporter: { reportTests: false, allowEmojis: false },
  htmlReporter: { fileName: `${report}.html` },
  jsonReporter: { fileName: `${report}.json` },
  tempDirName: 'build/stryker',
  // dist/ stays: some tests import the package by its name
  ignorePatterns: ['bench', 'build', 'docs', 'examples', 'reports'],
};
