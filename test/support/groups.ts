// Batches of one group each, made in the plainest way.

/**
 * Puts indices into batches of `size`, one for each group at a time. The rests follow in the order of their first
 * indices.
 */
export function groupedBatches(
  indices: Iterable<number>,
  groups: ArrayLike<unknown>,
  size: number,
  dropLast = false,
): number[][] {
  const batches: number[][] = [];
  const waiting: number[][] = [];
  for (const index of indices) {
    let own = waiting.find(([first]) => groups[first] === groups[index]);
    if (own) own.push(index);
    else waiting.push((own = [index]));
    if (own.length < size) continue;
    waiting.splice(waiting.indexOf(own), 1);
    batches.push(own);
  }
  return dropLast ? batches : [...batches, ...waiting];
}
