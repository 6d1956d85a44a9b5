import { zeros } from '../internal/zeros.js';

/** Numbers from 0 on, in the smallest type that has room for them. */
export type Codes = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** The groups of all indices, as codes in [0, count). */
export interface GroupCodes {
  readonly codes: Codes;
  /** Number of groups. */
  readonly count: number;
}

/** An epoch of batches that have one group each. */
export interface GroupedEpoch {
  /** The indices, batch after batch. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** Number of whole batches, which come first. */
  readonly full: number;
  /** Where the shorter batches begin in `indices`, and where the last one ends; only the end if there are none. */
  readonly rests: readonly number[];
}

/** @throws {RangeError} `index` has no group. */
export function checkGrouped(index: number, groups: number): void {
  if (index >= groups) throw noGroup(groups, `drew ${index}`);
}

/** The error about an index beyond the groups. `draws` says what the sampler does. */
export function noGroup(groups: number, draws: string): RangeError {
  return new RangeError(
    `groups must have an entry for each index, but has ${groups}, and the sampler ${draws}: give the group of every ` +
      'item of the data set',
  );
}

// A group's numbers: of draws that wait for their batch, and then of the rest; of the batch that it fills next; where
// its next draw goes; and how many draws its batch still takes.
const OPEN = 0;
const HEAD = 1;
const PLACE = 2;
const FREE = 3;

/** The smallest type for codes below `count`. */
export function typeOf(count: number): new (length: number) => Codes {
  return count <= 2 ** 8 ? Uint8Array : count <= 2 ** 16 ? Uint16Array : Uint32Array;
}

/**
 * Puts draws into batches of `size` with one group each, in the order in which they fill. The rests follow, in the
 * order in which their first draws came; with `dropLast`, they are dropped. O(draws + groups).
 * @throws {RangeError} A draw has no group.
 */
export function groupDraws(draws: Uint32Array, groups: GroupCodes, size: number, dropLast: boolean): GroupedEpoch {
  const { codes, count } = groups;
  const { length } = draws;
  // read once, because reading in random order takes longest
  const own = zeros(typeOf(count), length, 'draws of an epoch');
  // the group of each whole batch, in the order in which they fill
  const filled = zeros(Uint32Array, Math.floor(length / size), 'batches of an epoch');
  // four numbers for each group, side by side
  const states = zeros(Uint32Array, 4 * count, 'groups');
  let full = 0;
  for (let i = 0; i < length; i++) {
    const code = codes[draws[i]];
    if (code === undefined) checkGrouped(draws[i], codes.length);
    own[i] = code;
    if (++states[4 * code + OPEN] < size) continue;
    states[4 * code + OPEN] = 0;
    filled[full++] = code;
  }
  // the batches of each group as linked lists, by their numbers + 1
  for (let batch = full; batch > 0; batch--) {
    const head = 4 * filled[batch - 1] + HEAD;
    filled[batch - 1] = states[head];
    states[head] = batch;
  }
  const indices = zeros(Uint32Array, length, 'draws of an epoch');
  const rests = [full * size];
  for (let i = 0; i < length; i++) {
    const state = 4 * own[i];
    if (states[state + FREE] === 0) {
      const batch = states[state + HEAD];
      if (batch === 0) {
        const from = rests[rests.length - 1];
        states[state + PLACE] = from;
        states[state + FREE] = states[state + OPEN];
        rests.push(from + states[state + OPEN]);
      } else {
        states[state + PLACE] = (batch - 1) * size;
        states[state + FREE] = size;
        states[state + HEAD] = filled[batch - 1];
      }
    }
    indices[states[state + PLACE]++] = draws[i];
    states[state + FREE]--;
  }
  return { indices, full, rests: dropLast ? rests.slice(0, 1) : rests };
}

/** Number of batches of an epoch. */
export function countBatches({ full, rests }: GroupedEpoch): number {
  return full + rests.length - 1;
}
