// What each sampler takes from a generator, and when.
import { describe, expect, it } from 'vitest';
import {
  BatchSampler,
  DistributedSampler,
  multinomial,
  RandomSampler,
  type SamplerState,
  SubsetRandomSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from '../../src/index.js';
import { at, backends } from '../support/sampler-cases.js';
import { next, randperm, WEIGHTS } from '../support/torch-hand.js';

describe.each(backends)('with a generator, %s,', (backend) => {
  it('a RandomSampler takes what PyTorch’s generator function does, one permutation after the other', () => {
    const generator = new TorchGenerator(5);
    const hand = new TorchGenerator(5);
    const sampler = new RandomSampler(10, { numSamples: 25, generator, backend });
    const seen: number[] = [];
    for (const index of sampler) {
      seen.push(index);
      if (seen.length % 10 === 1) expect(seen.slice(-1)).toEqual(randperm(hand, 10).slice(0, 1));
      expect(next(generator)).toBe(next(hand));
      if (seen.length === 12) break;
    }
    // left early: nothing more is taken, and the next epoch begins with a permutation of its own
    expect(next(generator)).toBe(next(hand));
    expect([...sampler].slice(0, 10)).toEqual(randperm(hand, 10));
  });

  it('a RandomSampler ends by the permutation of which PyTorch’s gives nothing, unless it is left', () => {
    const [generator, hand] = [new TorchGenerator(5), new TorchGenerator(5)];
    const sampler = new RandomSampler(10, { generator, backend });
    const states: SamplerState[] = [];
    for (const index of sampler) {
      states.push(sampler.state());
      expect(index).toBeLessThan(10);
    }
    randperm(hand, 10);
    randperm(hand, 10);
    expect(next(generator)).toBe(next(hand));
    // the state within the last turn is that of the epoch that is over
    const other = new TorchGenerator(1);
    const again = new RandomSampler(10, { generator: other, backend });
    again.restore(states[9]);
    expect(at(again)).toEqual([1, 0]);
    expect(next(other)).toBe(next(hand));

    let left = 10;
    for (const _ of sampler) if (--left === 0) break;
    randperm(hand, 10);
    expect(next(generator)).toBe(next(hand));
    expect(at(sampler)).toEqual([2, 0]);
    expect([...sampler.take(10)]).toEqual(randperm(hand, 10));
    randperm(hand, 10);
    expect(next(generator)).toBe(next(hand));
  });

  it('a RandomSampler with replacement takes 32 at a time', () => {
    const [generator, hand] = [new TorchGenerator(5), new TorchGenerator(5)];
    const sampler = new RandomSampler(10, { replacement: true, numSamples: 70, generator, backend });
    for (const taken of [32, 32, 6]) {
      expect(sampler.draw()).toBe(hand.nextUint32() % 10);
      for (let i = 1; i < taken; i++) hand.nextUint32();
      expect(next(generator)).toBe(next(hand));
      sampler.take(taken - 1);
    }
  });

  it('batches take no more than they need', () => {
    const [generator, hand] = [new TorchGenerator(5), new TorchGenerator(5)];
    const batches = new BatchSampler(new RandomSampler(10, { numSamples: 25, generator, backend }), 5);
    const expected = randperm(hand, 10);
    expect([...batches.draw(), ...batches.draw()]).toEqual(expected);
    expect(next(generator)).toBe(next(hand));
    expect([...batches.draw()]).toEqual(randperm(hand, 10).slice(0, 5));
    expect(next(generator)).toBe(next(hand));
  });

  it('one loop inside another takes its own epoch, and both go on', () => {
    const [generator, hand] = [new TorchGenerator(5), new TorchGenerator(5)];
    const sampler = new RandomSampler(4, { numSamples: 6, generator, backend });
    const outer: number[] = [];
    let inner: number[] = [];
    for (const index of sampler) {
      outer.push(index);
      if (outer.length === 2) inner = [...sampler];
    }
    const first = randperm(hand, 4);
    const second = [...randperm(hand, 4), ...randperm(hand, 4).slice(0, 2)];
    expect([outer, inner]).toEqual([[...first, ...randperm(hand, 4).slice(0, 2)], second]);
    expect(next(generator)).toBe(next(hand));
  });

  it('two samplers take turns at one generator', () => {
    const generator = new TorchGenerator(5);
    const a = new RandomSampler(5, { generator, backend });
    const b = new SubsetRandomSampler([7, 8, 9], { generator, backend });
    const turns = [[...a], [...b], [...a], [...b]];
    const hand = new TorchGenerator(5);
    const ofA = () => {
      const order = randperm(hand, 5);
      randperm(hand, 5);
      return order;
    };
    const ofB = () => randperm(hand, 3).map((i) => 7 + i);
    expect(turns).toEqual([ofA(), ofB(), ofA(), ofB()]);
  });

  it('each wrapper’s epochs are its own, and ranks share theirs', () => {
    const make = () => new RandomSampler(10, { generator: new TorchGenerator(5), backend });
    const [once, twice] = [make(), make()];
    const [first, second] = [[...once], [...once]];
    const batchesOf = () => [...new BatchSampler(twice, 3)].flatMap((batch) => [...batch]);
    expect([batchesOf(), batchesOf()]).toEqual([first, second]);

    const shared = make();
    const ranks = [0, 1, 2].map((rank) => new DistributedSampler(shared, { numReplicas: 3, rank }));
    for (const epoch of [first, second]) {
      const shares = ranks.map((rank) => [...rank]);
      expect([0, 1, 2, 3].flatMap((i) => shares.map((share) => share[i]))).toEqual([...epoch, epoch[0], epoch[1]]);
    }
    expect(ranks.map((rank) => at(rank))).toEqual([
      [2, 0],
      [2, 0],
      [2, 0],
    ]);
    // two epochs are kept; what came before is gone, and nothing is made up in its place
    ranks[0].take(12);
    const gone = /^epoch 2 is no longer available: another rank drew a later one from the shared generator/;
    for (const call of [() => ranks[1].draw(), () => ranks[1].indices(), () => ranks[1].state(), () => [...ranks[1]]]) {
      expect(call).toThrow(gone);
    }
    expect(at(ranks[1])).toEqual([2, 0]);
  });

  it('ranks that share a sampler are of one run also once they are restored', () => {
    for (const numSamples of [10, 20, 25]) {
      for (const cuts of [
        [3, 3],
        [0, 2],
        [5, 1],
      ]) {
        const make = () => {
          const sampler = new RandomSampler(10, { numSamples, generator: new TorchGenerator(1), backend });
          return [0, 1].map((rank) => new DistributedSampler(sampler, { numReplicas: 2, rank }));
        };
        const ranks = make();
        ranks.forEach((rank, i) => {
          rank.take(cuts[i]);
        });
        const states = ranks.map((rank) => JSON.parse(JSON.stringify(rank.state())));
        const run = (each: DistributedSampler[]) => [0, 1, 2].map(() => each.map((rank) => [...rank]));
        const expected = run(ranks);
        const again = make();
        again.forEach((rank, i) => {
          rank.restore(states[i]);
        });
        expect(run(again)).toEqual(expected);
      }
    }
  });

  it('a rank that leaves an epoch takes it from the others, who say so', () => {
    const sampler = new RandomSampler(10, { numSamples: 25, generator: new TorchGenerator(1), backend });
    const [a, b] = [0, 1].map((rank) => new DistributedSampler(sampler, { numReplicas: 2, rank }));
    const first = b.take(5);
    expect(first).toHaveLength(5);
    for (const _ of a) break;
    a.draw();
    expect(() => b.take(1)).toThrow(/^epoch 0 is no longer available: /);
    expect(() => [...b]).toThrow(/^epoch 0 is no longer available: /);
  });

  it('fills batches to the end of an epoch as it takes them', () => {
    const make = () => new BatchSampler(new RandomSampler(10, { generator: new TorchGenerator(1), backend }), 5);
    const [filled, taken] = [make(), make()];
    for (const count of [10, 20, 10]) {
      expect([...filled.fill(new Uint32Array(count))]).toEqual(taken.take(count / 5).flatMap((batch) => [...batch]));
      expect(filled.state()).toEqual(taken.state());
    }
  });

  it('a restore in the last turn of a loop is not undone by its end', () => {
    const sampler = new RandomSampler(6, { generator: new TorchGenerator(1), backend });
    const start = sampler.state();
    const first = [...sampler];
    let turn = 0;
    for (const _ of sampler) if (++turn === 6) sampler.restore(start);
    expect([...sampler]).toEqual(first);
    // nor by a loop that goes on within its epoch
    const long = new RandomSampler(6, { numSamples: 20, generator: new TorchGenerator(1), backend });
    const begin = long.state();
    const whole = [...long];
    long.restore(begin);
    const seen: number[] = [];
    for (const index of long) {
      seen.push(index);
      if (seen.length === 3) long.restore(begin);
    }
    expect(seen).toEqual(whole);
    expect([...long]).toEqual(whole);
  });

  it('a last batch that is short takes all that PyTorch takes to make it; one of no batches too', () => {
    for (const size of [3, 4, 20]) {
      const [generator, hand] = [new TorchGenerator(5), new TorchGenerator(5)];
      const batches = new BatchSampler(new RandomSampler(10, { generator, backend }), size);
      let left = batches.length;
      for (const _ of batches) if (--left === 0) break;
      randperm(hand, 10);
      randperm(hand, 10);
      expect(next(generator)).toBe(next(hand));
    }
    const [generator, hand] = [new TorchGenerator(5), new TorchGenerator(5)];
    const none = new BatchSampler(new RandomSampler(10, { generator, backend }), 11, true);
    for (let epoch = 0; epoch < 2; epoch++) {
      expect([...none]).toEqual([]);
      randperm(hand, 10);
      randperm(hand, 10);
      expect(next(generator)).toBe(next(hand));
    }
  });

  it('multinomial moves it on', () => {
    const [generator, twin] = [new TorchGenerator(8), new TorchGenerator(8)];
    const sampler = new WeightedRandomSampler(WEIGHTS, 4, { generator: twin, backend });
    for (let call = 0; call < 3; call++) {
      const drawn = multinomial(WEIGHTS, 4, { replacement: true, generator, backend });
      expect([...drawn]).toEqual([...sampler]);
    }
    expect(next(generator)).toBe(next(twin));
  });

  it('probabilities are those of the first draw', () => {
    const generator = new TorchGenerator(1);
    for (const [numSamples, replacement] of [
      [5, true],
      [1, true],
      [2, false],
    ] as const) {
      const sampler = new WeightedRandomSampler([1, 0, 3], numSamples, {
        replacement: replacement || numSamples < 2,
        generator,
        backend,
      });
      expect([...sampler.probabilities()].map((p) => Math.round(p * 1e12) / 1e12)).toEqual([0.25, 0, 0.75]);
    }
  });

  it('draws what the other backend draws', () => {
    const weights = Array.from({ length: 5000 }, (_, i) => 1 / (1 + ((i * 37) % 411)));
    for (const options of [{}, { replacement: false }]) {
      const [here, there] = [backend, backend === 'js' ? 'wasm' : 'js'].map((each) =>
        new WeightedRandomSampler(weights, 5000, {
          ...options,
          generator: new TorchGenerator(4),
          backend: each as 'js',
        }).take(12_000),
      );
      expect(here).toEqual(there);
    }
  });
});

it('samplers of one generator that are put back one after the other draw nothing that was drawn since', () => {
  const generator = new TorchGenerator(0);
  const [one, other] = [1, 2].map(
    (n) => new DistributedSampler(new RandomSampler(n, { generator }), { numReplicas: 1, rank: 0 }),
  );
  // within an epoch, whose last item a loop then takes and is left at
  other.take(15);
  const states = [one.state(), other.state()];
  const place = next(generator);
  for (const _ of other) break;
  const expected = [...other];
  expect(expected).toHaveLength(2);
  for (const [i, sampler] of [one, other].entries()) sampler.restore(states[i]);
  expect(next(generator)).toBe(place);
  // epoch 7's last item and its end, and epoch 8's first item: a word each
  other.take(2);
  const words = new TorchGenerator(0);
  words._words.set(generator._words);
  const alone = new TorchGenerator(0);
  const twin = new DistributedSampler(new RandomSampler(2, { generator: alone }), { numReplicas: 1, rank: 0 });
  twin.take(17);
  expect(next(words)).toBe(next(alone));
});
