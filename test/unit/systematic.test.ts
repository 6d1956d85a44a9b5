// Systematic sampling: what each epoch and each window of epochs is sure of, in BigInt rationals.
import { describe, expect, it } from 'vitest';
import { DistributedSampler, SystematicSampler } from '../../src/index.js';
import { fingerprint } from '../../src/internal/fingerprint.js';
import { SystematicSource } from '../../src/sources/systematic.js';
import { backends } from '../support/backends.js';
import { chiSquare, LEAST_P } from '../support/chi-square.js';
import { sharesOf } from '../support/exact.js';
import { weightSets } from '../support/weight-sets.js';

const cats = [...new Array(165).fill('Siamese'), ...new Array(10).fill('Birman')];

function countsOf(indices: Uint32Array, n: number): number[] {
  const counts = new Array<number>(n).fill(0);
  for (const index of indices) counts[index]++;
  return counts;
}

/** count * weight / sum of each weight, rounded down and up. */
function bounds(weights: ArrayLike<number>, count: number): [number, number][] {
  const { units, sum } = sharesOf(weights);
  return units.map((unit) => {
    const times = unit * BigInt(count);
    const down = times / sum;
    return [Number(down), Number(down * sum === times ? down : down + 1n)];
  });
}

/** Sets that are small enough to be gone through, and how many draws an epoch has. */
const sets = [...weightSets(600, 51)].filter(({ weights }) => weights.length <= 200).slice(0, 200);
const numSamplesOf = (i: number, n: number) => [n, 1, 2 * n + 1, Math.ceil(n / 2), 7][i % 5];

describe.each(backends)('every epoch (%s)', (backend) => {
  it('has each index as often as expected, rounded down or up: 200 sets, 50 epochs', () => {
    expect(sets).toHaveLength(200);
    const wrong: string[] = [];
    sets.forEach(({ name, weights }, i) => {
      const numSamples = numSamplesOf(i, weights.length);
      const sampler = new SystematicSampler(weights, numSamples, { seed: i, backend });
      const limits = bounds(weights, numSamples);
      for (let epoch = 0; epoch < 50; epoch++) {
        const indices = sampler.indices(epoch);
        if (indices.length !== numSamples) wrong.push(`${name}: ${indices.length} draws`);
        countsOf(indices, weights.length).forEach((count, j) => {
          const [down, up] = limits[j];
          if (count < down || count > up) wrong.push(`${name}, epoch ${epoch}: [${j}] comes ${count} times`);
        });
      }
    });
    expect(wrong).toEqual([]);
  });

  it('is a function of weights, seed and epoch, and another one for another', () => {
    const of = (seed: number, epoch: number) =>
      SystematicSampler.fromLabels(cats, { seed, backend }).indices(epoch).join();
    expect(of(1, 5)).toBe(of(1, 5));
    expect(new Set([of(1, 5), of(1, 6), of(2, 5), of(2, 6)]).size).toBe(4);
  });
});

describe.each(backends)('draws never change (%s)', (backend) => {
  const drawn = (weights: Float64Array, i: number): string => {
    const sampler = new SystematicSampler(weights, numSamplesOf(i, weights.length), { seed: i, backend });
    return [0, 1, 1000].map((epoch) => fingerprint('', sampler.indices(epoch))).join();
  };
  const digest = (sets: readonly Float64Array[]) => fingerprint(sets.map(drawn).join());

  it('of weights of all kinds', () => {
    const all = [...weightSets(300, 53)].map(({ weights }) => weights).filter(({ length }) => length <= 2000);
    expect(digest(all)).toBe('5834555d8ed15b5f');
  });

  it('of weights that are all but equal, and many', () => {
    const alike = (n: number) => Float64Array.from({ length: n }, (_, i) => 1 + (i % 3) * 2 ** -52);
    expect(digest([2, 3, 5, 8, 20, 103, 219].map(alike))).toBe('aa6d6afaf0d647c2');
    // more than one call of the kernel takes: all positive, with zeros, and in simple ratios
    const many = [(i: number) => 1 + (i % 1009), (i: number) => i % 7, (i: number) => 1 << (i % 3)];
    expect(digest(many.map((of) => Float64Array.from({ length: 140_001 }, (_, i) => of(i))))).toBe('11699c406d29b629');
  });

  it('whatever was read before, and whatever other seeds drew', () => {
    const weights = [0, 3, 1, 1, 0.2, 4];
    const expected = new SystematicSampler(weights, 40, { seed: 7, backend }).indices(2);
    const source = new SystematicSource(weights, weights.length, 40, backend);
    const read = (seed: number): number[] => {
      const out = new Uint32Array(40);
      source.read(seed, { epoch: 2, position: 0, stride: 1, count: 40 }, out, 0);
      return [...out];
    };
    const before = [...source.probabilities()];
    expect(read(7)).toEqual([...expected]);
    expect([...source.probabilities()]).toEqual(before);
    expect(read(8)).not.toEqual([...expected]);
    expect(read(7)).toEqual([...expected]);
    source.free();
  });
});

describe('a window of coverageEpochs', () => {
  it('shows every index of positive weight, wherever it begins', () => {
    const wrong: string[] = [];
    let windows = 0;
    sets.forEach(({ name, weights }, i) => {
      const numSamples = numSamplesOf(i, weights.length);
      const sampler = new SystematicSampler(weights, numSamples, { seed: i, backend: 'js' });
      const { coverageEpochs } = sampler;
      if (coverageEpochs > 300) return;
      windows++;
      const last = Array.from(weights, () => -1);
      for (let epoch = 0; epoch < 3 * coverageEpochs + 20; epoch++) {
        for (const index of sampler.indices(epoch)) last[index] = epoch;
        for (let j = 0; j < weights.length; j++) {
          if (weights[j] > 0 && epoch - last[j] >= coverageEpochs) wrong.push(`${name}: [${j}] not since ${last[j]}`);
        }
      }
    });
    expect(wrong).toEqual([]);
    expect(windows).toBeGreaterThan(80);
  });

  it('is one epoch where every index is expected once, and n / m for equal weights', () => {
    const of = (n: number, numSamples: number, weight = 0.1) =>
      new SystematicSampler(new Float64Array(n).fill(weight), numSamples, { backend: 'js' }).coverageEpochs;
    expect([of(3, 3), of(7, 7), of(100, 100, 3), of(1000, 1001), of(5, 50)]).toEqual([1, 1, 1, 1, 1]);
    expect([of(100, 50), of(4, 2, 5e-324), of(6, 3, 1e308)]).toEqual([2, 2, 2]);
    expect([of(9, 3), of(99, 33), of(350, 50), of(1000, 1)]).toEqual([3, 3, 7, 1000]);
    expect(SystematicSampler.fromLabels(cats).coverageEpochs).toBe(2);
  });

  it('is huge for one tiny weight, and Infinity beyond 2^53', () => {
    const of = (tiny: number) => new SystematicSampler([1, 1, tiny], 2, { seed: 1, backend: 'js' });
    expect(of(1e-3).coverageEpochs).toBeLessThan(1100);
    expect(of(1e-9).coverageEpochs).toBeGreaterThan(1e9);
    expect(of(1e-9).coverageEpochs).toBeLessThan(4e9);
    expect([of(1e-18).coverageEpochs, of(5e-324).coverageEpochs]).toEqual([Infinity, Infinity]);
    expect(countsOf(of(5e-324).indices(3), 3)).toEqual([1, 1, 0]);
  });
});

describe('in the long run', () => {
  it('every index comes at its own rate: within 20 draws at every prefix of 100 windows', () => {
    const wrong: string[] = [];
    let epochs = 0;
    sets.forEach(({ name, weights }, i) => {
      const numSamples = numSamplesOf(i, weights.length);
      const sampler = new SystematicSampler(weights, numSamples, { seed: i, backend: 'wasm' });
      if (sampler.coverageEpochs * numSamples > 3000 || sampler.coverageEpochs > 100) return;
      const { units, sum } = sharesOf(weights);
      const expected = units.map((unit) => Number((unit * BigInt(numSamples) * 2n ** 60n) / sum) * 2 ** -60);
      const counts = expected.map(() => 0);
      for (let epoch = 0; epoch < 100 * sampler.coverageEpochs; epoch++, epochs++) {
        for (const index of sampler.indices(epoch)) counts[index]++;
        counts.forEach((count, j) => {
          const off = count - (epoch + 1) * expected[j];
          if (Math.abs(off) > 20) wrong.push(`${name}, ${epoch}: [${j}] is off by ${off}`);
        });
      }
    });
    expect(wrong).toEqual([]);
    expect(epochs).toBeGreaterThan(50_000);
  });

  it.each([
    // coverageEpochs whose neighbors of the golden section are near fractions of small denominator
    [[1, 944, 945], 1],
    [[33 / 32 / 1889.5, 0.5 - 33 / 32 / 1889.5, 0.50005], 1],
    [[1, 86_969, 86_970], 1],
  ])('so it does where the number of epochs is awkward: %j', (weights, numSamples) => {
    const sum = weights.reduce((total, weight) => total + weight);
    const sampler = new SystematicSampler(weights, numSamples, { seed: 0, backend: 'js' });
    const counts = weights.map(() => 0);
    let worst = 0;
    for (let epoch = 0; epoch < Math.min(100 * sampler.coverageEpochs, 100_000); epoch++) {
      for (const index of sampler.indices(epoch)) counts[index]++;
      counts.forEach((count, i) => {
        worst = Math.max(worst, Math.abs(count - ((epoch + 1) * numSamples * weights[i]) / sum));
      });
    }
    expect(worst).toBeLessThan(20);
  });

  it('each epoch’s order is a uniform shuffle, and neighbors are chance', () => {
    const first = new Array<number>(6).fill(0);
    const pairs = new Array<number>(15).fill(0);
    for (let seed = 0; seed < 3000; seed++) {
      const [a, b, c] = new SystematicSampler(new Float64Array(6).fill(1), 3, { seed, backend: 'js' }).indices(0);
      first[a]++;
      let pair = 0;
      for (let x = 0; x < 6; x++) {
        for (let y = x + 1; y < 6; y++, pair++) if ([a, b, c].includes(x) && [a, b, c].includes(y)) pairs[pair]++;
      }
    }
    expect(
      chiSquare(
        first,
        first.map(() => 1 / 6),
      ).pValue,
    ).toBeGreaterThan(LEAST_P);
    // three pairs of each draw: less spread than independent ones, so that the bound holds all the more
    expect(
      chiSquare(
        pairs,
        pairs.map(() => 1 / 15),
      ).pValue,
    ).toBeGreaterThan(LEAST_P);
  });
});

describe.each(backends)('as every seeded sampler (%s)', (backend) => {
  const make = () => new SystematicSampler([0, 3, 1, 1, 0.2, 4], 40, { seed: 7, backend });

  it('goes on from any state, in steps of any size', () => {
    const whole = make().take(200);
    for (const at of [0, 1, 39, 40, 41, 133]) {
      const sampler = make();
      sampler.take(at);
      const state = JSON.parse(JSON.stringify(sampler.state()));
      const other = new SystematicSampler([0, 3, 1, 1, 0.2, 4], 40, { backend });
      other.restore(state);
      expect([...other.take(200 - at)]).toEqual([...whole.subarray(at)]);
    }
    const drawn = make();
    expect(Array.from({ length: 200 }, () => drawn.draw())).toEqual([...whole]);
  });

  it.each([1, 2, 3, 7])('is shared out to %i ranks', (numReplicas) => {
    const epochs = [0, 3].map((epoch) => make().indices(epoch));
    const ranks = Array.from(
      { length: numReplicas },
      (_, rank) => new DistributedSampler(make(), { numReplicas, rank }),
    );
    [0, 3].forEach((epoch, e) => {
      ranks.forEach((sampler, rank) => {
        const padded = [...epochs[e], ...epochs[e]];
        const expected = Array.from({ length: sampler.length }, (_, i) => padded[rank + i * numReplicas]);
        expect([...sampler.indices(epoch)]).toEqual(expected);
      });
    });
  });

  it('reads its probabilities back', () => {
    const sum = 9.2;
    make()
      .probabilities()
      .forEach((p, i) => {
        expect(p).toBeCloseTo([0, 3, 1, 1, 0.2, 4][i] / sum, 12);
      });
  });
});

it('both backends draw the same', () => {
  sets.forEach(({ weights }, i) => {
    const numSamples = numSamplesOf(i, weights.length);
    const [wasm, js] = backends.map((backend) => new SystematicSampler(weights, numSamples, { seed: i, backend }));
    expect(wasm.coverageEpochs).toBe(js.coverageEpochs);
    for (const epoch of [0, 1, 1000]) expect([...wasm.indices(epoch)]).toEqual([...js.indices(epoch)]);
  });
});

it('what it is given wrong is told, before anything is allocated', () => {
  const make = SystematicSampler as unknown as new (...args: unknown[]) => unknown;
  expect(() => new make([1, 2], 0)).toThrow(/^numSamples must be a positive integer, got 0/);
  expect(() => new make([1, 2], 2.5)).toThrow(RangeError);
  expect(() => new make([1, 2], 2 ** 32)).toThrow(/^numSamples must fit one Uint32Array/);
  expect(() => new make([1, -2])).toThrow(/^weights\[1\] must be a finite number of at least 0, got -2/);
  expect(() => new make([0, 0])).toThrow(/^weights must have a positive entry, got 2 zeros/);
  expect(() => new make([1], 1, { replacement: true })).toThrow(/replacement/);
  expect(() => new make([1], 1, { seed: -1 })).toThrow(RangeError);
  expect(() => SystematicSampler.fromLabels([])).toThrow('labels must not be empty');
  expect(() => SystematicSampler.fromLabels(['a', 'b'], { target: { a: 1 } as never })).toThrow(/target/);
});
