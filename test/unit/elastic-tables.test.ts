// The table of docs/start/from-pytorch.md on Accelerate and torchdata, row by row: what their resumption becomes here.
import { describe, expect, it } from 'vitest';
import { BatchSampler, DataLoader, DistributedSampler, RandomSampler, TorchGenerator } from '../../src/index.js';

const N = 96;
const ITEMS = Array.from({ length: N }, (_, i) => i);
const shuffled = () => new RandomSampler(N, { seed: 3 });
const whole = (epoch = 0) => [...shuffled().indices(epoch)];
const flat = (batches: Iterable<ArrayLike<number>>) => Array.from(batches, (batch) => Array.from(batch)).flat();

describe('skip_first_batches(loader, n)', () => {
  /** A loader that counts what is loaded. */
  function counted() {
    const loaded: number[] = [];
    const dataset = {
      length: N,
      get(index: number) {
        loaded.push(index);
        return index;
      },
    };
    const loader = new DataLoader(dataset, { batchSize: 8, sampler: shuffled(), collate: (items: number[]) => items });
    return { loader, loaded };
  }

  it('moves the loader itself, loads nothing, and leaves later epochs whole', () => {
    const { loader, loaded } = counted();
    loader.skip(5);
    expect(loaded).toEqual([]);
    expect(flat(loader)).toEqual(whole().slice(40));
    expect(loaded).toHaveLength(N - 40);
    expect(flat(loader)).toEqual(whole(1));
  });

  it('makes no batch: 10^14 epochs are skipped as fast as one', () => {
    const { loader } = counted();
    loader.skip(12 * 1e14 + 5);
    expect([loader.epoch, loader.position]).toEqual([1e14, 5]);
    expect(flat(loader)).toEqual(whole(1e14).slice(40));
  });

  it('over an IterableDataset reads the items, and collates none', () => {
    let [read, collated] = [0, 0];
    const stream = {
      *[Symbol.iterator]() {
        for (const item of ITEMS) {
          read++;
          yield item;
        }
      },
    };
    const collate = (items: number[]) => {
      collated++;
      return items;
    };
    const loader = new DataLoader(stream, { batchSize: 8, collate });
    loader.skip(5);
    expect(flat(loader)).toEqual(ITEMS.slice(40));
    expect([read, collated]).toEqual([N, 7]);
  });

  it('with a generator takes the numbers that drawing takes', () => {
    const make = () => new DataLoader(ITEMS, { batchSize: 8, shuffle: true, generator: new TorchGenerator(0) });
    const [skips, draws] = [make(), make()];
    skips.skip(29);
    for (let i = 0; i < 29; i++) draws.draw();
    expect(skips.generator?.state()).toEqual(draws.generator?.state());
    expect(flat(skips as Iterable<number[]>)).toEqual(flat(draws as Iterable<number[]>));
  });
});

describe('the state of a StatefulDataLoader or StatefulDistributedSampler', () => {
  const loader = (batchSize: number, more = {}) =>
    new DataLoader(ITEMS, { batchSize, sampler: shuffled(), collate: (items: number[]) => items, ...more });

  it('with another batch_size is refused, and with elastic continues after the items', () => {
    const old = loader(8);
    const seen = flat([old.draw(), old.draw(), old.draw(), old.draw()] as number[][]);
    const next = loader(16);
    expect(() => next.restore(old.state())).toThrow('{ elastic: true } continues it');
    next.restore(old.state(), { elastic: true });
    expect([...seen, ...flat(next)]).toEqual(whole());
  });

  it('with another world size stands for all ranks, or is checked among all of them', () => {
    const ranks = (numReplicas: number) =>
      Array.from({ length: numReplicas }, (_, rank) =>
        loader(4, { sampler: new DistributedSampler(shuffled(), { numReplicas, rank }) }),
      );
    const old = ranks(4);
    const seen = old.flatMap((rank) => flat([rank.draw(), rank.draw()] as number[][]));
    const states = old.map((rank) => rank.state());
    for (const given of [states, ...states]) {
      const next = ranks(2);
      for (const rank of next) rank.restore(given, { elastic: true });
      expect([...seen, ...next.flatMap(flat)].sort((a, b) => a - b)).toEqual(ITEMS);
    }
    old[2].draw();
    const uneven = old.map((rank) => rank.state());
    expect(() => ranks(2)[0].restore(uneven, { elastic: true })).toThrow('rank 2 at position 3 of epoch 0');
  });

  it('with another num_workers or prefetch fits', () => {
    const url = new URL('file:///items.js');
    const workers = (numWorkers: number, prefetch: number) =>
      new DataLoader<number>(url, { numWorkers, numItems: N, prefetch, batchSize: 8, sampler: shuffled() });
    const old = workers(2, 2);
    old.skip(5);
    for (const [numWorkers, prefetch] of [
      [1, 2],
      [3, 0],
      [8, 5],
    ]) {
      const next = workers(numWorkers, prefetch);
      next.restore(old.state());
      expect(next.state()).toEqual(old.state());
    }
  });
});

it('a sampler that is not wrapped is wrapped for it, and its own states fit any wrapper', () => {
  const old = new BatchSampler(new DistributedSampler(shuffled(), { numReplicas: 4, rank: 3 }), 3);
  old.take(2);
  const alone = new DistributedSampler(shuffled(), { numReplicas: 1, rank: 0 });
  alone.restore(old.state(), { elastic: true });
  expect([...alone]).toEqual(whole().slice(24));
  const plain = shuffled();
  plain.skip(24);
  const back = new BatchSampler(shuffled(), 12);
  back.restore(plain.state(), { elastic: true });
  expect(flat(back)).toEqual(whole().slice(24));
});
