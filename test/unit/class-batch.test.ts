// Batches of P classes with K items of each: which classes, which items, and that both are random.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchClassCounts } from '../../src/analysis.js';
import { ClassBatchSampler, DataLoader, DistributedBatchSampler } from '../../src/index.js';
import { backends } from '../support/backends.js';
import { checkBatches, countsOf, labelsOf, rangeOf } from '../support/class-batches.js';
import { rounds } from '../support/rounds.js';

const plain = (batches: Iterable<Uint32Array>): number[][] => Array.from(batches, (batch) => [...batch]);

describe.each(backends)('a ClassBatchSampler (%s)', (backend) => {
  const sizes = [5, 30, 2, 64, 1, 9, 9];
  const labels = labelsOf(sizes);
  const codes = [...sizes.keys()];
  const make = (more = {}) =>
    new ClassBatchSampler(labels, { classesPerBatch: 3, itemsPerClass: 4, seed: 1, backend, ...more });

  it('gives each batch P classes and K items of each, in passes that go on', () => {
    for (const [P, K] of [
      [1, 1],
      [3, 4],
      [7, 2],
      [7, 13],
      [2, 70],
    ]) {
      const sampler = make({ classesPerBatch: P, itemsPerClass: K, numBatches: 40 });
      expect(sampler.length).toBe(40);
      checkBatches(sampler, labels, P, K);
    }
  });

  it('shows every class once before any comes again, over the border of two passes too', () => {
    for (const P of [1, 2, 3, 4, 5, 6, 7]) {
      const seen = new Map<number, number>();
      let broken = false;
      for (const batch of make({ classesPerBatch: P, itemsPerClass: 1, numBatches: 50, seed: 3 })) {
        for (const index of batch) seen.set(labels[index], (seen.get(labels[index]) ?? 0) + 1);
        const [least, most] = rangeOf(seen, codes);
        expect(most - least).toBeLessThanOrEqual(1);
        broken ||= most !== least;
      }
      // otherwise no pass ends within a batch
      expect(broken).toBe(P < 7);
    }
  });

  it('keeps these promises for random classes, and draws the same on both backends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 25 }),
        fc.nat(),
        (sizes, perBatch, itemsPerClass, numBatches, seed) => {
          const labels = labelsOf(sizes);
          const classesPerBatch = 1 + (perBatch % sizes.length);
          const options = { classesPerBatch, itemsPerClass, numBatches, seed };
          const sampler = new ClassBatchSampler(labels, { ...options, backend });
          checkBatches(sampler, labels, classesPerBatch, itemsPerClass);
          const other = new ClassBatchSampler(labels, { ...options, backend: backend === 'js' ? 'wasm' : 'js' });
          expect(sampler.indices(5)).toEqual(other.indices(5));
        },
      ),
      { numRuns: rounds(1000), seed: 4 },
    );
  });

  it('gives each class its share of the runs, rounded down or up, and no class twice in a batch', () => {
    const shares = [5, 2, 0, 4, 0.5, 1.5, 2];
    const target = new Map(codes.map((code) => [code, shares[code]]));
    const total = 15;
    const sampler = make({ target, numBatches: 37, itemsPerClass: 2 });
    const sums = codes.map(() => 0);
    for (let epoch = 0; epoch < 40; epoch++) {
      checkBatches(sampler, labels, 3, 2);
      const counts = countsOf(Array.from(sampler.indices(epoch), (index) => labels[index]));
      for (const code of codes) {
        const runs = (counts.get(code) ?? 0) / 2;
        const wanted = (37 * 3 * shares[code]) / total;
        expect([Math.floor(wanted), Math.ceil(wanted)]).toContain(runs);
        sums[code] += runs;
      }
    }
    // over many epochs, within a run of its share for each epoch in forty
    for (const code of codes) expect(Math.abs(sums[code] / 40 - (37 * 3 * shares[code]) / total)).toBeLessThan(0.1);
  });

  it('has a class of the largest share in every batch', () => {
    const target = new Map(codes.map((code) => [code, code === 1 ? 1 : code < 4 ? 1 / 3 : 0]));
    const sampler = make({ classesPerBatch: 2, target, numBatches: 60 });
    for (const batch of sampler) expect([...batch].filter((index) => labels[index] === 1)).toHaveLength(4);
    // and all, where there are no more
    const all = make({ classesPerBatch: 3, target: new Map(codes.map((code) => [code, code < 3 ? 0.1 : 0])) });
    for (const batch of all) expect(new Set(Array.from(batch, (index) => labels[index]))).toEqual(new Set([0, 1, 2]));
  });

  it('takes random targets as far as they can be met', () => {
    let met = 0;
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(0), fc.nat(50), fc.double({ min: 0, max: 9, noNaN: true })), {
          minLength: 2,
          maxLength: 9,
        }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 40 }),
        (shares, P, numBatches) => {
          const total = shares.reduce((sum, share) => sum + share, 0);
          const target = new Map(shares.map((share, code) => [code, share]));
          const call = () =>
            new ClassBatchSampler([...shares.keys()], {
              ...{ classesPerBatch: P, itemsPerClass: 1, target, numBatches, seed: 2, backend },
            });
          const most = Math.max(...shares);
          if (total === 0 || shares.filter((share) => share > 0).length < P || P * most > total * (1 + 1e-9)) {
            expect(call).toThrow(RangeError);
          } else if (P * most < total * (1 - 1e-9)) {
            met++;
            for (const batch of plain(call())) expect(new Set(batch).size).toBe(P);
          }
        },
      ),
      { numRuns: rounds(1000), seed: 6 },
    );
    expect(met).toBeGreaterThan(rounds(1000) / 10);
  });

  it.each([undefined, new Map(codes.map((code) => [code, 1 + (code % 3)]))])(
    'continues anywhere (target %#)',
    (target) => {
      const options = { target, numBatches: 60, seed: undefined };
      const run = (seed: number) => make({ ...options, seed });
      const epochs = [0, 1, 9].map((epoch) => [...run(1).indices(epoch)]);
      const sampler = run(1);
      sampler.setEpoch(9);
      expect(plain(sampler).flat()).toEqual(epochs[2]);
      expect(epochs[1]).not.toEqual(epochs[0]);
      expect([...run(2).indices(0)]).not.toEqual(epochs[0]);
      for (const at of [0, 1, 30, 59, 60, 100]) {
        const before = run(1);
        before.take(at);
        const after = make(options);
        after.restore(JSON.parse(JSON.stringify(before.state())));
        expect([...after.fill(new Uint32Array(12 * (120 - at)))]).toEqual([...epochs[0], ...epochs[1]].slice(12 * at));
      }
    },
  );

  it('refuses states of other settings', () => {
    const { sampler, fingerprint } = make().state();
    expect(sampler).toBe('ClassBatchSampler');
    const others = [
      make({ classesPerBatch: 4 }),
      make({ classesPerBatch: 4, itemsPerClass: 3 }),
      make({ numBatches: 3 }),
      make({ target: new Map(codes.map((code) => [code, 1 + (code % 2)])) }),
      new ClassBatchSampler([...labels, 0], { classesPerBatch: 3, itemsPerClass: 4, seed: 1, backend }),
    ];
    for (const other of others) {
      expect(other.state().fingerprint).not.toBe(fingerprint);
      expect(() => other.restore(make().state())).toThrow(/labels, classesPerBatch, itemsPerClass, numBatches, target/);
    }
  });

  it('has about as many draws as labels, unless it is told', () => {
    expect(make().numBatches).toBe(Math.ceil(120 / 12));
    expect(make({ classesPerBatch: 7, itemsPerClass: 5 }).length).toBe(4);
    expect(make().indices()).toHaveLength(120);
  });

  it('shows its settings', () => {
    const target = new Map(codes.map((code) => [code, code + 1]));
    const sampler = make({ target });
    expect(sampler.labels).toEqual(labels);
    expect(sampler.target).toEqual(target);
    expect([sampler.classesPerBatch, sampler.itemsPerClass, sampler.batchSize]).toEqual([3, 4, 12]);
    expect([sampler.seed, sampler.backend, sampler.dropLast]).toEqual([1, backend, false]);
  });

  it('gives batches whose classes can be counted', () => {
    const { classes, counts } = batchClassCounts(make(), labels);
    expect(classes).toHaveLength(7);
    expect(counts).toHaveLength(10);
    for (const row of counts) expect([...row].sort()).toEqual([0, 0, 0, 0, 4, 4, 4]);
  });

  it('gives ranks whole batches, and a loader items', () => {
    const run = plain(make());
    const ranks = [0, 1].map((rank) => new DistributedBatchSampler(make(), { numReplicas: 2, rank }));
    expect(ranks.map(plain)).toEqual([0, 1].map((rank) => run.filter((_, i) => i % 2 === rank)));
    const loader = new DataLoader(labels, { batchSampler: make(), collate: (items) => items });
    for (const items of loader) expect([...countsOf(items).values()]).toEqual([4, 4, 4]);
  });
});

describe('what cannot be met is refused', () => {
  const labels = ['a', 'b', 'b', 'c'];
  it.each([
    [
      { classesPerBatch: 4 },
      /^classesPerBatch must be at most 3, the number of classes in labels, got 4: a class is at most once in a batch$/,
    ],
    [
      { target: { a: 1, b: 0, c: 0 } },
      /^classesPerBatch must be at most 1, the number of classes with a positive share, got 2: a class is at most once/,
    ],
    [
      { target: { a: 1, b: 2.1, c: 1 } },
      /^target of "b" must be at most 1 \/ classesPerBatch of the total, which is 50 %, got about 51\.21 %: a class is/,
    ],
    [
      { classesPerBatch: 3, target: { a: 1, b: 1, c: 1.01 } },
      /^target of "c" must be at most 1 \/ classesPerBatch of the total, which is 33\.33 %, got about 33\.55 %: a c/,
    ],
    [{ target: { a: 1 } as never }, /^target must name every class, "b" is missing/],
    [{ target: { a: 0, b: 0, c: 0 } }, /^target must have a positive share, got only zeros$/],
    [{ target: { a: 1, b: -1, c: 2 } }, /^target\["b"\] must be a finite number of at least 0, got -1$/],
  ])('%o', (options, message) => {
    const call = () => new ClassBatchSampler(labels, { classesPerBatch: 2, itemsPerClass: 2, ...options });
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });

  it('but a share of exactly one class in each batch is met, as decimals mean it', () => {
    for (const target of [
      { a: 0.1, b: 0.2, c: 0.1 },
      { a: 0.3, b: 0.4, c: 0.1 },
      { a: 1 / 3, b: 1 / 2, c: 1 / 6 },
    ]) {
      const sampler = new ClassBatchSampler(labels, {
        ...{ classesPerBatch: 2, itemsPerClass: 1, numBatches: 30, seed: 1, target },
      });
      for (const batch of sampler) expect(Array.from(batch, (index) => labels[index])).toContain('b');
    }
  });
});
