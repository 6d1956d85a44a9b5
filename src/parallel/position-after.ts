import { nextEpoch } from '../samplers/cursor.js';

/** The epoch and position that follow after `count` draws. The last epoch is followed by itself. */
export function positionAfter(
  epoch: number,
  position: number,
  length: number,
  count: number,
): { readonly epoch: number; readonly position: number } {
  const left = length - position;
  if (count < left) return { epoch, position: position + count };
  const target = count - left;
  return { epoch: nextEpoch(epoch + Math.floor(target / length)), position: target % length };
}
