// DataLoader: its state, and its generator.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedSampler,
  RandomSampler,
  type SamplerState,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { at } from '../support/sampler-cases.js';
import { collect, LETTERS, Slow, settled, weighted } from '../support/slow-data.js';

describe('a state', () => {
  const makes: Record<string, (prefetch: number) => DataLoader<string, string[]>> = {
    shuffled: (prefetch) => new DataLoader(new Slow([3, 0, 1]), { batchSize: 3, prefetch, shuffle: true, seed: 2 }),
    weighted: (prefetch) => new DataLoader(new Slow(), { batchSize: 3, prefetch, sampler: weighted(), dropLast: true }),
    'of a batch sampler': (prefetch) =>
      new DataLoader(new Slow(), { prefetch, batchSampler: new BatchSampler(weighted(), 2) }),
    'of a generator': (prefetch) =>
      new DataLoader(new Slow(), { batchSize: 3, prefetch, shuffle: true, generator: new TorchGenerator(4) }),
    'of a generator, weighted': (prefetch) =>
      new DataLoader(new Slow(), {
        batchSize: 3,
        prefetch,
        sampler: new WeightedRandomSampler([1, 2, 3], 17, { generator: new TorchGenerator(4) }),
      }),
    'of a generator, of several permutations': (prefetch) =>
      new DataLoader(new Slow(), {
        batchSize: 3,
        prefetch,
        sampler: new RandomSampler(5, { numSamples: 20, generator: new TorchGenerator(4) }),
      }),
    'a rank’s': (prefetch) =>
      new DataLoader(new Slow(), {
        batchSize: 2,
        prefetch,
        sampler: new DistributedSampler(weighted(), { numReplicas: 2, rank: 1 }),
      }),
  };

  it.each(Object.entries(makes))('%s is of what was delivered, whatever was ahead', async (_, make) => {
    const stream: string[][] = [];
    const whole = make(0);
    for (let epoch = 0; epoch < 3; epoch++) stream.push(...(await collect(whole)));
    const { length } = whole;
    for (const prefetch of [0, 1, 5]) {
      for (let cut = 1; cut <= length; cut++) {
        const loader = make(prefetch);
        let state: SamplerState | undefined;
        let delivered = 0;
        for await (const _ of loader) {
          if (++delivered < cut) continue;
          await settled();
          state = JSON.parse(JSON.stringify(loader.state()));
          break;
        }
        const again = make(2);
        again.restore(state!);
        const rest: string[][] = [];
        while (rest.length < stream.length - cut) rest.push(...(await collect(again)));
        // a loop that was left at its last batch is over: PyTorch's generator function then took all it takes
        expect(rest).toEqual(stream.slice(cut));
      }
    }
  });

  it('is refused where it is another’s, and over iterables of one’s own there is none', () => {
    const loader = new DataLoader(LETTERS, { batchSize: 3, shuffle: true, seed: 2 });
    loader.draw();
    const good = loader.state();
    const others = [
      new DataLoader(LETTERS, { batchSize: 4, shuffle: true, seed: 2 }),
      new DataLoader(LETTERS, { batchSize: 3, shuffle: true, seed: 3 }),
      new DataLoader(LETTERS, { batchSize: 3 }),
      new DataLoader(LETTERS.slice(1), { batchSize: 3, shuffle: true, seed: 2 }),
      new BatchSampler(new RandomSampler(10, { seed: 2 }), 3),
    ];
    for (const other of others) {
      expect(() => other.restore(good)).toThrow(/^state/);
      expect(at(other)).toEqual([0, 0]);
    }
    for (const wrong of [null, {}, { ...good, version: 2 }, { ...good, position: 4 }, { ...good, epoch: undefined }]) {
      expect(() => loader.restore(wrong as never)).toThrow(/^state/);
      expect(at(loader)).toEqual([0, 1]);
    }
    for (const plain of [
      new DataLoader(LETTERS, { sampler: [1, 2, 3] }),
      new DataLoader(LETTERS, { batchSampler: [[1, 2]] }),
      new DataLoader(LETTERS, { batchSampler: new BatchSampler([1, 2], 1) }),
    ]) {
      const refused = 'is not available in a DataLoader over an iterable of your own: wrap a sampler of this library';
      for (const call of [() => plain.state(), () => plain.restore(good)]) {
        expect(call).toThrow(`${refused}, or an iterable with state() and restore()`);
      }
      expect(() => plain.setEpoch(1)).toThrow(new Error(`setEpoch ${refused}`));
      expect(plain.draw()).toHaveLength(plain.length === 1 ? 2 : 1);
    }
  });

  it('gives its seed to a loader that was given none', () => {
    const make = () => new DataLoader(LETTERS, { batchSize: 3, shuffle: true });
    const loader = make();
    loader.draw();
    const again = make();
    again.restore(JSON.parse(JSON.stringify(loader.state())));
    expect(again.seed).toBe(loader.seed);
    expect([...again]).toEqual([...loader]);
  });
});

describe('a generator of its own', () => {
  /** What a loop takes from a generator when PyTorch's loader begins it, and its permutations. */
  const hand = (seed: number) => {
    const generator = new TorchGenerator(seed);
    return {
      epoch(length: number) {
        generator.nextUint64();
        const sampler = new RandomSampler(length, { generator });
        return [...sampler];
      },
      left(length: number) {
        generator.nextUint64();
        return new RandomSampler(length, { generator }).draw();
      },
      next: () => generator.nextUint64(),
    };
  };
  const indices = (loader: DataLoader<string, number[]>) => [...loader].flat();
  const make = (generator: TorchGenerator) =>
    new DataLoader(LETTERS, { batchSize: 3, shuffle: true, generator, collate: (_, own) => [...own] });

  it('gives a base seed at the beginning of each epoch, as PyTorch’s', async () => {
    const generator = new TorchGenerator(6);
    const loader = make(generator);
    const expected = hand(6);
    expect(indices(loader)).toEqual(expected.epoch(10));
    expect((await collect(loader)).flat()).toEqual(expected.epoch(10));
    for (const [first] of loader) {
      expect(first).toBe(expected.left(10));
      break;
    }
    expect(indices(loader)).toEqual(expected.epoch(10));
    expect(generator.nextUint64()).toBe(expected.next());
    expect(() => loader.setEpoch(0)).toThrow(/^setEpoch is not available with a generator/);
  });

  it('is in its state, whatever the sampler is', () => {
    const generator = new TorchGenerator(6);
    const loader = new DataLoader(LETTERS, { batchSize: 4, sampler: weighted(), generator });
    loader.draw();
    const state = JSON.parse(JSON.stringify(loader.state()));
    const rest = [...loader, ...loader];
    const after = generator.nextUint64();
    const other = new TorchGenerator(1);
    const again = new DataLoader(LETTERS, { batchSize: 4, sampler: weighted(), generator: other });
    expect(() => again.restore({ ...state, base: 'AAAA' })).toThrow(/^state\.base must be the 625 words/);
    expect(() => again.restore({ ...state, base: undefined })).toThrow(TypeError);
    expect([other.nextUint64(), at(again)]).toEqual([new TorchGenerator(1).nextUint64(), [0, 0]]);
    again.restore(state);
    expect([...again, ...again]).toEqual(rest);
    expect(other.nextUint64()).toBe(after);
  });

  it('gives a base seed where there is nothing to load, too', () => {
    const [generator, twin] = [new TorchGenerator(6), new TorchGenerator(6)];
    expect([...new DataLoader([], { generator })]).toEqual([]);
    twin.nextUint64();
    expect(generator.nextUint64()).toBe(twin.nextUint64());
  });

  it('also where the order is not its own', () => {
    const [generator, twin] = [new TorchGenerator(6), new TorchGenerator(6)];
    const loader = new DataLoader(LETTERS, { generator });
    for (let epoch = 0; epoch < 2; epoch++) {
      expect([...loader].flat()).toEqual(LETTERS);
      twin.nextUint64();
    }
    expect(generator.nextUint64()).toBe(twin.nextUint64());
  });
});
