// Samplers that are shared with other threads. Here one thread plays both: what is cloned is what would be posted.
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DistributedSampler, type SharedSampler, TorchGenerator, WeightedRandomSampler } from '../../src/index.js';
import { SLOTS } from '../../src/kernels/thread-memory.js';
import { backends } from '../support/backends.js';
import { rounds } from '../support/rounds.js';

/** Enough weights for a memory of their own. */
const MANY = 100_000;
const weightsOf = (n: number) => Float64Array.from({ length: n }, (_, i) => (i * 37 + 1) % 91);
/** Whether other threads could have the memory. */
const isShared = typeof SharedArrayBuffer === 'function' && globalThis.crossOriginIsolated !== false;

/** What another thread receives. */
function posted(sampler: WeightedRandomSampler): SharedSampler {
  const shared = sampler.share();
  return structuredClone(shared, { transfer: shared.transfer });
}

const place = ({ epoch, position }: WeightedRandomSampler) => [epoch, position];

describe.each(backends)('a sampler that is shared (%s)', (backend) => {
  const make = (n: number, numSamples: number, replacement: boolean, seed: number | string = 3) =>
    new WeightedRandomSampler(weightsOf(n), numSamples, { replacement, seed, backend });

  it('draws in the other thread what it draws here, from where it stands', () => {
    const setups = fc.record({
      n: fc.integer({ min: 2, max: 300 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      replacement: fc.boolean(),
      seed: fc.oneof(fc.nat(), fc.string()),
      epoch: fc.nat(1000),
      skipped: fc.nat(500),
      other: fc.constantFrom('auto' as const, 'js' as const),
    });
    fc.assert(
      fc.property(setups, ({ n, part, replacement, seed, epoch, skipped, other }) => {
        const positives = weightsOf(n).filter((weight) => weight > 0).length;
        const sampler = make(n, 1 + Math.floor(part * (positives - 1)), replacement, seed);
        sampler.setEpoch(epoch);
        sampler.skip(skipped);
        const attached = WeightedRandomSampler.attach(posted(sampler), { backend: other });
        expect(attached.state()).toEqual(sampler.state());
        expect(attached.seed).toBe(sampler.seed);
        expect(attached.probabilities()).toEqual(sampler.probabilities());
        expect(attached.weights).toEqual(sampler.weights);
        expect([attached.length, attached.replacement]).toEqual([sampler.length, replacement]);
        expect([...attached.take(100)]).toEqual([...sampler.take(100)]);
        const saved = sampler.state();
        expect(attached.draw()).toBe(sampler.draw());
        attached.restore(saved);
        expect([...attached]).toEqual(
          [...make(n, sampler.length, replacement, seed).indices(saved.epoch)].slice(saved.position),
        );
      }),
      { numRuns: rounds(200) },
    );
  });

  it.each([true, false])('may have many weights, replacement %s', (replacement) => {
    const sampler = make(MANY, 50_000, replacement);
    const shared = posted(sampler);
    expect(shared.memory !== undefined).toBe(isShared && backend === 'wasm');
    const all = ['auto', 'js', 'auto'] as const;
    const attached = all.map((other) => WeightedRandomSampler.attach(shared, { backend: other }));
    expect(attached.map((each) => each.backend)).toEqual(['wasm', 'js', 'wasm']);
    const expected = [...make(MANY, 50_000, replacement).take(120_000)];
    for (const each of attached) expect([...each.take(120_000)]).toEqual(expected);
    expect([...sampler.take(120_000)]).toEqual(expected);
  });

  it('moves by itself, and the other does, too', () => {
    const sampler = make(MANY, 1000, true);
    const [a, b] = [posted(sampler), posted(sampler)].map((each) => WeightedRandomSampler.attach(each));
    sampler.take(10);
    a.take(20);
    expect([sampler, a, b].map(place)).toEqual([
      [0, 10],
      [0, 20],
      [0, 0],
    ]);
    const interleaved = [a.draw(), sampler.draw(), b.draw(), a.draw(), sampler.draw(), b.draw()];
    const epoch = make(MANY, 1000, true).indices();
    expect(interleaved).toEqual([epoch[20], epoch[10], epoch[0], epoch[21], epoch[11], epoch[1]]);
  });

  it('goes on being shared from the other thread', () => {
    const first = WeightedRandomSampler.attach(posted(make(MANY, 1000, true)));
    const second = WeightedRandomSampler.attach(posted(first));
    expect([...second.take(5000)]).toEqual([...first.take(5000)]);
  });

  it('outlives the one that shared it', () => {
    const sampler = make(MANY, 1000, true);
    const attached = WeightedRandomSampler.attach(posted(sampler));
    sampler._dispose();
    expect(() => sampler.share()).toThrow('the sampler was disposed of');
    // as large a sampler: it would have the memory that was freed
    const next = new WeightedRandomSampler(new Float64Array(MANY).fill(1), 1000, { seed: 1, backend });
    next.take(1000);
    expect([...attached.take(3000)]).toEqual([...make(MANY, 1000, true).take(3000)]);
    attached._dispose();
    expect(() => attached.draw()).toThrow('the sampler was disposed of');
  });

  it('may be read by ranks, and by a subclass', () => {
    class Own extends WeightedRandomSampler {
      get isOwn() {
        return true;
      }
    }
    const attached = Own.attach(posted(make(100, 50, true)));
    expect((attached as Own).isOwn).toBe(true);
    const ranks = [attached, make(100, 50, true)].map(
      (each) => new DistributedSampler(each, { numReplicas: 3, rank: 1 }),
    );
    expect([...ranks[0]]).toEqual([...ranks[1]]);
  });
});

it('pages of a memory are used again, and a memory without free ones grows', () => {
  const sampler = new WeightedRandomSampler(weightsOf(MANY), 1000, { seed: 1, backend: 'wasm' });
  const shared = posted(sampler);
  const expected = [...sampler.indices()];
  const attached = Array.from({ length: SLOTS + 3 }, () => WeightedRandomSampler.attach(shared));
  for (const each of attached) expect(each.draw()).toBe(expected[0]);
  for (const each of attached) expect([...each.take(999)]).toEqual(expected.slice(1));
  const bytes = shared.memory?.buffer.byteLength;
  for (const each of attached) {
    each._dispose();
    each._dispose();
  }
  for (let i = 0; i < 3 * SLOTS; i++) {
    const each = WeightedRandomSampler.attach(shared);
    expect(each.draw()).toBe(expected[0]);
    each._dispose();
  }
  expect(shared.memory?.buffer.byteLength).toBe(bytes);
});

it('a memory that is full is copied', () => {
  const sampler = new WeightedRandomSampler(weightsOf(MANY), 1000, { seed: 1, backend: 'wasm' });
  const { memory, slots } = sampler.share();
  // a page that is not cross-origin isolated copies anyway
  slots?.fill(1);
  for (let pages = 2 ** 16; memory && pages >= 1; ) {
    try {
      memory.grow(pages);
    } catch {
      pages /= 2;
    }
  }
  const bytes = memory?.buffer.byteLength;
  const all = [1, 2, 3].map(() => WeightedRandomSampler.attach(posted(sampler)));
  sampler._dispose();
  const expected = [...new WeightedRandomSampler(weightsOf(MANY), 1000, { seed: 1 }).take(3000)];
  for (const each of all) expect([...each.take(3000)]).toEqual(expected);
  expect(memory?.buffer.byteLength).toBe(bytes);
});

it('a copy is one where threads cannot share memory', () => {
  vi.stubGlobal('crossOriginIsolated', false);
  try {
    const sampler = new WeightedRandomSampler(weightsOf(MANY), 1000, { seed: 1, backend: 'wasm' });
    const shared = sampler.share();
    expect(shared.memory).toBeUndefined();
    expect(shared.transfer.map(({ byteLength }) => byteLength)).toEqual([8 * MANY, 8 * 2 ** 17 + 4]);
    const sent = structuredClone(shared, { transfer: shared.transfer });
    expect(shared.weights).toHaveLength(0);
    expect([...WeightedRandomSampler.attach(sent).take(2000)]).toEqual([...sampler.take(2000)]);
    expect(() => WeightedRandomSampler.attach(shared)).toThrow('was transferred before');
  } finally {
    vi.unstubAllGlobals();
  }
});

describe('what cannot be shared or attached', () => {
  it('a sampler with a generator', () => {
    for (const replacement of [true, false]) {
      const sampler = new WeightedRandomSampler([1, 2], 2, { replacement, generator: new TorchGenerator(1) });
      expect(() => sampler.share()).toThrow('a sampler with a generator cannot be shared');
    }
  });

  it.each([
    [undefined, /^shared must come from share\(\) of a WeightedRandomSampler, got undefined/],
    [null, /^shared must come from share/],
    [{}, /^shared must come from share/],
    [structuredClone({ ...new WeightedRandomSampler([1, 2]) }), /^shared must come from share/],
    [new WeightedRandomSampler([1, 2]), /^shared must come from share/],
  ])('%o', (shared, message) => {
    expect(() => WeightedRandomSampler.attach(shared as never)).toThrow(message);
    expect(() => WeightedRandomSampler.attach(shared as never)).toThrow(TypeError);
  });

  it.each([10, MANY])('what was changed, of %i weights', (n) => {
    const shared = posted(new WeightedRandomSampler(weightsOf(n), 5, { seed: 1 }));
    const damaged = /^shared is damaged, or was transferred before/;
    const { weights, table, memory, slots } = shared;
    const cases: [object, RegExp][] = [
      [{ version: 2 }, /^shared\.version must be 1, got 2: use one version of loaded-dice in all threads/],
      [{ version: undefined }, /^shared\.version must be 1, got undefined/],
      [{ sampler: 'RandomSampler' }, /^shared must come from share/],
      [{ numSamples: 0 }, damaged],
      [{ numSamples: 2.5 }, damaged],
      [{ seed: -1 }, /^seed must be/],
      [{ epoch: -1 }, damaged],
      [{ position: 1.5 }, damaged],
      [{ position: 5 }, damaged],
      [{ positives: 0 }, damaged],
      [{ positives: n + 1 }, damaged],
      [{ replacement: 1 }, damaged],
      [{ replacement: false, positives: 4 }, damaged],
      [{ weights: weights.subarray(n / 2) }, damaged],
      [{ weights: new Float64Array(0) }, damaged],
      [{ weights: [...weights.subarray(0, 10)] }, damaged],
      [{ weights: undefined }, damaged],
      [{ table: table.subarray(1) }, damaged],
      [{ table: undefined }, damaged],
      [{ table: new Float64Array(table.length) }, damaged],
    ];
    if (memory && slots) {
      const smaller = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      cases.push([{ memory: smaller }, damaged], [{ memory: {} }, damaged], [{ slots: undefined }, damaged]);
      cases.push(
        [{ slots: slots.subarray(1) }, damaged],
        [{ slots: new Uint32Array(table.buffer, 4, SLOTS) }, damaged],
      );
      const last = new Uint32Array(memory.buffer, memory.buffer.byteLength - 65536, SLOTS);
      cases.push([{ slots: last }, damaged]);
    }
    for (const [change, message] of cases) {
      expect(
        () => WeightedRandomSampler.attach({ ...shared, ...change } as never),
        JSON.stringify(Object.keys(change)),
      ).toThrow(message);
    }
    expect(WeightedRandomSampler.attach(shared).take(3)).toHaveLength(3);
  });

  it('wrong options', () => {
    const shared = posted(new WeightedRandomSampler([1, 2], 5, { seed: 1 }));
    for (const [options, message] of [
      [{ backend: 'gpu' }, /^backend must be 'auto' or 'wasm' or 'js', got "gpu"/],
      [{ seed: 1 }, /^options has no "seed"; known are backend/],
      ['js', /^options must be an object like \{ backend: … \}, got "js"/],
    ] as const) {
      expect(() => WeightedRandomSampler.attach(shared, options as never)).toThrow(message);
    }
  });
});
