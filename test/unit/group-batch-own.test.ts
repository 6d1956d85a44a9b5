// Batches of one group each, from iterables as users write them.
import { describe, expect, it, vi } from 'vitest';
import { GroupBatchSampler } from '../../src/index.js';
import { Endless, Own } from '../support/own-samplers.js';

const plain = (batches: Iterable<Uint32Array>): number[][] => Array.from(batches, (batch) => [...batch]);

describe('over an iterable of one’s own', () => {
  it('gives each batch as soon as it is filled, and reads no further', () => {
    let read = 0;
    const own = {
      *[Symbol.iterator]() {
        for (; read < 9; read++) yield read;
        read++;
      },
    };
    const loop = new GroupBatchSampler(own as never, [0, 1, 2, 0, 1, 0, 1, 2, 1], 3)[Symbol.iterator]();
    expect([loop.next().value, read]).toEqual([Uint32Array.of(0, 3, 5), 5]);
    expect([loop.next().value, read]).toEqual([Uint32Array.of(1, 4, 6), 6]);
    expect([loop.next().value, read]).toEqual([Uint32Array.of(2, 7), 10]);
    expect([loop.next().value, loop.next().done]).toEqual([Uint32Array.of(8), true]);
  });

  it('stops at its length, and closes it when a loop is left', () => {
    const closed = vi.fn();
    const own = {
      length: 4,
      *[Symbol.iterator]() {
        try {
          for (let i = 0; ; i++) yield i % 4;
        } finally {
          closed();
        }
      },
    };
    const made = new GroupBatchSampler(own, [0, 1, 0, 1], 2);
    expect(plain(made)).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(closed).toHaveBeenCalledTimes(1);
    for (const batch of made) {
      expect([...batch]).toEqual([0, 2]);
      break;
    }
    expect(closed).toHaveBeenCalledTimes(2);
    expect([made.epoch, made.position]).toEqual([2, 0]);
    expect(plain(made)).toHaveLength(2);
  });

  it('refuses what is no index, and an index without a group, and closes it', () => {
    const closed = vi.fn();
    const own = (...items: unknown[]) => ({
      *[Symbol.iterator]() {
        try {
          yield* items as number[];
        } finally {
          closed();
        }
      },
    });
    for (const [wrong, kind, message] of [
      ['x', TypeError, /^an index must be an integer in \[0, 2\^32 - 1\], got "x" from your iterable/],
      [1.5, RangeError, /^an index must be .*got 1\.5/],
      [
        2,
        RangeError,
        /^groups must have an entry for each index, but has 2, and the sampler drew 2: give the group of/,
      ],
    ] as const) {
      const make = () => new GroupBatchSampler(own(0, 0, 1, wrong, 1) as never, ['a', 'b'], 2);
      expect(() => [...make()]).toThrow(kind);
      const made = make();
      expect([...made.draw()]).toEqual([0, 0]);
      expect(() => made.draw()).toThrow(message);
      expect([made.epoch, made.position]).toEqual([0, 1]);
      // nothing waits for a batch that cannot come
      expect([...made]).toEqual([]);
      expect([made.epoch, made.position]).toEqual([1, 0]);
    }
    expect(closed).toHaveBeenCalledTimes(6);
  });

  it.each([
    ['with a length', () => new Own()],
    ['without one', () => new Endless()],
  ])('saves what waits for its batch, %s', (_, own) => {
    const groups = Array.from({ length: 100 }, (_, i) => (i * i) % 7);
    let waiting = 0;
    const make = () => new GroupBatchSampler(own(), groups, 3);
    const all: number[][] = [];
    const run = make();
    while (run.epoch < 3) all.push([...run.draw()]);
    for (let at = 0; at < all.length; at++) {
      const before = make();
      before.take(at);
      const state = JSON.parse(JSON.stringify(before.state()));
      waiting += state.inner.pending.length;
      const after = make();
      after.take(5);
      after.restore(state);
      // a state of what was restored is the state
      expect(JSON.parse(JSON.stringify(after.state()))).toEqual(state);
      expect(plain(after.take(all.length - at))).toEqual(all.slice(at));
    }
    expect(waiting).toBeGreaterThan(0);
  });

  it('refuses a state with other indices that wait', () => {
    const groups = Array.from({ length: 100 }, (_, i) => (i * i) % 7);
    const made = new GroupBatchSampler(new Own(), groups, 3);
    made.take(1);
    const state = JSON.parse(JSON.stringify(made.state()));
    const next = plain(made.take(4));
    const twin = new GroupBatchSampler(new Own(), groups, 3);
    twin.take(1);
    const { sampler, pending } = state.inner;
    expect(pending.length).toBeGreaterThan(0);
    for (const [inner, kind, message] of [
      [undefined, TypeError, /^state\.inner must be \{ sampler, pending, last \}, as state\(\) gave it, got undefined/],
      [sampler, TypeError, /^state\.inner must be \{ sampler, pending, last \}/],
      [{ sampler, pending }, TypeError, /^state\.inner must be/],
      [
        { sampler, pending: [1], last: false },
        TypeError,
        /^state\.inner\.pending\[0\] must be an array of indices, got 1/,
      ],
      [{ sampler, pending: [[]], last: false }, RangeError, /pending\[0\] must have 1 to 2 indices, .*, got 0/],
      [{ sampler, pending: [[0, 7, 14]], last: false }, RangeError, /pending\[0\] must have 1 to 2 indices, .*, got 3/],
      [{ sampler, pending: [[0, 1]], last: false }, RangeError, /pending\[0\] must have indices of one group, got 1/],
      [{ sampler, pending: [[100]], last: false }, RangeError, /pending\[0\] must have indices of one group, got 100/],
      [{ sampler, pending: [['0']], last: false }, RangeError, /pending\[0\] must have indices of one group, got "0"/],
      [{ sampler, pending: [[0], [7]], last: false }, RangeError, /pending\[1\] must be of another group/],
    ] as const) {
      expect(() => twin.restore({ ...state, inner })).toThrow(kind);
      expect(() => twin.restore({ ...state, inner })).toThrow(message);
    }
    expect(plain(twin.take(4))).toEqual(next);
  });
});
