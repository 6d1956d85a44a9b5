import { describe, expect, it } from 'vitest';
import { at, kinds, streamOf } from '../support/sampler-cases.js';

describe.each(kinds)('a for…of over a $name', ({ make }) => {
  const stream = streamOf(make(5), 50);
  const epochs = [0, 1, 2, 3].map((epoch) => stream.slice(5 * epoch, 5 * epoch + 5));

  it('is an epoch, the next one is the next', () => {
    const sampler = make(5);
    for (const [epoch, expected] of epochs.entries()) {
      expect(at(sampler)).toEqual([epoch, 0]);
      expect([...sampler]).toEqual(expected);
    }
    expect(at(sampler)).toEqual([4, 0]);
  });

  it('shows where the sampler stands', () => {
    const sampler = make(3);
    const places = [];
    for (const _ of sampler) places.push(at(sampler));
    expect(places).toEqual([
      [0, 1],
      [0, 2],
      [1, 0],
    ]);
  });

  it('that starts within an epoch goes to its end', () => {
    const sampler = make(5);
    sampler.take(7);
    expect([...sampler]).toEqual(epochs[1].slice(2));
    expect(at(sampler)).toEqual([2, 0]);
  });

  it('that is left early, in whatever way, leaves its epoch', () => {
    const sampler = make(5);
    for (const index of sampler) {
      expect(index).toBe(epochs[0][0]);
      break;
    }
    expect(at(sampler)).toEqual([1, 0]);
    expect(() => {
      for (const _ of sampler) throw new Error('from within');
    }).toThrow('from within');
    expect(at(sampler)).toEqual([2, 0]);
    const [first, second] = sampler;
    expect([first, second]).toEqual(epochs[2].slice(0, 2));
    expect(at(sampler)).toEqual([3, 0]);
    expect(sampler.draw()).toBe(epochs[3][0]);
  });

  it('that is left at its last draw leaves no further epoch', () => {
    const sampler = make(5);
    let seen = 0;
    for (const _ of sampler) if (++seen === 5) break;
    expect(at(sampler)).toEqual([1, 0]);
  });

  it('that has not begun takes its epoch all the same', () => {
    const sampler = make(5);
    const waiting = sampler[Symbol.iterator]();
    expect([...sampler]).toEqual(epochs[1]);
    expect([...waiting]).toEqual(epochs[0]);
    expect(at(sampler)).toEqual([2, 0]);
    const left = sampler[Symbol.iterator]();
    left.return?.();
    expect(left.next()).toEqual({ value: undefined, done: true });
    expect(at(sampler)).toEqual([3, 0]);
  });

  it('that is over stays over', () => {
    const sampler = make(5);
    const loop = sampler[Symbol.iterator]();
    expect([...loop]).toEqual(epochs[0]);
    sampler.take(2);
    expect(loop.next()).toEqual({ value: undefined, done: true });
    loop.return?.();
    expect(at(sampler)).toEqual([1, 2]);
    expect([...sampler]).toEqual(epochs[1].slice(2));
  });

  it('inside another takes the next epoch, and the sampler follows the newest', () => {
    const sampler = make(5);
    const outer: number[] = [];
    const inner: number[][] = [];
    for (const index of sampler) {
      outer.push(index);
      if (outer.length === 2 || outer.length === 4) {
        const drawn: number[] = [];
        for (const each of sampler) {
          drawn.push(each);
          if (drawn.length === 1) expect(at(sampler)).toEqual([inner.length + 1, 1]);
        }
        inner.push(drawn);
      }
      if (outer.length === 3) expect(at(sampler)).toEqual([2, 0]);
    }
    expect(outer).toEqual(epochs[0]);
    expect(inner).toEqual([epochs[1], epochs[2]]);
    expect(at(sampler)).toEqual([3, 0]);
  });

  it('goes on where a loop inside was left, and the draws are the inner epoch’s', () => {
    const sampler = make(5);
    const outer: number[] = [];
    for (const index of sampler) {
      outer.push(index);
      if (outer.length === 1) for (const _ of sampler) break;
      if (outer.length === 3) expect([...sampler.take(2)]).toEqual(epochs[2].slice(0, 2));
    }
    expect(outer).toEqual(epochs[0]);
    expect(at(sampler)).toEqual([2, 2]);
  });

  it('shares its draws with draw(): none comes twice', () => {
    const sampler = make(5);
    const seen: number[] = [];
    for (const index of sampler) {
      seen.push(index);
      seen.push(sampler.draw());
    }
    // the fifth is the loop's last, the sixth is of the next epoch
    expect(seen).toEqual(stream.slice(0, 6));
    expect(at(sampler)).toEqual([1, 1]);
  });

  it('shares its draws with take() and fill(), and ends where these cross the end of its epoch', () => {
    const sampler = make(5);
    const seen: number[] = [];
    for (const index of sampler) {
      seen.push(index);
      if (seen.length === 1) seen.push(...sampler.take(2));
      else seen.push(...sampler.fill(new Uint32Array(4)));
    }
    expect(seen).toEqual(stream.slice(0, 8));
    expect(at(sampler)).toEqual([1, 3]);
  });

  it('ends where a take() ends its epoch to the draw', () => {
    const sampler = make(5);
    const seen: number[] = [];
    for (const index of sampler) seen.push(index, ...sampler.take(4));
    expect(seen).toEqual(epochs[0]);
    expect(at(sampler)).toEqual([1, 0]);
  });

  it('keeps to its epoch when setEpoch or restore move the sampler, and moves it no more', () => {
    const sampler = make(5);
    const seen: number[] = [];
    for (const index of sampler) {
      seen.push(index);
      if (seen.length === 2) sampler.setEpoch(3);
      if (seen.length === 3) expect(sampler.draw()).toBe(epochs[3][0]);
      if (seen.length === 4) sampler.restore({ ...sampler.state(), epoch: 2, position: 4 });
    }
    expect(seen).toEqual(epochs[0]);
    expect(at(sampler)).toEqual([2, 4]);

    for (const _ of sampler) {
      sampler.setEpoch(0);
      break;
    }
    expect(at(sampler)).toEqual([0, 0]);
  });

  it('is not disturbed by indices()', () => {
    const sampler = make(5);
    const seen: number[] = [];
    for (const index of sampler) {
      seen.push(index);
      expect([...sampler.indices(2)]).toEqual(epochs[2]);
    }
    expect(seen).toEqual(epochs[0]);
    expect(at(sampler)).toEqual([1, 0]);
  });

  it('has one draw an epoch where there is one', () => {
    const sampler = make(1);
    for (const expected of streamOf(make(1), 3)) expect([...sampler]).toEqual([expected]);
    expect(at(sampler)).toEqual([3, 0]);
  });
});
