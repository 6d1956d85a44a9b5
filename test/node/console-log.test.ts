// What console.log shows of a sampler, loader, generator or pool in Node, and that it never throws.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ImageFolder } from '../../src/images.js';
import {
  BatchSampler,
  ClassBatchSampler,
  ConcatDataset,
  DataLoader,
  DistributedBatchSampler,
  GroupBatchSampler,
  PcgGenerator,
  RandomSampler,
  StratifiedBatchSampler,
  Subset,
  TorchGenerator,
  WeightedPicker,
  WeightedRandomSampler,
} from '../../src/index.js';
import { SamplerPool } from '../../src/parallel.js';

const backend = 'js';
const weighted = new WeightedRandomSampler([1, 2], 3, { seed: 1, backend });
const batches = new StratifiedBatchSampler(['a', 'b'], { batchSize: 2, seed: 2, backend });
const images = mkdtempSync(join(tmpdir(), 'loaded-dice-shown-'));
mkdirSync(join(images, 'cat'));
writeFileSync(join(images, 'cat/1.png'), '');
const all: object[] = [
  weighted,
  new RandomSampler(3, { seed: 1, backend }),
  new BatchSampler([0, 1], 2),
  batches,
  new ClassBatchSampler(['a', 'b'], { classesPerBatch: 2, itemsPerClass: 1, seed: 2, backend }),
  new GroupBatchSampler(weighted, ['a', 'b'], 2),
  new DistributedBatchSampler(batches, { numReplicas: 2, rank: 0 }),
  new DataLoader(['a']),
  new Subset(['a', 'b'], [1]),
  new ConcatDataset([['a'], ['b']]),
  new ImageFolder(images, { size: 1 }),
  WeightedPicker.from({ sword: 3 }, { seed: 1 }),
  new TorchGenerator(1),
  new PcgGenerator(1),
  new SamplerPool({ threads: 1 }),
];

describe('console.log', () => {
  class Mine extends WeightedRandomSampler {}
  class Loader extends DataLoader<string> {}
  class Torch extends TorchGenerator {}
  class Pcg extends PcgGenerator {}
  class Pool extends SamplerPool {}
  class Grand extends Mine {}
  const subclasses: [string, { toJSON(): { type: string } }][] = [
    ['Mine', new Mine([1], 1, { seed: 1, backend })],
    ['Grand', new Grand([1], 1, { seed: 1, backend })],
    ['Loader', new Loader(['a'])],
    ['Torch', new Torch(1)],
    ['Pcg', new Pcg(1)],
    ['Pool', new Pool({ threads: 1 })],
  ];

  it.each(subclasses)('shows %s, a class of one’s own, by its name', (name, made) => {
    expect(made.toJSON().type).toBe(name);
    expect(inspect(made)).toMatch(new RegExp(`^${name} \\{`));
  });

  it('shows our name where there is none of its own, or a minifier gave ours another', () => {
    const anonymous = new (class extends WeightedRandomSampler {})([1], 1, { seed: 1, backend });
    Object.defineProperty(anonymous.constructor, 'name', { value: '' });
    expect(anonymous.toJSON().type).toBe('WeightedRandomSampler');
    class a extends RandomSampler {}
    class b extends a {}
    const name = Object.getOwnPropertyDescriptor(RandomSampler, 'name') as PropertyDescriptor;
    Object.defineProperty(RandomSampler, 'name', { value: 'c', configurable: true });
    try {
      expect(new b(3, { seed: 1, backend }).toJSON().type).toBe('RandomSampler');
    } finally {
      Object.defineProperty(RandomSampler, 'name', name);
    }
    expect(new b(3, { seed: 1, backend }).toJSON().type).toBe('b');
  });

  it('a state of a class of one’s own is its base’s', () => {
    const mine = new Mine([1, 2], 9, { seed: 1, backend });
    mine.take(4);
    const base = new WeightedRandomSampler([1, 2], 9, { seed: 1, backend });
    base.restore(mine.state());
    expect(base.take(9)).toEqual(mine.take(9));
  });

  it('never throws: of a Proxy, of an object without the private fields, of a prototype', () => {
    const throwing = () => {
      throw new Error('trapped');
    };
    for (const made of all) {
      const hostile = new Proxy(made, { get: throwing, has: throwing, getPrototypeOf: throwing });
      for (const each of [new Proxy(made, {}), hostile]) expect(inspect(each)).toMatch(/^\[not readable: a Proxy\?\]$/);
      expect(inspect(Object.create(made))).toMatch(/^\[not readable/);
      expect(inspect({ each: new Proxy(made, {}) })).toMatch(/each: \[not readable/);
      expect(inspect(Object.getPrototypeOf(made))).not.toContain('inspect');
    }
  });

  it('a frozen prototype of one’s own can be constructed', () => {
    class Frozen extends TorchGenerator {}
    Object.freeze(Frozen.prototype);
    expect(new Frozen(1).nextUint32()).toBe(new TorchGenerator(1).nextUint32());
  });
});
