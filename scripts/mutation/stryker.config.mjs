import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default {
  plugins: [here('node_modules/@stryker-mutator/vitest-runner/dist/src/index.js')],
  testRunner: 'vitest',
  vitest: { configFile: 'scripts/mutation/vitest.config.ts' },
  mutate: ['src/internal/check.ts', 'src/weights/*.ts', 'src/kernels/js/*.ts', '!src/kernels/js/index.ts'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  reporters: ['progress', 'clear-text', 'html', 'json'],
  clearTextReporter: { reportTests: false, allowEmojis: false },
  htmlReporter: { fileName: 'build/mutation/index.html' },
  jsonReporter: { fileName: 'build/mutation/mutation.json' },
  tempDirName: 'build/stryker',
  ignorePatterns: ['bench', 'build', 'dist', 'docs', 'examples', 'reports'],
};
