import { describe, expect, it } from 'vitest';
import { BatchSampler, type Sampler } from '../../src/index.js';
import { at } from '../support/sampler-cases.js';

/** A user's own sampler: seven indices, other ones each time it is asked. */
class Rotating implements Sampler {
  readonly length = 7;
  round = 0;
  /** Loops that were begun, and those of them that were closed. */
  readonly begun: number[] = [];
  readonly closed: number[] = [];

  *[Symbol.iterator]() {
    const round = this.round++;
    this.begun.push(round);
    try {
      for (let i = 0; i < this.length; i++) yield 10 * round + i;
    } finally {
      this.closed.push(round);
    }
  }
}

const lists = (batches: Iterable<Uint32Array>) => [...batches].map((batch) => [...batch]);

// BatchSampler over what has no epochs to go back to: any iterable of indices.
describe.each<[string, (indices: number[]) => Sampler]>([
  ['an array', (indices) => indices],
  ['a typed array', (indices) => Uint16Array.from(indices)],
  [
    'an object with a length and a generator',
    (indices) => ({
      length: indices.length,
      *[Symbol.iterator]() {
        yield* indices;
      },
    }),
  ],
])('batches of %s', (_, wrap) => {
  it('come in loops, draws and takes', () => {
    const batches = new BatchSampler(wrap([5, 3, 8, 1, 9]), 2);
    expect(batches).toHaveLength(3);
    const epoch = [[5, 3], [8, 1], [9]];
    expect(lists(batches)).toEqual(epoch);
    expect(at(batches)).toEqual([1, 0]);
    expect([...batches.draw()]).toEqual([5, 3]);
    expect(at(batches)).toEqual([1, 1]);
    expect(lists(batches)).toEqual(epoch.slice(1));
    expect(at(batches)).toEqual([2, 0]);
    expect(lists(batches.take(7))).toEqual([...epoch, ...epoch, [5, 3]]);
    expect(at(batches)).toEqual([4, 1]);
  });

  it('stand at the next epoch after the last draw', () => {
    for (const dropLast of [false, true]) {
      const batches = new BatchSampler(wrap([5, 3, 8, 1, 9]), 2, dropLast);
      batches.take(batches.length);
      expect(at(batches)).toEqual([1, 0]);
      expect(lists(batches)).toHaveLength(batches.length);
    }
  });

  it('leave out a last one of fewer on request', () => {
    const batches = new BatchSampler(wrap([5, 3, 8, 1, 9]), 2, true);
    expect(batches).toHaveLength(2);
    for (let epoch = 0; epoch < 2; epoch++) {
      expect(lists(batches)).toEqual([
        [5, 3],
        [8, 1],
      ]);
    }
    expect(lists(batches.take(3))).toEqual([
      [5, 3],
      [8, 1],
      [5, 3],
    ]);
  });

  it('are none where it is empty', () => {
    const batches = new BatchSampler(wrap([]), 2);
    expect(batches).toHaveLength(0);
    expect(lists(batches)).toEqual([]);
    expect(() => batches.draw()).toThrow(/nothing to draw/);
    expect(() => batches.take(1)).toThrow(RangeError);
  });

  it('cannot go back, and say so', () => {
    const batches = new BatchSampler(wrap([5, 3, 8]), 2);
    batches.draw();
    const calls: [string, () => unknown][] = [
      ['setEpoch', () => batches.setEpoch(0)],
      ['indices', () => batches.indices()],
      ['state', () => batches.state()],
      [
        'restore',
        () => batches.restore({ version: 1, sampler: 'BatchSampler', fingerprint: '', epoch: 0, position: 0 }),
      ],
    ];
    for (const [name, call] of calls) {
      expect(call, name).toThrow(
        new RegExp(`^${name} is not available in a BatchSampler over an iterable of your own: `),
      );
      expect(at(batches)).toEqual([0, 1]);
    }
    expect([...batches.draw()]).toEqual([8]);
  });
});

describe('batches of a sampler of the user’s own', () => {
  it('are of a new loop each epoch', () => {
    const sampler = new Rotating();
    const batches = new BatchSampler(sampler, 3);
    expect(lists(batches)).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect(lists(batches)).toEqual([[10, 11, 12], [13, 14, 15], [16]]);
    expect([...batches.draw()]).toEqual([20, 21, 22]);
    expect(sampler.begun).toEqual([0, 1, 2]);
    expect(sampler.closed).toEqual([0, 1]);
  });

  it('close its loop when left early', () => {
    const sampler = new Rotating();
    const batches = new BatchSampler(sampler, 3);
    for (const batch of batches) {
      expect([...batch]).toEqual([0, 1, 2]);
      break;
    }
    expect(sampler.closed).toEqual([0]);
    expect(at(batches)).toEqual([1, 0]);
    expect(lists(batches)[0]).toEqual([10, 11, 12]);
    expect(sampler.closed).toEqual([0, 1]);
  });

  it('come in loops within loops', () => {
    const sampler = new Rotating();
    const batches = new BatchSampler(sampler, 3);
    const outer = [];
    for (const batch of batches) {
      outer.push([...batch]);
      if (outer.length === 1) for (const each of batches) if (each[0] === 13) break;
      if (outer.length === 2) expect(lists(batches)).toEqual([[20, 21, 22], [23, 24, 25], [26]]);
    }
    expect(outer).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect(sampler.closed).toEqual([1, 2, 0]);
    expect(at(batches)).toEqual([3, 0]);
  });

  it('share a loop’s draws with draw() and take()', () => {
    const batches = new BatchSampler(new Rotating(), 2);
    const seen = [];
    for (const batch of batches) {
      seen.push([...batch]);
      if (seen.length === 1) seen.push([...batches.draw()], ...lists(batches.take(1)));
    }
    expect(seen).toEqual([[0, 1], [2, 3], [4, 5], [6]]);
    expect(at(batches)).toEqual([1, 0]);
  });

  it('need no length, but for their own', () => {
    const endless = {
      *[Symbol.iterator]() {
        for (let i = 0; ; i++) yield i;
      },
    } as unknown as Sampler;
    const batches = new BatchSampler(endless, 3);
    expect(lists(batches.take(2))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expect(() => batches.length).toThrow(/length is not known/);
    const three = new Set([4, 2, 4, 7]) as unknown as Sampler;
    expect(lists(new BatchSampler(three, 2))).toEqual([[4, 2], [7]]);
    expect(lists(new BatchSampler(three, 2, true))).toEqual([[4, 2]]);
    expect(lists(new BatchSampler(three, 2, true).take(2))).toEqual([
      [4, 2],
      [4, 2],
    ]);
  });

  it.each([-1, 1.5, 2 ** 32, Number.NaN, '1', undefined])('refuse %s for an index', (index) => {
    const batches = new BatchSampler([3, index] as number[], 2);
    expect(() => batches.draw()).toThrow(index === undefined ? /undefined/ : new RegExp(String(index)));
  });
});
