// Arrays that change while they are read, by a getter or another thread, and that lie about their length: what is drawn
// from is what was checked.
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { batchBalance, coverage } from '../../src/analysis.js';
import {
  bucketByLength,
  ClassBatchSampler,
  classCounts,
  DataLoader,
  encodeLabels,
  GroupBatchSampler,
  lintWeights,
  multinomial,
  StratifiedBatchSampler,
  SubsetRandomSampler,
  SystematicSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';

const backends = ['wasm', 'js'] as const;

/** Four entries: those of `first`, until each was read `times` times, then those of `later`. */
function changing<T>(first: readonly T[], times: number, later: readonly unknown[]): ArrayLike<T> {
  const reads = first.map(() => 0);
  const entries = {} as Record<string, unknown>;
  first.forEach((value, i) => {
    Object.defineProperty(entries, i, { get: () => (reads[i]++ < times ? value : later[i]) });
  });
  return Object.assign(entries, { length: first.length }) as unknown as ArrayLike<T>;
}

const ONES = [1, 1, 1, 1];
const LATER = [
  [-1, 1, 1, 1],
  [1, Number.NaN, 1, 1],
  [1, 1, Number.POSITIVE_INFINITY, 1],
  [0, 0, 0, 0],
  [1, 0, 0, 1],
  [2, 3, 4, 5],
];

describe.each(backends)('weights that change while they are read, %s', (backend) => {
  const makes: Record<string, (weights: ArrayLike<number>) => WeightedRandomSampler | SystematicSampler> = {
    weighted: (weights) => new WeightedRandomSampler(weights, 40, { seed: 1, backend }),
    'without replacement': (weights) => new WeightedRandomSampler(weights, 4, { seed: 1, backend, replacement: false }),
    systematic: (weights) => new SystematicSampler(weights, 40, { seed: 1, backend }),
    'by a generator': (weights) =>
      new WeightedRandomSampler(weights, 40, { generator: new TorchGenerator(1), backend }),
    'by a generator, without replacement': (weights) =>
      new WeightedRandomSampler(weights, 4, { generator: new TorchGenerator(1), backend, replacement: false }),
    'by a generator, one draw': (weights) =>
      new WeightedRandomSampler(weights, 1, { generator: new TorchGenerator(1), backend }),
  };

  it.each(Object.entries(makes))('%s: are drawn from as they were copied, or refused in the usual words', (_, make) => {
    let refused = 0;
    let made = 0;
    for (const later of LATER) {
      for (let times = 0; times <= 6; times++) {
        const given = changing(ONES, times, later);
        let sampler: WeightedRandomSampler | SystematicSampler;
        try {
          sampler = make(given);
        } catch (error) {
          expect(String(error)).toMatch(/^RangeError: (weights|numSamples) ?(\[\d\])? must (be|have|sum) /);
          refused++;
          continue;
        }
        made++;
        const copy = [...sampler.weights];
        expect(copy.every((weight) => weight >= 0 && weight < Infinity)).toBe(true);
        for (const index of sampler.indices(sampler.epoch)) expect(copy[index]).toBeGreaterThan(0);
        // a sampler of what was copied is the very same
        expect(make(copy).indices()).toEqual(make(copy).indices());
        expect(make(copy).state().fingerprint).toBe(sampler.state().fingerprint);
      }
    }
    expect(refused).toBeGreaterThan(5);
    expect(made).toBeGreaterThan(5);
  });

  it.each(Object.entries(makes))('%s: a length of a subclass’s own is the one that counts', (_, make) => {
    for (const Kind of [Float64Array, Float32Array as never, Uint8Array as never] as (typeof Float64Array)[]) {
      for (const length of [4, 5, 8, 33]) {
        class Lying extends Kind {
          override get length(): number {
            return length;
          }
        }
        for (const more of [1, 3, 50, 10_000]) {
          const values = Array.from({ length: length + more }, (_, i) => (i < length ? 1 + (i % 3) : 255));
          expect([...make(new Lying(values)).indices()]).toEqual([...make(values.slice(0, length)).indices()]);
        }
      }
    }
  });
});

it('weights that another thread changes are drawn from as they were copied', async () => {
  const buffer = new SharedArrayBuffer(8 * 512);
  const weights = new Float64Array(buffer).fill(1);
  const code = `const { workerData, parentPort } = require('node:worker_threads');
    const weights = new Float64Array(workerData);
    parentPort.postMessage(0);
    for (let i = 0; ; i = (i + 1) % 512) {
      weights[i] = 0;
      weights[(i + 77) % 512] = -1;
      weights[(i + 77) % 512] = 1;
      weights[i] = 1;
    }`;
  const worker = new Worker(code, { eval: true, workerData: buffer });
  try {
    await new Promise((resolve) => worker.once('message', resolve));
    let made = 0;
    let refused = 0;
    for (const end = performance.now() + 1500; performance.now() < end; ) {
      for (const replacement of [true, false]) {
        for (const options of [{ seed: 1 }, { generator: new TorchGenerator(1) }]) {
          try {
            const sampler = new WeightedRandomSampler(weights, 512, { ...options, replacement });
            const copy = sampler.weights;
            made++;
            for (const index of sampler.take(512))
              if (!(copy[index] > 0)) expect.fail(`drew ${index} of weight ${copy[index]}`);
          } catch (error) {
            if (!/^(weights|numSamples).* must/.test((error as Error).message)) throw error;
            refused++;
          }
        }
      }
    }
    expect(made).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  } finally {
    await worker.terminate();
  }
});

describe('labels, indices, items and batches that change while they are read', () => {
  const labels = () => changing<string>(['a', 'b', 'a', 'b'], 1, ['a', undefined, 'a', 'b']);

  it('are refused where they become none', () => {
    const message = /^labels\[1\] must be a string, a number, a bigint or a boolean, got undefined/;
    expect(() => encodeLabels(labels())).toThrow(message);
    expect(() => classCounts(labels())).toThrow(message);
    expect(() => WeightedRandomSampler.fromLabels(labels())).toThrow(message);
    expect(() => new StratifiedBatchSampler(labels(), { batchSize: 2 })).toThrow(message);
    const classBatches = { classesPerBatch: 2, itemsPerClass: 2 };
    expect(() => new ClassBatchSampler(labels(), classBatches)).toThrow(message);
    expect(() => new GroupBatchSampler([0], labels(), 2)).toThrow(/^groups\[1\] must be a string, .*, got undefined/);
    expect(() => bucketByLength(changing(ONES, 1, [1, -1, 1, 1]), 2)).toThrow(
      /^lengths\[1\] must be a finite .*, got -1/,
    );
    expect(() => bucketByLength(ONES, changing([1, 2, 3], 1, [1, 1, 3]))).toThrow(/^buckets must be ascending/);
    expect(() => new SubsetRandomSampler(changing([1, 2, 3, 4], 1, [1, 2, 'x', 4]))).toThrow(
      /^indices\[2\] must be an integer in \[0, 2\^32 - 1\], got "x"/,
    );
    expect(() => lintWeights(changing(ONES, 1, [1, -1, 1, 1]))).toThrow(/^weights\[1\]/);
    expect(() => coverage(changing(ONES, 1, [1, 0, Number.NaN, 1]))).toThrow(/^weights\[2\]/);
    expect(() => batchBalance(changing(ONES, 1, [0, 0, 0, 0]), ['a', 'b', 'a', 'b'], 2)).toThrow(
      /^weights must have a positive/,
    );
    for (const [wrong, said] of [
      [Number.NaN, /^logits\[2\] must be a finite number or -Infinity, got NaN/],
      [Infinity, /^logits\[2\] must be a finite number or -Infinity, got Infinity/],
    ] as const) {
      expect(() => WeightedRandomSampler.fromLogits(changing(ONES, 1, [1, 0, wrong, 5]))).toThrow(said);
    }
    expect(() => WeightedRandomSampler.fromLogits(changing(ONES, 1, new Array(4).fill(-Infinity)))).toThrow(
      /^logits must have an entry above -Infinity/,
    );
    expect(() => multinomial(changing(ONES, 1, [0, 0, 0, 0]), 2, { replacement: true })).toThrow(
      /^weights must have a positive/,
    );
  });

  it('are as many as their length said', () => {
    let reads = 0;
    const growing = (lengths: number[], entry: (i: number) => unknown) =>
      new Proxy({} as ArrayLike<never>, {
        get: (_, key) => {
          if (key === 'length') return lengths[Math.min(reads++, lengths.length - 1)];
          return typeof key === 'string' && /^\d+$/.test(key) ? entry(Number(key)) : undefined;
        },
        has: () => true,
      });
    const classes = growing([3, 3, 5], (i) => 'ab'[i % 2]);
    const stratified = new StratifiedBatchSampler(classes, { batchSize: 2 });
    expect(stratified.labels).toHaveLength([...new Set(stratified.take(30).flatMap((batch) => [...batch]))].length);
    reads = 0;
    const loader = new DataLoader(growing([3, 3, 9], (i) => i) as ArrayLike<number>, { batchSize: 2 });
    expect(loader.length).toBe(2);
    // an endless iterator of what says that it has two entries
    const endless = {
      length: 2,
      0: 1,
      1: 0,
      *[Symbol.iterator]() {
        for (;;) yield 0;
      },
    };
    expect([...new DataLoader([5, 6], { batchSampler: [endless] })]).toEqual([Float32Array.of(6, 5)]);
  });
});
