import fc from 'fast-check';
import type { Fuzzer } from './fuzzer.js';

export interface Rounds {
  /** Number of runs made. */
  readonly runs: number;
  /** The seed of the round that failed, and fast-check's report: the shrunk operations, and the path to them. */
  readonly failure?: { readonly seed: number; readonly report: string };
}

/**
 * Runs a fuzzer for some milliseconds, at least one round, with seeds seed, seed + 1, …. Stops at a failure.
 * @param path The path of a failure, from its report, to run only that one.
 */
export async function fuzz(fuzzer: Fuzzer, seed: number, milliseconds: number, path?: string): Promise<Rounds> {
  const end = performance.now() + milliseconds;
  let runs = 0;
  try {
    for (let round = seed; ; round++) {
      const parameters = {
        seed: round,
        numRuns: fuzzer.runs,
        includeErrorInReport: true,
        ...(path !== undefined && { path }),
      };
      const details = await fc.check(fuzzer.property as fc.IAsyncProperty<unknown>, parameters);
      runs += details.numRuns;
      if (details.failed) {
        return { runs, failure: { seed: round, report: (await fc.asyncDefaultReportMessage(details)) ?? '' } };
      }
      if (path !== undefined || performance.now() >= end) return { runs };
    }
  } finally {
    await fuzzer.end?.();
  }
}
