// How many weighted draws it takes to show every item, by trial: the coupon collector's problem with unequal chances.

import { aliasDraw } from './alias-draw';
import { openStream } from './stream';

/**
 * Number of draws at a time. They are at the beginning of a trial's scratch. The number of items left and a bit for
 * each item follow.
 */
const DRAWS: u32 = 1024;
const LEFT: usize = 4096;
/** Number of draws after which trials check whether they should stop: some milliseconds. */
const TURN: u32 = 1 << 21;

/** Begins a trial over `count` weights, `positives` of them positive. */
export function coverageBegin(scratch: usize, count: u32, positives: u32): void {
  store<u32>(scratch, positives, LEFT);
  memory.fill(scratch + LEFT + 4, 0, (<usize>((count + 31) >> 5)) << 2);
}

/**
 * Continues a trial with draws position, position + 1, … of a stream, at most `most` of them. Returns the number of
 * draws made. It is less than `most` only if every item was seen; the number left in `scratch` is then 0.
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
 * Runs `count` whole trials: position, position + 1, …. Writes how many epochs of `length` draws each took (u32, at
 * `out`, at most 2^32 - 1). Trial t draws from the stream of (seed, t, purpose), which it opens at `stream`. Ends
 * early, with undefined results, if the u32 at `stop` is no longer 0. O(draws).
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
