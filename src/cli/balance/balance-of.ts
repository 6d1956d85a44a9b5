import { type ReadOptions, readLabels } from '../input/dataset.js';
import type { Inputs } from '../input/find-input.js';
import { hasSets } from '../input/label-sets.js';
import { readWeightedRows } from '../input/weighted-rows.js';
import { type BalanceOptions, balance } from './balance.js';
import type { Draws } from './files.js';
import { balanceLabels } from './label-balance.js';
import { labelText } from './label-text.js';
import { balanceText } from './terminal-text.js';
import { balanceWeights } from './weighted-balance.js';
import { weightedText } from './weighted-text.js';

/** The numbers of `balance`, the epoch that was drawn, and the text for a terminal of a width in columns. */
export interface Balanced {
  readonly summary: object;
  readonly draws: Draws;
  readonly text: (terminal?: number) => string;
}

/**
 * Reads a file and balances its classes, or shows what its column of weights does.
 * @throws {UserError} Something is wrong with the file or the options.
 */
export async function balanceOf(
  input: Inputs,
  options: BalanceOptions & { weights?: string; column?: string },
  reading: ReadOptions,
): Promise<Balanced> {
  const { weights } = options;
  if (weights === undefined) {
    const data = await readLabels(input, options.column, reading);
    if (hasSets(data)) {
      const { summary, draws } = balanceLabels(data, options);
      return { summary, draws, text: (terminal) => labelText(summary, terminal) };
    }
    const { summary, draws } = balance(data, options);
    return { summary, draws, text: (terminal) => balanceText(summary, terminal) };
  }
  const { data } = await readWeightedRows(input, { ...options, weights }, reading);
  const { summary, draws } = balanceWeights(data, options);
  return { summary, draws, text: (terminal) => weightedText(summary, terminal) };
}
