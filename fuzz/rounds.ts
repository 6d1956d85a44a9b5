import fc from 'fast-check';
import type { Fuzzer } from './fuzzer.js';
import type { Watchdog } from './watchdog.js';

export interface Failure {
  /** The seed of the round that failed. */
  readonly seed: number;
  /** The path to the shrunk operations. With the seed, it repeats them alone. */
  readonly path: string;
  /** fast-check's report: the shrunk operations, and the error. */
  readonly report: string;
}

export interface Rounds {
  /** Number of runs made. */
  readonly runs: number;
  /** Number of rounds, each with its own seed. */
  readonly rounds: number;
  readonly failure?: Failure;
}

/** What a round is told, and asked for. */
export interface RoundOptions {
  /** The path of a failure, from its report: runs only that one. */
  path?: string | undefined;
  /** Called after each round. */
  onRound?: ((runs: number) => void) | undefined;
  /** Told of each round and run. */
  watchdog?: Watchdog | undefined;
}

/**
 * Runs a fuzzer for some milliseconds, at least one round, with seeds seed, seed + 1, …. Stops at a failure.
 */
export async function fuzz(
  fuzzer: Fuzzer,
  seed: number,
  milliseconds: number,
  { path, onRound, watchdog }: RoundOptions = {},
): Promise<Rounds> {
  const end = performance.now() + milliseconds;
  let runs = 0;
  try {
    for (let round = seed; ; round++) {
      const parameters = {
        seed: round,
        numRuns: fuzzer.runs,
        includeErrorInReport: true,
        ...(path !== undefined && { path }),
        ...(watchdog && { plugins: [fc.beforeEach(watchdog.beat)] }),
      };
      watchdog?.begin(`${fuzzer.name}, seed ${round}`);
      const details = await fc.check(fuzzer.property as fc.IAsyncProperty<unknown>, parameters);
      runs += details.numRuns;
      const rounds = round - seed + 1;
      if (details.failed) {
        const report = (await fc.asyncDefaultReportMessage(details)) ?? '';
        return { runs, rounds, failure: { seed: round, path: details.counterexamplePath ?? '', report } };
      }
      onRound?.(runs);
      // fast-check runs within one turn of the event loop: without another one, what was dropped is never freed
      await new Promise((resolve) => setImmediate(resolve));
      if (path !== undefined || performance.now() >= end) return { runs, rounds };
    }
  } finally {
    await fuzzer.end?.();
  }
}
