import { defineConfig } from 'vitest/config';

const PACKAGE = 'test/package-*.test.ts';

export default defineConfig({
  test: {
    // the longest are exhaustive; a machine with one slow core is still well within
    testTimeout: 120_000,
    reporters: ['default', './test/support/count-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'library', include: ['test/**/*.test.ts'], exclude: [PACKAGE] } },
      {
        extends: true,
        test: {
          name: 'package',
          include: [PACKAGE],
          globalSetup: ['test/support/install-package.ts'],
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
