import { checkInteger } from '../internal/check.js';
import { describe } from '../internal/describe.js';

/** When an epoch of a mixture ends. */
export type Stop = 'first' | 'all' | number;

/**
 * Number of draws in an epoch of a mixture. `quotas` are exact shares in whole numbers; `sources` have the number of
 * draws in a pass.
 * @throws {TypeError | RangeError} `stop` is invalid, or an epoch would never end or be too long.
 */
export function lengthOf(
  stop: unknown,
  window: number | undefined,
  quotas: readonly bigint[],
  sources: readonly { readonly length: number }[],
): number {
  if (typeof stop === 'number') return checkInteger('stop', stop, 1);
  if (stop !== 'first' && stop !== 'all') {
    const expected = `stop must be 'first', 'all' or a positive integer, got ${describe(stop)}`;
    throw typeof stop === 'string' ? new RangeError(expected) : new TypeError(expected);
  }
  const all = stop === 'all';
  const total = quotas.reduce((sum, quota) => sum + quota, 0n);
  let length: bigint | undefined;
  quotas.forEach((quota, s) => {
    if (quota === 0n) {
      if (!all) return;
      throw new RangeError(
        `weights[${s}] must be positive with stop: 'all', got 0: sources[${s}] would never be exhausted`,
      );
    }
    const draws = BigInt(sources[s].length) * total;
    const most = all ? (draws + quota - 1n) / quota : draws / quota;
    if (length === undefined || most > length === all) length = most;
  });
  const draws = wholeWindows(length as unknown as bigint, BigInt(window ?? 1), all);
  if (draws <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(draws);
  throw new RangeError(
    `an epoch must have at most 2^53 - 1 draws, got about ${Number(draws).toExponential(1)} with stop: '${stop}': ` +
      'raise the smallest weights, or give the number of draws as stop',
  );
}

/** Rounds a number of draws to whole windows: up, or down to at least one, if there are as many draws. */
function wholeWindows(draws: bigint, window: bigint, up: boolean): bigint {
  const rest = draws % window;
  if (rest === 0n || (!up && draws < window)) return draws;
  return up ? draws + window - rest : draws - rest;
}
