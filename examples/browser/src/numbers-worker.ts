// Computes the numbers of a set-up in a worker, so that the page stays responsive.
import { type Compared, compare } from './compare.js';
import { dataOf } from './data.js';
import { type Numbers, numbersOf } from './numbers.js';
import type { Setup } from './setup.js';

/** The numbers come first, then the comparison, which takes longer. */
export type Answer = { numbers: Numbers } | { compared: Compared[] } | { failed: string };

addEventListener('message', ({ data: setup }: MessageEvent<Setup>) => {
  const answer = (message: Answer) => postMessage(message);
  try {
    const data = dataOf(setup);
    answer({ numbers: numbersOf(setup, data) });
    answer({ compared: compare(setup, data) });
  } catch (error) {
    answer({ failed: error instanceof Error ? error.message : String(error) });
  }
});
