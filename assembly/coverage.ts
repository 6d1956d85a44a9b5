// How long weighted draws take until they have shown everything: the coupon collector's problem with unequal chances,
// by trial.

import { aliasDraw } from './alias-draw';
import { openStream } from './stream';

/**
 * Draws are made so many at a time, at the head of a trial's scratch; behind them the number of items that are left,
 * and a bit an item.
 */
const DRAWS: u32 = 1024;
const LEFT: usize = 4096;
/** Draws after which a trial looks whether it is to stop: some milliseconds. */
const TURN: u32 = 1 << 21;

/** Begins a trial over `count` weights of which `positives` are to be seen. */
export function coverageBegin(scratch: usize, count: u32, positives: u32): void {
  store<u32>(scratch, positives, LEFT);
  memory.fill(scratch + LEFT + 4, 0, (<usize>((count + 31) >> 5)) << 2);
}

/**
 * Goes on with a trial by draws position, position + 1, … of a stream, `most` at the most. Returns how many it took of
 * them: fewer, or the number left in `scratch` is 0, where everything is seen.
 */
export function coverageDraw(table: usize, bits: u32, stream: usize, position: f64, most: u32, scratch: usize): u32 {
  let left = load<u32>(scratch, LEFT);
  let done: u32 = 0;
  while (left > 0 && done < most) {
    const some = min(DRAWS, most - done);
    aliasDraw(table, bits, stream, position + f64(done), 1, scratch, some);
    let i: u32 = 0;
    do {
      const id = load<u32>(scratch + ((<usize>i) << 2));
      const at = scratch + ((<usize>(id >> 5)) << 2);
      const before = load<u32>(at, LEFT + 4);
      const bit: u32 = 1 << (id & 31);
      store<u32>(at, before | bit, LEFT + 4);
      left -= u32((before & bit) == 0);
      i++;
    } while (left > 0 && i < some);
    done += i;
  }
  store<u32>(scratch, left, LEFT);
  return done;
}

/**
 * Whole trials position, position + 1, …, `count` of them: how many epochs of `length` draws each took (u32, at `out`,
 * 2^32 - 1 at the most). Trial t draws from the stream of (seed, t, purpose), which is opened at `stream`. Ends early,
 * with results that mean nothing, when the u32 at `stop` is no longer 0. O(draws).
 */
export function coverageTrials(
  table: usize,
  bits: u32,
  items: u32,
  positives: u32,
  seed: f64,
  purpose: u32,
  length: f64,
  stop: usize,
  stream: usize,
  position: f64,
  out: usize,
  count: u32,
): void {
  const scratch = out + ((((<usize>count) << 2) + 15) & ~15);
  for (let trial: u32 = 0; trial < count && atomic.load<u32>(stop) == 0; trial++) {
    openStream(stream, seed, position + f64(trial), purpose);
    coverageBegin(scratch, items, positives);
    let draws: f64 = 0;
    while (load<u32>(scratch, LEFT) > 0 && atomic.load<u32>(stop) == 0) {
      draws += f64(coverageDraw(table, bits, stream, draws, TURN, scratch));
    }
    store<u32>(out + ((<usize>trial) << 2), u32(min(ceil(draws / length), 4294967295.0)));
  }
}
