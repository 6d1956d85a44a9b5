import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // the longest are exhaustive; a machine with one slow core is still well within
    testTimeout: 120_000,
    reporters: ['default', './test/support/count-reporter.ts'],
  },
});
