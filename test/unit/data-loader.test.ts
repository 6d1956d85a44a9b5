import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedSampler,
  RandomSampler,
  type SamplerState,
  SequentialSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { at } from '../support/sampler-cases.js';

const LETTERS = [...'abcdefghij'];

/** A data set whose items come later, in whatever order their `delays` give; it counts what goes on at once. */
class Slow {
  readonly length = LETTERS.length;
  readonly asked: number[] = [];
  readonly signals = new Set<AbortSignal>();
  running = 0;
  most = 0;
  failing = -1;

  constructor(readonly delays: readonly number[] = [0]) {}

  async get(index: number, { signal }: { signal: AbortSignal }): Promise<string> {
    this.asked.push(index);
    this.signals.add(signal);
    this.most = Math.max(this.most, ++this.running);
    for (let turn = this.delays[index % this.delays.length]; turn > 0; turn--) await Promise.resolve();
    this.running--;
    if (index === this.failing) throw new Error('no such letter');
    return LETTERS[index];
  }
}

const weighted = (seed = 7) =>
  new WeightedRandomSampler(
    LETTERS.map((_, i) => 1 + i),
    10,
    { seed },
  );
const settled = () => new Promise((resolve) => setTimeout(resolve, 1));

async function collect<B>(batches: AsyncIterable<B>): Promise<B[]> {
  const all: B[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

describe('batches of a data set', () => {
  it('are its items in order, in batches of one', () => {
    const loader = new DataLoader(['x', 'y', 'z']);
    expect(loader).toHaveLength(3);
    expect([...loader]).toEqual([['x'], ['y'], ['z']]);
    expect(at(loader)).toEqual([1, 0]);
    expect(loader.draw()).toEqual(['x']);
  });

  it.each([
    ['an array', LETTERS],
    ['an array-like', { ...LETTERS, length: 10 } as ArrayLike<string>],
    ['what gets them', { length: 10, get: (i: number) => LETTERS[i] }],
    [
      'what gets them by its own fields',
      new (class {
        letters = LETTERS;
        get length() {
          return this.letters.length;
        }
        get(index: number) {
          return this.letters[index];
        }
      })(),
    ],
  ])('come from %s, sampled', async (_, dataset) => {
    const options = { batchSize: 4, sampler: weighted() };
    const expected = [...new BatchSampler(weighted(), 4)].map((batch) => Array.from(batch, (i) => LETTERS[i]));
    const loader = new DataLoader(dataset, options);
    expect([...loader]).toEqual(expected);
    expect(await collect(new DataLoader(dataset, options))).toEqual(expected);
    expect(at(options.sampler)).toEqual([0, 0]);
  });

  it('are numbers of a typed array', () => {
    expect([...new DataLoader(Int16Array.of(5, 6, 7), { batchSize: 2 })]).toEqual([
      Float32Array.of(5, 6),
      Float32Array.of(7),
    ]);
  });

  it('leave out a last one of fewer on request', () => {
    const loader = new DataLoader(LETTERS, { batchSize: 4, dropLast: true });
    expect(loader).toHaveLength(2);
    expect([...loader].flat()).toEqual(LETTERS.slice(0, 8));
  });

  it('are single items where the batch size is null', async () => {
    const loader = new DataLoader(LETTERS, { batchSize: null, sampler: weighted() });
    expect(loader).toHaveLength(10);
    const expected = Array.from(weighted().indices(), (i) => LETTERS[i]);
    expect([...loader]).toEqual(expected);
    loader.setEpoch(0);
    expect(await collect(loader)).toEqual(expected);
    const numbered = new DataLoader(LETTERS, { batchSize: null, collate: ([item], [index]) => `${item}${index}` });
    expect([...numbered].slice(0, 2)).toEqual(['a0', 'b1']);
  });

  it('are shuffled by a seed, another way each epoch', () => {
    const make = () => new DataLoader(LETTERS, { batchSize: 4, shuffle: true, seed: 5 });
    const loader = make();
    const epochs = [0, 1].map(() => [...loader].flat());
    for (const epoch of epochs) expect([...epoch].sort()).toEqual(LETTERS);
    expect(epochs[0]).not.toEqual(epochs[1]);
    const again = make();
    again.setEpoch(1);
    expect([...again].flat()).toEqual(epochs[1]);
    const fresh = new DataLoader(LETTERS, { batchSize: 4, shuffle: true });
    const repeated = new DataLoader(LETTERS, { batchSize: 4, shuffle: true, seed: fresh.seed! });
    expect([...repeated]).toEqual([...fresh]);
  });

  it('are made by a function of one’s own, of the items and their indices', () => {
    const seen: Uint32Array[] = [];
    const loader = new DataLoader(LETTERS, {
      batchSize: 3,
      sampler: [4, 2, 9, 9],
      collate: (items, indices) => {
        seen.push(indices);
        return items.join('');
      },
    });
    expect([...loader]).toEqual(['ecj', 'j']);
    expect(seen).toEqual([Uint32Array.of(4, 2, 9), Uint32Array.of(9)]);
  });

  it('are those of a batch sampler, of whatever kind', async () => {
    const inner = new BatchSampler(weighted(), 3, true);
    inner.draw();
    const expected = inner.indices(0);
    const loader = new DataLoader(LETTERS, { batchSampler: inner, collate: (_, indices) => [...indices] });
    expect(loader).toHaveLength(3);
    expect([...loader].flat()).toEqual([...expected]);
    expect(at(inner)).toEqual([0, 1]);
    loader.setEpoch(4);
    expect([...loader].flat()).toEqual([...inner.indices(4)]);

    const lists = [[3, 1], [4], Uint8Array.of(2, 2, 2)];
    const plain = new DataLoader(LETTERS, { batchSampler: lists });
    expect(plain).toHaveLength(3);
    for (let epoch = 0; epoch < 2; epoch++) expect([...plain]).toEqual([['d', 'b'], ['e'], ['c', 'c', 'c']]);
    expect(await collect(plain)).toEqual([['d', 'b'], ['e'], ['c', 'c', 'c']]);
    expect(at(plain)).toEqual([3, 0]);
    const wrong = new DataLoader(LETTERS, { batchSampler: new DataLoader(LETTERS) as never });
    expect(() => wrong.draw()).toThrow(
      /^a batch of batchSampler must hold integers in \[0, 2\^32 - 1\], got "a" at 0$/,
    );
    const endless = new DataLoader(LETTERS, {
      batchSampler: (function* () {
        for (let i = 0; i < 3; i++) yield [i];
      })(),
    });
    expect(() => endless.length).toThrow(/length is not known/);
    expect(await collect(endless)).toEqual([['a'], ['b'], ['c']]);
  });

  it('are a rank’s share', () => {
    const sampler = new RandomSampler(10, { seed: 3 });
    const loaders = [0, 1].map(
      (rank) =>
        new DataLoader(LETTERS, { batchSize: 2, sampler: new DistributedSampler(sampler, { numReplicas: 2, rank }) }),
    );
    expect(loaders.flatMap((loader) => [...loader].flat()).sort()).toEqual(LETTERS);
  });

  it('are none of nothing', async () => {
    const loader = new DataLoader([], { batchSize: 2 });
    expect(loader).toHaveLength(0);
    expect([...loader]).toEqual([]);
    expect(await collect(loader)).toEqual([]);
    expect(() => loader.draw()).toThrow(/nothing to draw/);
    expect(at(loader)).toEqual([2, 0]);
  });

  it('are the first ones again by a loop that was left, in the next epoch', async () => {
    const loader = new DataLoader(LETTERS, { batchSize: 4 });
    for (const batch of loader) {
      expect(batch).toEqual(['a', 'b', 'c', 'd']);
      break;
    }
    expect(at(loader)).toEqual([1, 0]);
    for await (const batch of loader) {
      expect(batch).toEqual(['a', 'b', 'c', 'd']);
      break;
    }
    expect(at(loader)).toEqual([2, 0]);
  });

  it('tell where they come from', () => {
    const sampler = weighted();
    const loader = new DataLoader(LETTERS, { sampler });
    expect([loader.dataset, loader.seed]).toEqual([LETTERS, 7]);
    expect(new DataLoader(LETTERS).seed).toBeUndefined();
  });
});

describe('for await', () => {
  it('keeps the order, and gets at most prefetch batches at once, each item when it is due', async () => {
    const delays = fc.array(fc.nat(9), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(delays, fc.integer({ min: 1, max: 11 }), fc.nat(4), async (turns, batchSize, prefetch) => {
        const dataset = new Slow(turns);
        const loader = new DataLoader(dataset, { batchSize, prefetch, sampler: weighted() });
        const expected = [...new BatchSampler(weighted(), batchSize)].map((b) => Array.from(b, (i) => LETTERS[i]));
        const got: string[][] = [];
        for await (const batch of loader) {
          got.push(batch);
          expect(at(loader)).toEqual(got.length === expected.length ? [1, 0] : [0, got.length]);
          // what is ahead is asked for by now, and nothing else
          await settled();
          const begun = Math.min(expected.length, got.length + prefetch);
          expect(dataset.asked).toHaveLength(expected.slice(0, begun).flat().length);
        }
        expect(got).toEqual(expected);
        expect(dataset.asked).toHaveLength(10);
        expect(dataset.most).toBeLessThanOrEqual(Math.max(1, prefetch) * batchSize);
        for (const signal of dataset.signals) expect(signal.aborted).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('waits for promises in an array, and for thenables', async () => {
    const later = (value: string) => new Promise<string>((resolve) => setTimeout(() => resolve(value), 1));
    expect(await collect(new DataLoader([later('x'), 'y'], { batchSize: 2 }))).toEqual([['x', 'y']]);
  });

  it('aborts and drops what is ahead when it is left', async () => {
    const dataset = new Slow();
    const loader = new DataLoader(dataset, { batchSize: 2, prefetch: 2 });
    for await (const batch of loader) {
      expect(batch).toEqual(['a', 'b']);
      break;
    }
    expect([...dataset.signals].map((signal) => signal.aborted)).toEqual(new Array(6).fill(true));
    expect(dataset.asked).toEqual([0, 1, 2, 3, 4, 5]);
    expect(at(loader)).toEqual([1, 0]);
    expect((await collect(loader)).flat()).toEqual(LETTERS);
    expect([...dataset.signals].slice(6).map((signal) => signal.aborted)).toEqual(new Array(10).fill(false));
  });

  it('aborts also what asks for its signal after that', async () => {
    const signals: AbortSignal[] = [];
    const dataset = {
      length: 4,
      async get(index: number, options: { signal: AbortSignal }) {
        if (index > 1) {
          await settled();
          signals.push(options.signal);
        }
        return index;
      },
    };
    for await (const _ of new DataLoader(dataset, { batchSize: 2 })) break;
    await settled();
    await settled();
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
  });

  it('leaves by return() also what is being waited for', async () => {
    const dataset = { length: 4, get: () => new Promise<number>(() => {}) };
    const loader = new DataLoader(dataset, { batchSize: 2 });
    const loop = loader[Symbol.asyncIterator]();
    const done = { value: undefined, done: true };
    const waiting = loop.next();
    await settled();
    expect(await loop.return!()).toEqual(done);
    expect(await waiting).toEqual(done);
    expect(await loop.next()).toEqual(done);
    expect(at(loader)).toEqual([1, 0]);
  });

  it('takes its turns where next() is called before the last one is done', async () => {
    const loop = new DataLoader(new Slow([7, 1, 3]), { batchSize: 4 })[Symbol.asyncIterator]();
    const results = await Promise.all([0, 1, 2, 3, 4].map(() => loop.next()));
    expect(results.map(({ done }) => done)).toEqual([false, false, false, true, true]);
    expect(results.flatMap(({ value }) => value ?? [])).toEqual(LETTERS);
  });

  it('names the item that could not be got, when its batch is due, and stays there', async () => {
    const dataset = new Slow([5, 0]);
    dataset.failing = 3;
    const loader = new DataLoader(dataset, { batchSize: 2, prefetch: 3 });
    const got: string[][] = [];
    const loop = async () => {
      for await (const batch of loader) got.push(batch);
    };
    const error = await loop().catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe('dataset.get(3) failed: no such letter');
    expect(error.cause.message).toBe('no such letter');
    expect(got).toEqual([['a', 'b']]);
    expect(at(loader)).toEqual([0, 1]);
    expect([...dataset.signals].every((signal) => signal.aborted)).toBe(true);
    dataset.signals.clear();
    dataset.failing = -1;
    await loop();
    expect(got.flat()).toEqual(LETTERS);
    expect(at(loader)).toEqual([1, 0]);
  });

  it('goes on with batches of a plain iterable that were read ahead of a failure', async () => {
    const dataset = new Slow();
    dataset.failing = 3;
    function* indices() {
      yield* [0, 1, 2, 3, 4, 5, 6, 7];
    }
    const loader = new DataLoader(dataset, { batchSize: 2, prefetch: 3, sampler: indices() as never });
    const got: string[][] = [];
    const loop = async () => {
      for await (const batch of loader) got.push(batch);
    };
    await expect(loop()).rejects.toThrow(/dataset\.get\(3\)/);
    dataset.failing = -1;
    await loop();
    expect(got.flat().join('')).toBe('abcdefgh');
  });

  it.each([0, 1, 2, 3, 9])('delivers what there is before an iterable fails, %i ahead', async (prefetch) => {
    function* failing() {
      yield* [0, 1, 2, 3, 4, 5];
      throw new Error('boom');
    }
    const sources: [Iterable<number>, RegExp][] = [
      [failing(), /^boom$/],
      [[0, 1, 2, 3, 4, 5, -1, 7], /^an index must be an integer .* got -1/],
    ];
    for (const [sampler, message] of sources) {
      const loader = new DataLoader(LETTERS, { batchSize: 2, prefetch, sampler: sampler as never });
      const got: string[][] = [];
      const loop = async () => {
        for await (const batch of loader) got.push(batch);
      };
      await expect(loop()).rejects.toThrow(message);
      expect(got.flat().join('')).toBe('abcdef');
      expect(at(loader)).toEqual([0, 3]);
    }
  });

  it('inside another takes an epoch of its own', async () => {
    const loader = new DataLoader(new Slow([2, 0]), { batchSize: 5, shuffle: true, seed: 1 });
    const plain = new DataLoader(LETTERS, { batchSize: 5, shuffle: true, seed: 1 });
    const epochs = [0, 1].map(() => [...plain]);
    const outer: string[][] = [];
    let inner: string[][] = [];
    for await (const batch of loader) {
      outer.push(batch);
      if (outer.length === 1) inner = await collect(loader);
    }
    expect([outer, inner]).toEqual(epochs);
    expect(at(loader)).toEqual([2, 0]);
  });

  it('goes on behind what was drawn meanwhile', async () => {
    const loader = new DataLoader(LETTERS, { batchSize: 2 });
    const seen: string[][] = [];
    for await (const batch of loader) {
      seen.push(batch);
      if (seen.length === 1) seen.push(loader.draw());
    }
    expect(seen.flat()).toEqual(LETTERS);
    const dataset = new Slow();
    const slow = new DataLoader(dataset, { batchSize: 1, prefetch: 4 });
    let turn = 0;
    for await (const _ of slow) if (++turn === 2) expect(() => slow.draw()).toThrow(/is a promise/);
    // the one that draw() failed to take was asked for once more, and no other
    expect(dataset.asked).toHaveLength(LETTERS.length + 1);
  });
});

describe('an error', () => {
  it('of get names the item, and the loader stays at its batch', () => {
    let failing = true;
    const loader = new DataLoader(
      {
        length: 4,
        get(index) {
          if (failing && index === 2) throw 'gone';
          return LETTERS[index];
        },
      },
      { batchSize: 2 },
    );
    const got: string[][] = [];
    const loop = () => {
      for (const batch of loader) got.push(batch);
    };
    expect(loop).toThrow(/^dataset\.get\(2\) failed: "gone"$/);
    expect(at(loader)).toEqual([0, 1]);
    failing = false;
    loop();
    expect(got).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('of collate is the caller’s own', async () => {
    const mine = new Error('mine');
    let failing = true;
    const make = () =>
      new DataLoader(LETTERS, {
        batchSize: 5,
        collate: (items) => {
          if (failing && items[0] === 'f') throw mine;
          return items.join('');
        },
      });
    const [sync, async] = [make(), make()];
    expect(() => [...sync]).toThrow(mine);
    await expect(collect(async)).rejects.toBe(mine);
    failing = false;
    expect([...sync]).toEqual(['fghij']);
    expect(await collect(async)).toEqual(['fghij']);
  });

  it('tells a loop that does not wait of a collate that has to be waited for', async () => {
    const make = () => new DataLoader(LETTERS, { batchSize: 5, collate: async (items) => items.join('') });
    expect(() => [...make()]).toThrow(/^what collate gave is a promise: iterate with for await/);
    expect(await collect(make())).toEqual(['abcde', 'fghij']);
  });

  it('tells a loop that is not asynchronous of one that is', () => {
    const loader = new DataLoader(new Slow(), { batchSize: 2 });
    const message = /^an item of the dataset is a promise: iterate with for await/;
    expect(() => [...loader]).toThrow(TypeError);
    expect(() => loader.draw()).toThrow(message);
    expect(at(loader)).toEqual([0, 0]);
  });

  it('is told of an index beyond the data set: at once where it is known, else at its batch', async () => {
    const beyond = /^the sampler draws indices up to 10, and the dataset has a length of 10$/;
    for (const sampler of [
      new SequentialSampler(11),
      new RandomSampler(11),
      new RandomSampler(11, { replacement: true, numSamples: 2 }),
      new WeightedRandomSampler(new Float64Array(11).fill(1), 2),
      new DistributedSampler(new SequentialSampler(11), { numReplicas: 2, rank: 0 }),
    ]) {
      expect(() => new DataLoader(LETTERS, { sampler })).toThrow(beyond);
      expect(() => new DataLoader(LETTERS, { batchSampler: new BatchSampler(sampler, 2) })).toThrow(beyond);
    }
    // behind the last positive weight nothing is drawn
    const weights = [...new Array(10).fill(1), 0, 0];
    expect([...new DataLoader(LETTERS, { sampler: new WeightedRandomSampler(weights, 2) })]).toHaveLength(2);
    for (const options of [{ sampler: [3, 10] }, { batchSampler: [[3], [10]] }]) {
      const loader = new DataLoader(LETTERS, options);
      const message = /^an index must be below the length of the dataset, 10, got 10 from the sampler$/;
      expect(() => [...loader]).toThrow(message);
      expect(at(loader)).toEqual([0, 1]);
      await expect(collect(new DataLoader(LETTERS, options))).rejects.toThrow(message);
    }
  });
});

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

  it('is refused where it is another’s, and over plain iterables there is none', () => {
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
      const alone = 'needs a sampler of this library inside';
      const on = 'over a plain iterable a DataLoader can only go on';
      for (const call of [() => plain.state(), () => plain.restore(good)]) {
        expect(call).toThrow(`${alone}, or one with state() and restore(); ${on}`);
      }
      expect(() => plain.setEpoch(1)).toThrow(new Error(`setEpoch ${alone}; ${on}`));
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
    expect(() => loader.setEpoch(0)).toThrow(/setEpoch cannot go anywhere/);
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
