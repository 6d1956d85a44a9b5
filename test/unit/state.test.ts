import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchSampler, type SamplerState, SequentialSampler, WeightedRandomSampler } from '../../src/index.js';
import { at, backends, kinds, SEED, streamOf, WEIGHTS, weighted } from '../support/sampler-cases.js';

const throughJson = (state: SamplerState): SamplerState => JSON.parse(JSON.stringify(state));

describe.each(kinds)('a state of a $name', ({ make }) => {
  it('continues exactly there, wherever that is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.nat(1500), fc.boolean(), (length, cut, looping) => {
        const sampler = make(length);
        if (looping) {
          for (const _ of sampler) if (at(sampler)[1] === cut % length) break;
        } else {
          sampler.take(cut);
        }
        const state = throughJson(sampler.state());
        const again = make(length);
        again.restore(state);
        expect(at(again)).toEqual(at(sampler));
        expect(again.state()).toEqual(sampler.state());
        expect(again.take(2 * length + 3)).toEqual(sampler.take(2 * length + 3));
      }),
    );
  });

  it('taken within a loop is of the draw that comes next', () => {
    const sampler = make(300);
    const stream = streamOf(make(300), 300);
    const states = [];
    for (const _ of sampler) states.push(sampler.state());
    for (const place of [0, 127, 128, 200, 298]) {
      const again = make(300);
      again.restore(states[place]);
      expect(at(again)).toEqual([0, place + 1]);
      expect([...again]).toEqual(stream.slice(place + 1));
    }
    expect([states[299].epoch, states[299].position]).toEqual([1, 0]);
  });

  it('continues batches within an epoch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(40), fc.boolean(), (size, cut, dropLast) => {
        const batches = new BatchSampler(make(50), size, dropLast);
        batches.take(cut);
        const again = new BatchSampler(make(50), size, dropLast);
        again.restore(throughJson(batches.state()));
        expect(at(again)).toEqual(at(batches));
        expect(again.take(30)).toEqual(batches.take(30));
      }),
    );
  });

  it('goes back as well as on, and leaves a loop under way alone', () => {
    const sampler = make(20);
    sampler.take(3);
    const early = sampler.state();
    const seen: number[] = [];
    for (const index of sampler) {
      seen.push(index);
      if (seen.length === 5) sampler.restore(early);
    }
    expect(seen).toEqual(streamOf(make(20), 20).slice(3));
    expect(at(sampler)).toEqual([0, 3]);
  });

  it('is small, plain JSON', () => {
    const state = make(20).state();
    expect(throughJson(state)).toEqual(state);
    expect(JSON.stringify(state).length).toBeLessThan(200);
    expect(state.version).toBe(1);
  });
});

describe.each(backends)('a weighted state from %s', (backend) => {
  it('continues on either backend', () => {
    const sampler = weighted(backend, 1000);
    sampler.take(1234);
    const state = throughJson(sampler.state());
    const expected = sampler.take(3000);
    const batches = new BatchSampler(weighted(backend, 1000), 32);
    batches.take(40);
    const batchState = throughJson(batches.state());
    const next = batches.take(50);
    for (const other of backends) {
      const again = weighted(other, 1000);
      again.restore(state);
      expect(again.take(3000)).toEqual(expected);
      const batchesAgain = new BatchSampler(weighted(other, 1000), 32);
      batchesAgain.restore(batchState);
      expect(batchesAgain.take(50)).toEqual(next);
    }
  });

  it('gives its seed to a sampler that was given none', () => {
    const sampler = new WeightedRandomSampler(WEIGHTS, 100, { backend });
    sampler.take(30);
    const again = new WeightedRandomSampler(WEIGHTS, 100, { backend });
    again.restore(throughJson(sampler.state()));
    expect(again.seed).toBe(sampler.seed);
    expect(again.take(300)).toEqual(sampler.take(300));
  });

  it('gives its seed through a BatchSampler too', () => {
    const batches = new BatchSampler(new WeightedRandomSampler(WEIGHTS, 100, { backend }), 7);
    batches.take(20);
    const again = new BatchSampler(new WeightedRandomSampler(WEIGHTS, 100, { backend }), 7);
    again.restore(throughJson(batches.state()));
    expect(again.seed).toBe(batches.seed);
    expect(again.take(40)).toEqual(batches.take(40));
  });

  it('gives none to a sampler that has drawn: somebody may hold draws of its own seed', () => {
    const sampler = new WeightedRandomSampler(WEIGHTS, 100, { backend });
    const { seed } = sampler;
    const batches = new BatchSampler(sampler, 7);
    batches.draw();
    for (const drawn of [sampler, batches]) {
      const state = { ...drawn.state(), seed: SEED };
      expect(() => drawn.restore(state)).toThrow(`make the sampler with { seed: ${SEED} }, or without a seed`);
    }
    expect([sampler.seed, sampler.position, batches.position]).toEqual([seed, 0, 1]);
  });

  it('takes 1, 1n and ‘1’ for the same seed', () => {
    const [number, bigint, string] = [1, 1n, '1'].map(
      (seed) => new WeightedRandomSampler(WEIGHTS, 9, { seed, backend }),
    );
    number.take(4);
    for (const other of [bigint, string]) {
      other.restore(throughJson(number.state()));
      expect(other.take(20)).toEqual(new WeightedRandomSampler(WEIGHTS, 9, { seed: 1, backend }).take(24).subarray(4));
    }
    expect(bigint.seed).toBe(1n);
  });
});

/** A state as it was before elastic resumption: its shape matters to that alone. */
function withoutShape({ shape, ...state }: SamplerState): SamplerState {
  expect(shape).toBeDefined();
  return state;
}

/** States that no sampler of `make` may take, made from one that it may. */
function wrongStates(good: SamplerState, others: Record<string, SamplerState>): [string, unknown][] {
  const wrong: [string, unknown][] = Object.entries(others);
  for (const field of Object.keys(good)) {
    const { [field as keyof SamplerState]: _, ...rest } = good;
    wrong.push([`without ${field}`, rest]);
    for (const value of [null, undefined, [], {}, Number.NaN, true])
      wrong.push([`${field} ${String(value)}`, { ...good, [field]: value }]);
  }
  for (const value of [null, undefined, [], [good], 'state', JSON.stringify(good), 5, true, {}])
    wrong.push([`${value}`, value]);
  for (const value of [-1, 0.5, 2 ** 53, Infinity, '1', 1n]) {
    wrong.push([`epoch ${value}`, { ...good, epoch: value }]);
    wrong.push([`position ${value}`, { ...good, position: value }]);
  }
  wrong.push(['version 2', { ...good, version: 2 }], ['version ‘1’', { ...good, version: '1' }]);
  return wrong;
}

describe.each(backends)('a wrong state, %s, is refused, and nothing changes', (backend) => {
  const make = (options = {}, weights = WEIGHTS, length = 50) =>
    new WeightedRandomSampler(weights, length, { backend, ...options });
  const seeded = { seed: 5 };
  const good = make(seeded).state();
  const changed = WEIGHTS.with(3, WEIGHTS[3] * (1 + 2 ** -52));
  const others = {
    'other weights': make(seeded, changed).state(),
    'weights in another order': make(seeded, WEIGHTS.toReversed()).state(),
    'one weight more': make(seeded, [...WEIGHTS, 0]).state(),
    'other numSamples': make(seeded, WEIGHTS, 51).state(),
    'another kind': new SequentialSampler(50).state(),
    'a batch sampler': new BatchSampler(make(seeded), 1).state(),
    'a position beyond the epoch': { ...good, position: 50 },
    'a position far beyond': { ...good, position: 2 ** 53 - 1 },
  };

  it.each(wrongStates(good, { ...others, 'another seed': make({ seed: 6 }).state() }))('%s', (_, state) => {
    const [sampler, twin] = [make(seeded), make(seeded)];
    for (const each of [sampler, twin]) each.take(73);
    expect(() => sampler.restore(state as SamplerState)).toThrow(/state|seed/);
    expect(at(sampler)).toEqual([1, 23]);
    expect(sampler.seed).toBe(5);
    expect(sampler.take(80)).toEqual(twin.take(80));
  });

  it.each(wrongStates(good, others))('%s, of a sampler without a seed', (_, state) => {
    const sampler = make();
    const { seed } = sampler;
    const twin = make({ seed });
    for (const each of [sampler, twin]) each.take(73);
    expect(() => sampler.restore(state as SamplerState)).toThrow(/state|seed/);
    expect(at(sampler)).toEqual([1, 23]);
    expect(sampler.seed).toBe(seed);
    expect(sampler.take(80)).toEqual(twin.take(80));
  });

  it.each(
    wrongStates(withoutShape(new BatchSampler(make(seeded), 8).state()), {
      'other batches': new BatchSampler(make(seeded), 9).state(),
      'whole batches alone': new BatchSampler(make(seeded), 8, true).state(),
      'of other weights': new BatchSampler(make(seeded, changed), 8).state(),
      'of another sampler': new BatchSampler(new SequentialSampler(50), 8).state(),
      'another seed': new BatchSampler(make({ seed: 6 }), 8).state(),
      'the wrapped sampler': good,
      'a batch beyond the epoch': { ...new BatchSampler(make(seeded), 8).state(), position: 7 },
    }),
  )('%s, of a batch sampler', (_, state) => {
    const batches = new BatchSampler(make(seeded), 8);
    batches.take(9);
    expect(() => batches.restore(state as SamplerState)).toThrow(/state|seed/);
    expect(at(batches)).toEqual([1, 2]);
    expect(batches.draw()).toEqual(make(seeded).indices(1).slice(16, 24));
  });
});

it('a state says what is wrong with it', () => {
  const sampler = weighted('js', 10);
  const good = sampler.state();
  const because = (change: object) => () => sampler.restore({ ...good, ...change } as SamplerState);
  expect(because({ version: 3 })).toThrow(new RangeError('state.version must be 1, got 3'));
  expect(because({ position: 10 })).toThrow(/^state\.position must be below 10, the length of an epoch, got 10$/);
  expect(because({ epoch: -2 })).toThrow(/state\.epoch must be a non-negative integer, got -2/);
  expect(because({ epoch: '2' })).toThrow(TypeError);
  expect(because({ seed: SEED + 1 })).toThrow(
    new RegExp(`state is of seed ${SEED + 1}, this one has ${SEED}: make the sampler with`),
  );
  expect(because({ sampler: 'RandomSampler' })).toThrow(
    /must be of a WeightedRandomSampler, got one of "RandomSampler"/,
  );
  expect(because({ fingerprint: 'feed' })).toThrow(
    /different settings \(weights, numSamples, replacement\): fingerprint "feed"/,
  );
  expect(() => sampler.restore('{}' as never)).toThrow(new TypeError('state must come from state(), got "{}"'));
  const { epoch: _, ...rest } = good;
  expect(() => sampler.restore(rest as SamplerState)).toThrow(/state has no epoch/);
});
