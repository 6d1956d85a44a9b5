/** What one run costs at most, in draws: a second. */
const COST = 5e7;
/** What an epoch costs beside its draws. */
const EPOCH = 300;

/** What is left unseen after each epoch, from epoch 0 on. */
export interface Run {
  /** unseen[e] after e epochs, as far as the run went. */
  readonly unseen: readonly number[];
  /** The epochs it took to see everything; none where the run ended before. */
  readonly epochs: number | undefined;
}

/**
 * Runs epochs until every item of positive weight was seen. `epochOf` gives an epoch's draws; `step` is told of each
 * item that is seen.
 * @param independent whether an epoch costs its draws alone. Others are planned over all items, which decides where
 * epochs are short.
 */
export function runUntilAll(
  weights: Float64Array,
  epochOf: (epoch: number) => Uint32Array,
  independent: boolean,
  step: (items: number) => void,
): Run {
  const seen = Uint8Array.from(weights, (weight) => Number(weight === 0));
  let left = seen.reduce((count, each) => count - each, weights.length);
  const unseen = [left];
  let cost = 0;
  for (let epoch = 0; left > 0 && cost < COST; epoch++) {
    const draws = epochOf(epoch);
    for (const item of draws) {
      left -= 1 - seen[item];
      seen[item] = 1;
    }
    cost += draws.length + EPOCH + (independent ? 0 : weights.length);
    step(unseen[unseen.length - 1] - left);
    unseen.push(left);
  }
  return { unseen, epochs: left === 0 ? unseen.length - 1 : undefined };
}
