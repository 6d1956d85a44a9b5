import { defineConfig } from 'vitest/config';

/** The tests that decide whether a mutant lives: those that need no more than an engine. */
export default defineConfig({
  test: {
    include: ['test/unit/*.test.ts'],
    setupFiles: ['./test/support/guards.ts'],
    testTimeout: 120_000,
    provide: { rounds: 'some' },
  },
});
