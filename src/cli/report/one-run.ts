/** Draws of one run at the most: a second. */
const DRAWS = 5e7;

/** What is left unseen after each epoch, from epoch 0 on. */
export interface Run {
  /** unseen[e] after e epochs, as far as the run went. */
  readonly unseen: readonly number[];
  /** The epochs it took to see everything; none where the run ended before. */
  readonly epochs: number | undefined;
}

/** Runs epochs until all of so many items were seen. `epochOf` gives an epoch's draws; `step` is told of each item that is seen. */
export function runUntilAll(
  items: number,
  epochOf: (epoch: number) => Uint32Array,
  step: (items: number) => void,
): Run {
  const seen = new Uint8Array(items);
  const unseen = [items];
  let left = items;
  let drawn = 0;
  for (let epoch = 0; left > 0 && drawn < DRAWS; epoch++) {
    const draws = epochOf(epoch);
    for (const item of draws) {
      left -= 1 - seen[item];
      seen[item] = 1;
    }
    drawn += draws.length;
    step(unseen[unseen.length - 1] - left);
    unseen.push(left);
  }
  return { unseen, epochs: left === 0 ? unseen.length - 1 : undefined };
}
