// States of loaders over iterables, and skip.
import { describe, expect, it } from 'vitest';
import { DataLoader, RandomSampler, type SamplerState } from '../../src/index.js';
import { throughJson } from '../support/resume-runs.js';
import { at } from '../support/sampler-cases.js';
import { collect } from '../support/slow-data.js';
import { AsyncCounting, KINDS, SyncCounting } from '../support/streams.js';

const ITEMS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** The state of a loader after `count` batches of a loop. */
async function stateAfter<B>(loader: DataLoader<number, B>, count: number): Promise<SamplerState> {
  if (count === 0) return throughJson(loader.state());
  for await (const _ of loader) if (--count === 0) return throughJson(loader.state());
  throw new Error('the epoch is too short');
}

describe.each(KINDS)('the state of a loader over an %s', (_, Counting) => {
  it('counts the batches that were delivered, which the next loop reads and drops', async () => {
    for (const prefetch of [0, 1, 3]) {
      for (let count = 0; count < 4; count++) {
        const make = () => new DataLoader<number>(new Counting(11), { batchSize: 3, prefetch });
        const state = await stateAfter(make(), count);
        expect(state).toEqual({
          version: 1,
          sampler: 'DataLoader',
          fingerprint: expect.any(String),
          epoch: 0,
          position: count,
        });
        const again = make();
        again.restore(state);
        expect(at(again)).toEqual([0, count]);
        again.setEpoch(0);
        expect((await collect(again)).flatMap((batch) => [...batch])).toEqual(ITEMS.slice(3 * count));
        expect(at(again)).toEqual([1, 0]);
        expect((await collect(again)).flatMap((batch) => [...batch])).toEqual(ITEMS);
      }
    }
  });

  it('is of the next epoch after a shorter last batch; after a whole one, once the loop is over', async () => {
    const make = (size: number) => new DataLoader<number>(new Counting(11), { batchSize: size });
    expect(await stateAfter(make(3), 4)).toMatchObject({ epoch: 1, position: 0 });
    const state = await stateAfter(make(11), 1);
    expect(state).toMatchObject({ epoch: 0, position: 1 });
    const again = make(11);
    again.restore(state);
    expect(await collect(again)).toEqual([]);
    expect(at(again)).toEqual([1, 0]);
    expect(await collect(again)).toHaveLength(1);
  });

  it('ends the epoch if the iterable has fewer batches now', async () => {
    const state = await stateAfter(new DataLoader<number>(new Counting(11), { batchSize: 2 }), 5);
    const shorter = new DataLoader<number>(new Counting(4), { batchSize: 2 });
    shorter.restore(state);
    expect(await collect(shorter)).toEqual([]);
    expect(await collect(shorter)).toHaveLength(2);
  });

  it('is refused by a loader with other batches, or over indices', async () => {
    const make = (options = {}) => new DataLoader<number>(new Counting(11), { batchSize: 2, ...options });
    const state = await stateAfter(make(), 2);
    const others = [make({ batchSize: 3 }), make({ dropLast: true }), new DataLoader(ITEMS, { batchSize: 2 })];
    others.push(new DataLoader<number>(new Counting(11), { batchSize: null, collate: ([i]) => Float32Array.of(i) }));
    for (const other of others) {
      expect(() => other.restore(state)).toThrow(/^state is of a DataLoader with different settings/);
      expect(at(other)).toEqual([0, 0]);
    }
    const indexed = new DataLoader(ITEMS, { batchSize: 2 });
    indexed.draw();
    expect(() => make().restore(indexed.state())).toThrow(/^state/);
    for (const wrong of [null, {}, { ...state, position: -1 }, { ...state, epoch: 0.5 }]) {
      expect(() => make().restore(wrong as never)).toThrow(/^state/);
    }
  });

  it('ends a loop in progress when it is restored, and closes its iterator', async () => {
    const source = new Counting(11);
    const loader = new DataLoader<number>(source, { batchSize: 2 });
    const got: number[][] = [];
    let state: SamplerState | undefined;
    for await (const batch of loader) {
      got.push([...batch]);
      if (got.length === 1) state = loader.state();
      if (got.length === 3) loader.restore(state as SamplerState);
    }
    expect(got).toHaveLength(3);
    expect(at(loader)).toEqual([0, 1]);
    expect([...(await collect(loader))[0]]).toEqual([2, 3]);
    expect(source.open).toBe(0);
  });

  it('is moved on by skip, without making batches', async () => {
    const source = new Counting(11);
    const made: number[] = [];
    const collate = (items: number[]) => {
      made.push(...items);
      return items;
    };
    const loader = new DataLoader(source, { batchSize: 3, collate });
    loader.skip(0);
    loader.skip(2);
    expect(at(loader)).toEqual([0, 2]);
    expect(await collect(loader)).toEqual([
      [6, 7, 8],
      [9, 10],
    ]);
    expect(made).toEqual([6, 7, 8, 9, 10]);
    loader.skip(9);
    expect(await collect(loader)).toEqual([]);
    expect(at(loader)).toEqual([2, 0]);
    for (const [wrong, kind] of [
      [-1, RangeError],
      [1.5, RangeError],
      ['2', TypeError],
    ] as const) {
      expect(() => loader.skip(wrong as number)).toThrow(kind);
    }
    const got: number[][] = [];
    for await (const batch of loader) {
      got.push(batch);
      if (got.length === 1) loader.skip(2);
    }
    expect(got).toEqual([
      [0, 1, 2],
      [9, 10],
    ]);
  });
});

/** A stream that saves where it stands: each iterator goes on there. */
class Saving {
  next = 0;
  restored = 0;
  constructor(readonly asynchronous: boolean) {}

  *#items() {
    while (this.next < ITEMS.length) yield ITEMS[this.next++];
    this.next = 0;
  }

  get [Symbol.iterator]() {
    return this.asynchronous ? undefined : () => this.#items();
  }

  get [Symbol.asyncIterator]() {
    const items = () => this.#items();
    if (!this.asynchronous) return undefined;
    return async function* () {
      yield* items();
    };
  }

  state() {
    return { next: this.next };
  }

  restore({ next }: { next: number }) {
    this.restored++;
    this.next = next;
  }
}

describe.each([false, true])('an iterable with a state of its own, asynchronous %s', (asynchronous) => {
  const make = (options = {}) => {
    const source = new Saving(asynchronous);
    const loader = new DataLoader<number>(source as unknown as Iterable<number>, { batchSize: 3, ...options });
    return { source, loader };
  };

  it('is resumed by it, and nothing is read again, whatever was ahead', async () => {
    for (const prefetch of [0, 1, 3]) {
      for (let count = 0; count < 4; count++) {
        const state = await stateAfter(make({ prefetch }).loader, count);
        expect(state).toMatchObject({ epoch: 0, position: count, inner: { next: 3 * count } });
        const { source, loader } = make({ prefetch });
        loader.restore(state);
        expect(source.next).toBe(3 * count);
        const rest = await collect(loader);
        expect(rest.flatMap((batch) => [...batch])).toEqual(ITEMS.slice(3 * count));
        expect(source.restored).toBe(1);
        expect((await collect(loader)).flatMap((batch) => [...batch])).toEqual(ITEMS);
      }
    }
  });

  it('is put back to a batch that failed', async () => {
    let failing = true;
    const collate = (items: number[]) => {
      if (failing && items[0] === 3) throw new Error('mine');
      return items;
    };
    const { source, loader } = make({ collate, prefetch: 3 });
    await expect(collect(loader)).rejects.toThrow('mine');
    failing = false;
    expect((await collect(loader)).flat()).toEqual(ITEMS.slice(3));
    expect(source.restored).toBe(1);
  });

  it('is read by skip, if it need not be waited for', async () => {
    const { source, loader } = make();
    if (asynchronous) {
      expect(() => loader.skip(2)).toThrow(/^the data set is an async iterable/);
      expect([...at(loader), source.next]).toEqual([0, 0, 0]);
      return;
    }
    loader.skip(2);
    expect([...at(loader), source.next]).toEqual([0, 2, 6]);
    const { source: other, loader: again } = make();
    again.restore(throughJson(loader.state()));
    expect(other.next).toBe(6);
    for (const each of [loader, again]) expect((await collect(each)).flatMap((b) => [...b])).toEqual(ITEMS.slice(6));
  });

  it('is refused a state without its part, which changes nothing', async () => {
    const { inner: _, ...plain } = await stateAfter(make().loader, 2);
    const { source, loader } = make();
    expect(() => loader.restore(plain as SamplerState)).toThrow(/^state has no inner/);
    expect([...at(loader), source.next]).toEqual([0, 0, 0]);
  });
});

describe('a sampler of the library as a data set', () => {
  it('is resumed where it was', async () => {
    const make = () => new DataLoader<number>(new RandomSampler(10, { seed: 1 }), { batchSize: 3 });
    const whole = make();
    const expected = [await collect(whole), await collect(whole)];
    for (let count = 1; count < 4; count++) {
      const again = make();
      again.restore(await stateAfter(make(), count));
      expect([await collect(again), await collect(again)]).toEqual([expected[0].slice(count), expected[1]]);
    }
  });

  it('takes the epoch that the loader is told', async () => {
    const sampler = new RandomSampler(10, { seed: 1 });
    const loader = new DataLoader<number>(sampler, { batchSize: 10 });
    loader.setEpoch(4);
    expect([...loader].map((batch) => [...batch])).toEqual([[...sampler.indices(4)]]);
    expect(at(loader)).toEqual([5, 0]);
  });
});

it('a state within a loop that cannot wait is that of the next batch', () => {
  const loader = new DataLoader<number>(new SyncCounting(7), { batchSize: 2 });
  const states = [...loader].length;
  expect([states, ...at(loader)]).toEqual([4, 1, 0]);
  loader.draw();
  const again = new DataLoader<number>(new SyncCounting(7), { batchSize: 2 });
  again.restore(loader.state());
  expect([...again].map((batch) => [...batch])).toEqual([[2, 3], [4, 5], [6]]);
  const later = new DataLoader<number>(new AsyncCounting(7), { batchSize: 2 });
  later.restore(loader.state());
  expect(at(later)).toEqual([1, 1]);
});
