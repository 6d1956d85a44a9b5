// Simulates how long it takes to see everything, and reports the runs so far.
import { simulateCoverage } from 'loaded-dice/analysis';
import { dataOf } from './data.js';
import type { Setup } from './setup.js';

export interface Wanted {
  readonly setup: Setup;
  readonly trials: number;
}

/** The epochs of the runs so far, or an error. */
export type Told = { readonly epochs: Uint32Array; readonly trials: number } | { readonly failed: string };

/** Milliseconds between two messages. */
const PAUSE = 200;

addEventListener('message', async ({ data: { setup, trials } }: MessageEvent<Wanted>) => {
  const tell = (message: Told) => postMessage(message);
  const { weights, draws } = dataOf(setup);
  let lastMessage = performance.now();
  const onProgress = (done: number, _: number, epochs?: Uint32Array): void => {
    if (!epochs || (done < trials && performance.now() - lastMessage < PAUSE)) return;
    lastMessage = performance.now();
    tell({ epochs: epochs.slice(), trials });
  };
  try {
    await simulateCoverage(weights, draws, { trials, seed: setup.seed, onProgress });
  } catch (error) {
    tell({ failed: error instanceof Error ? error.message : String(error) });
  }
});
