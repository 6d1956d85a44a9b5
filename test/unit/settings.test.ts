// What a sampler, loader, generator or pool was made with: readable, not assignable, and shown by JSON.stringify and
// console.log.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DataLoader,
  DistributedBatchSampler,
  DistributedSampler,
  RandomSampler,
  SequentialSampler,
  SubsetRandomSampler,
  SystematicSampler,
  WeightedRandomSampler,
} from '../../src/index.js';
import { batchCases } from '../support/settings-batches.js';
import { backend, batches, dataset, inner, cases as others, place } from '../support/settings-cases.js';
import { loaderCases } from '../support/settings-loaders.js';
import { mixtureCases } from '../support/settings-mixtures.js';

const cases = [...others, ...batchCases, ...loaderCases, ...mixtureCases];

/** Copies are equal, everything else is the very same. `toEqual` would loop over samplers. */
function expectSetting(name: string, actual: unknown, expected: unknown): void {
  if (['weights', 'labels', 'target', 'groups'].includes(name) || ArrayBuffer.isView(expected))
    expect(actual).toEqual(expected);
  else if (name === 'sources') {
    expect(actual).toHaveLength((expected as unknown[]).length);
    for (const [i, source] of (expected as unknown[]).entries()) expect((actual as unknown[])[i]).toBe(source);
  } else expect(actual, name).toBe(expected);
}

describe.each(cases)('a %s', (_, made, settings, shown) => {
  const fields = made as Record<string, unknown>;

  it('shows its settings, and refuses others', () => {
    const names = Object.keys(settings);
    for (const always of ['length', 'seed', 'epoch', 'position']) if (always in made) names.push(always);
    for (const name of names) {
      if (name in settings) expectSetting(name, fields[name], settings[name]);
      for (const value of [fields[name], 64, [0, 1]]) {
        expect(() => {
          fields[name] = value;
        }, name).toThrow(TypeError);
      }
      if (name in settings) expectSetting(name, fields[name], settings[name]);
    }
  });

  it('says what it is as JSON', () => {
    expect(JSON.parse(JSON.stringify(made))).toEqual(shown);
  });

  it('says what it is to console.log', () => {
    const custom = (made as Record<symbol, unknown>)[Symbol.for('nodejs.util.inspect.custom')];
    expect(custom).toBeTypeOf('function');
    const text = (custom as (...args: unknown[]) => string).call(
      made,
      2,
      { depth: 2 },
      (value: unknown, options: unknown) => {
        expect(options).toEqual({ depth: 2 });
        return JSON.stringify(value);
      },
    );
    const { type, ...rest } = JSON.parse(JSON.stringify(made));
    expect(text).toBe(`${type} ${JSON.stringify(rest)}`);
  });
});

it('arrays that settings give are copies', () => {
  const weighted = new WeightedRandomSampler([1, 2, 5], 100, { seed: 3, backend });
  const before = weighted.indices();
  weighted.weights.fill(0);
  expect(weighted.weights).toEqual(Float64Array.of(1, 2, 5));
  expect(weighted.indices()).toEqual(before);
  batches.labels.fill('b');
  batches.target.set('a', 9);
  expect([batches.labels, batches.target.get('a')]).toEqual([['a', 'b', 'a', 'a'], 3]);
});

it('a list that a SubsetRandomSampler is assigned is refused, and its draws stay', () => {
  const subset = new SubsetRandomSampler([4, 4, 9], { seed: 6, backend }) as unknown as { indices: unknown };
  expect(() => {
    subset.indices = [1, 2];
  }).toThrow(TypeError);
  const { indices } = subset as { indices(): Uint32Array };
  expect([...indices.call(subset)].sort()).toEqual([4, 4, 9]);
});

/** A sampler, loader, generator or pool, and what is handed out by it that is one too. */
function* reachable(made: unknown): Generator<object> {
  if (typeof made !== 'object' || made === null || !('toJSON' in made) || !('seed' in made || 'epoch' in made)) return;
  yield made;
  const { sampler, batchSampler, batches: wrapped, generator, sources } = made as Record<string, unknown>;
  for (const each of [sampler, batchSampler, wrapped, generator, ...((sources as unknown[]) ?? [])])
    yield* reachable(each);
}

it('nothing that is reachable has a setting that can be assigned, or is nameless', () => {
  const made = [
    ...cases.map(([, each]) => each),
    new DataLoader([...dataset, 'w'], {
      batchSampler: new DistributedBatchSampler(batches, { numReplicas: 2, rank: 0 }),
    }),
  ];
  const all = new Set(made.flatMap((each) => [...reachable(each)]));
  const types = new Set<string>();
  for (const each of all) {
    const before = JSON.stringify(each);
    types.add(JSON.parse(before).type);
    for (let level: object = each; level !== Object.prototype; level = Object.getPrototypeOf(level)) {
      for (const name of Object.getOwnPropertyNames(level)) {
        const { value, writable, set } = Object.getOwnPropertyDescriptor(level, name) as PropertyDescriptor;
        expect(set, name).toBeUndefined();
        if (typeof value !== 'function' && !name.startsWith('_')) expect(writable ?? false, name).toBe(false);
      }
    }
    const fields = each as Record<string, unknown>;
    for (const name of ['rank', 'numReplicas', 'dropLast', 'batches', 'numSamples', 'replacement', 'source', 'seed']) {
      if (!(name in each)) continue;
      expect(() => {
        fields[name] = 1;
      }, name).toThrow(TypeError);
    }
    expect(JSON.stringify(each)).toBe(before);
  }
  expect([...types]).toEqual(
    expect.arrayContaining([
      'DistributedBatchSampler.sampler',
      'StratifiedBatchSampler.sampler',
      'ClassBatchSampler.sampler',
      'DataLoader',
      'TorchGenerator',
    ]),
  );
  expect(types).not.toContain('Sampler');
});

it('what a wrapper puts in batches shows what it is', () => {
  const ranks = new DistributedBatchSampler(batches, { numReplicas: 2, rank: 1, dropLast: true });
  const draws = { seed: 2, backend, ...place };
  expect(JSON.parse(JSON.stringify(ranks.sampler))).toEqual({
    type: 'DistributedBatchSampler.sampler',
    numSamples: 2,
    numReplicas: 2,
    rank: 1,
    dropLast: true,
    pad: true,
    ...draws,
  });
  expect(JSON.parse(JSON.stringify(batches.sampler))).toEqual({
    type: 'StratifiedBatchSampler.sampler',
    classes: 2,
    numSamples: 4,
    ...draws,
  });
});

it.each<[string, { numSamples: number; length: number }, number]>([
  ['WeightedRandomSampler', inner, 7],
  ['SystematicSampler', new SystematicSampler([1, 2], 3, { seed: 4, backend }), 3],
  ['RandomSampler', new RandomSampler(3, { numSamples: 2, seed: 5, backend }), 2],
  ['SubsetRandomSampler', new SubsetRandomSampler([4, 4, 9], { seed: 6, backend }), 3],
  ['SequentialSampler', new SequentialSampler(5), 5],
  ['DistributedSampler', new DistributedSampler(inner, { numReplicas: 3, rank: 2 }), 3],
])('numSamples of a %s is its length', (_, sampler, length) => {
  expect([sampler.numSamples, sampler.length]).toEqual([length, length]);
  expect(() => {
    sampler.numSamples = 9;
  }).toThrow(TypeError);
});

it('a SubsetRandomSampler shows its list as given, as a copy', () => {
  const subset = new SubsetRandomSampler([9, 4, 9, 2], { seed: 6, backend });
  expect(subset.source).toEqual(Uint32Array.of(9, 4, 9, 2));
  subset.source.fill(0);
  expect(subset.source).toEqual(Uint32Array.of(9, 4, 9, 2));
  expect(subset.replacement).toBe(false);
});

describe('a sampler of one’s own with fields by our names', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const strange = [[1n], { a: 1n }, cycle, () => 1, Symbol('s'), true, null];
  const own = (fields: object) => ({ length: 3, [Symbol.iterator]: () => [0, 1, 2].values(), ...fields });
  const wrappers: [string, (sampler: ReturnType<typeof own>) => { seed?: unknown; toJSON(): object }][] = [
    ['BatchSampler', (sampler) => new BatchSampler(sampler, 2)],
    ['DistributedSampler', (sampler) => new DistributedSampler(sampler, { numReplicas: 1, rank: 0 })],
    ['BatchSampler of a share', (s) => new BatchSampler(new DistributedSampler(s, { numReplicas: 1, rank: 0 }), 2)],
    ['DataLoader', (sampler) => new DataLoader(dataset, { sampler })],
    ['DataLoader by batches', (sampler) => new DataLoader(dataset, { batchSampler: new BatchSampler(sampler, 2) })],
  ];

  it.each(wrappers)('does not keep a %s from saying what it is', (_, wrap) => {
    const plainly = JSON.stringify(wrap(own({})));
    for (const value of strange) {
      const wrapper = wrap(own({ seed: value, backend: value }));
      expect(JSON.stringify(wrapper)).toBe(plainly);
      expect(wrapper.seed).toBeUndefined();
    }
    for (const backend of [1n, 'gpu', 5]) expect(JSON.stringify(wrap(own({ backend })))).toBe(plainly);
    for (const [seed, text] of [
      [5, 5],
      ['run', 'run'],
      [2n ** 60n, String(2n ** 60n)],
    ]) {
      const wrapper = wrap(own({ seed }));
      expect(JSON.parse(JSON.stringify(wrapper)).seed).toBe(text);
      expect(wrapper.seed).toBe(seed);
    }
  });
});
