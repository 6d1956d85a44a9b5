import type { GeneratorEpochs } from '../sources/epochs.js';

/** The number of epochs that end, and the position after them, `count` items after `position` in an epoch. */
export function wholeEpochs(position: number, count: number, length: number): { epochs: number; rest: number } {
  // the sum of both may be no safe integer
  const within = count % length;
  const rest = position + within;
  const epochs = (count - within) / length;
  return rest < length ? { epochs, rest } : { epochs: epochs + 1, rest: rest - length };
}

/** Takes from a generator what reading the draws [from, to) takes; with `ends`, also what the epoch's end takes. */
export function passDraws(
  stream: GeneratorEpochs | undefined,
  epoch: number,
  from: number,
  to: number,
  ends: boolean,
): void {
  if (!stream) return;
  // the last draw of a rank may be padding, so that the one before is the last that it takes
  stream.available(epoch, Math.max(from, to - 2));
  stream.available(epoch, to - 1);
  if (ends) stream.skip(epoch);
}
