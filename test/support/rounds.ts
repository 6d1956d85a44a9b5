// The number of rounds of a test: npm run test:all sets TEST_ROUNDS to all, npm test runs fewer.
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    rounds: 'all' | 'some';
  }
}

/** The number of rounds of a property or a count: all, or a tenth of them (or another part). */
export const rounds = (all: number, part = 10): number => (inject('rounds') === 'all' ? all : Math.ceil(all / part));

/** Cases from a long list: all, or the first and every `part`-th after it. */
export const someOf = <T>(cases: readonly T[], part: number): readonly T[] =>
  cases.filter((_, i) => inject('rounds') === 'all' || i % part === 0);
