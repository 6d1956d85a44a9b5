import { defineConfig } from 'vitest/config';
import { part } from './parts.mjs';

/** The tests that decide whether a mutant lives: those that need no more than an engine. */
export default defineConfig({
  test: {
    include: part.tests.map((name) => `test/unit/${name}.test.ts`),
    setupFiles: ['./test/support/guards.ts'],
    testTimeout: 120_000,
    provide: { rounds: 'some' },
  },
});
