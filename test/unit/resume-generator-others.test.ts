// States of draws from a generator that others draw from, too.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DistributedSampler,
  RandomSampler,
  type Sampler,
  type SamplerState,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { someOf } from '../support/rounds.js';

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value));

describe.each(['wasm', 'js'] as const)('a state of draws from a generator that others draw from, %s', (backend) => {
  const kinds: Record<string, (generator: TorchGenerator) => Sampler & { length: number }> = {
    'several permutations': (generator) => new RandomSampler(3, { numSamples: 11, generator, backend }),
    'with replacement': (generator) => new RandomSampler(9, { replacement: true, numSamples: 100, generator, backend }),
    'of one item': (generator) => new RandomSampler(1, { numSamples: 4, generator, backend }),
    weights: (generator) => new WeightedRandomSampler([1, 2, 3], 7, { generator, backend }),
  };
  const wraps: Record<string, (sampler: Sampler) => BatchSampler | DistributedSampler | RandomSampler> = {
    alone: (sampler) => sampler as RandomSampler,
    batches: (sampler) => new BatchSampler(sampler, 2),
    'a rank': (sampler) => new DistributedSampler(sampler, { numReplicas: 2, rank: 1 }),
  };
  const cases = Object.keys(kinds).flatMap((kind) => Object.keys(wraps).map((wrap) => [kind, wrap] as const));

  it.each(cases)('%s, %s: goes on exactly, and is shown exactly', (kind, wrap) => {
    const make = (generator: TorchGenerator) => wraps[wrap](kinds[kind](generator));
    const { length } = make(new TorchGenerator(1));
    for (const first of someOf(
      Array.from({ length: length + 1 }, (_, i) => i),
      7,
    )) {
      for (let second = 0; second <= length; second += 1 + (second >> 2)) {
        const generator = new TorchGenerator(1);
        const sampler = make(generator);
        sampler.take(first);
        generator.nextUint32();
        sampler.take(second);
        generator.nextFloat();
        const state = json(sampler.state());
        const shown = sampler.indices();
        const [rest, word] = [sampler.take(2 * length), generator.nextUint64()];
        const other = new TorchGenerator(2);
        const again = make(other);
        again.restore(state);
        expect(again.state()).toEqual(state);
        expect(again.indices()).toEqual(shown);
        expect(again.take(2 * length), `${first}, ${second}`).toEqual(rest);
        expect(other.nextUint64()).toBe(word);
      }
    }
  });

  it('holds draws only where others drew between them, 4 bytes each', () => {
    const generator = new TorchGenerator(1);
    const sampler = new RandomSampler(9, { replacement: true, numSamples: 1000, generator, backend });
    sampler.take(500);
    expect(sampler.state().generator).not.toHaveProperty('later');
    generator.nextUint32();
    expect(sampler.state().generator).not.toHaveProperty('later');
    sampler.take(100);
    // 512 were taken before, 96 later
    expect(sampler.state().generator!.later).toHaveLength(512);
    sampler.take(400);
    expect(sampler.state().generator).not.toHaveProperty('later');
  });

  it('is refused where its draws are none of the sampler’s', () => {
    const make = () =>
      new RandomSampler(9, { replacement: true, numSamples: 100, generator: new TorchGenerator(1), backend });
    const sampler = make();
    sampler.take(32);
    sampler.generator!.nextUint32();
    sampler.take(1);
    const state = json(sampler.state());
    const again = make();
    const before = json(again.state());
    for (const [later, message] of [
      [5, /^state\.generator\.later must be at most 64 draws in base64, .* got 5$/],
      ['', /got 0 characters/],
      ['AAA!', /got 4 characters/],
      ['A'.repeat(400), /^state\.generator\.later must be at most 64 draws/],
      ['CQAAAA==', /^state\.generator\.later must hold draws below 9, got 9$/],
    ] as const) {
      expect(() => again.restore({ ...state, generator: { ...state.generator!, later: later as string } })).toThrow(
        message,
      );
      expect(again.state()).toEqual(before);
    }
    expect(() => again.restore({ ...state, generator: { ...state.generator!, gone: 1 as never } })).toThrow(TypeError);
    again.restore({ ...state, generator: { ...state.generator!, later: 'CAAAAA==' } });
    expect([...again.take(31)].pop()).toBe(8);
    expect(again.indices()[63]).toBe(8);
  });
});

describe('ranks over a generator’s sampler', () => {
  it.each([
    [1, 1],
    [1, 3],
    [2, 2],
    [2, 7],
    [5, 5],
  ])('of %i items, %i draws an epoch, go back to any state of theirs', (items, numSamples) => {
    for (const replicas of [1, 2, 3]) {
      const sampler = new RandomSampler(items, { numSamples, generator: new TorchGenerator(1) });
      const ranks = Array.from(
        { length: replicas },
        (_, rank) => new DistributedSampler(sampler, { numReplicas: replicas, rank }),
      );
      const step = () => ranks.map((rank) => rank.draw());
      const states: SamplerState[][] = [];
      const given: number[][] = [];
      for (let i = 0; i < 12; i++) {
        states.push(ranks.map((rank) => json(rank.state())));
        given.push(step());
      }
      for (let i = states.length - 1; i >= 0; i--) {
        ranks.forEach((rank, r) => {
          rank.restore(states[i][r]);
        });
        const again = given.slice(i).map(step);
        expect(again, `${replicas} ranks, from ${i}`).toEqual(given.slice(i));
      }
    }
  });

  it('go back, too, where another sampler has put the generator back already', () => {
    const generator = new TorchGenerator(1);
    const other = new RandomSampler(4, { generator });
    const rank = new DistributedSampler(new RandomSampler(7, { numSamples: 22, generator }), {
      numReplicas: 1,
      rank: 0,
    });
    rank.take(6);
    const states = [json(other.state()), json(rank.state())];
    const [draws, word] = [rank.take(2), generator.nextUint32()];
    other.restore(states[0]);
    rank.restore(states[1]);
    expect(rank.take(2)).toEqual(draws);
    expect(generator.nextUint32()).toBe(word);
  });

  it('of one item go on after a loop was left', () => {
    const rank = new DistributedSampler(new RandomSampler(1, { numSamples: 5, generator: new TorchGenerator(1) }), {
      numReplicas: 1,
      rank: 0,
    });
    rank.take(2);
    const state = json(rank.state());
    for (const _ of rank) break;
    rank.draw();
    rank.restore(state);
    expect([...rank.take(10)]).toEqual(new Array(10).fill(0));
  });

  it('whose epoch is gone still say so once they are restored', () => {
    const make = () => {
      const sampler = new RandomSampler(10, { numSamples: 25, generator: new TorchGenerator(1) });
      return [0, 1].map((rank) => new DistributedSampler(sampler, { numReplicas: 2, rank }));
    };
    const [a, b] = make();
    const first = b.take(3);
    for (const _ of a) break;
    a.draw();
    const state = json(b.state());
    expect(state.generator).toMatchObject({ gone: true });
    const [, again] = make();
    again.restore(state);
    expect(again.take(2)).toEqual(b.take(2));
    expect(first).toHaveLength(3);
    for (const rank of [b, again]) expect(() => rank.take(1)).toThrow(/^epoch 0 is no longer available: /);
  });
});
