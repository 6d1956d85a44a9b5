// Trials of how long it takes to see everything, told of while they go on.
import { simulateCoverage } from 'loaded-dice/analysis';
import { dataOf } from './data.js';
import type { Setup } from './setup.js';

export interface Wanted {
  readonly setup: Setup;
  readonly trials: number;
}

/** What the trials took that are done. */
export type Told = { readonly epochs: Uint32Array; readonly trials: number } | { readonly failed: string };

/** Milliseconds between two messages. */
const PAUSE = 200;

addEventListener('message', async ({ data: { setup, trials } }: MessageEvent<Wanted>) => {
  const tell = (message: Told) => postMessage(message);
  const { weights, draws } = dataOf(setup);
  let told = performance.now();
  const onProgress = (done: number, _: number, epochs?: Uint32Array): void => {
    if (!epochs || (done < trials && performance.now() - told < PAUSE)) return;
    told = performance.now();
    tell({ epochs: epochs.slice(), trials });
  };
  try {
    await simulateCoverage(weights, draws, { trials, seed: setup.seed, onProgress });
  } catch (error) {
    tell({ failed: error instanceof Error ? error.message : String(error) });
  }
});
