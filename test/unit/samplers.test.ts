import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SequentialSampler, WeightedRandomSampler } from '../../src/index.js';
import { at, backends, expectSame, kinds, shared, streamOf, WEIGHTS, weighted } from '../support/sampler-cases.js';

// Loops within loops, and what happens inside of one, are in loops.test.ts.
describe.each(kinds)('the stream of a $name', ({ make }) => {
  it('is the same however it is read, and the sampler stands where it was read to', () => {
    const reads = fc.array(fc.tuple(fc.constantFrom('draw', 'take', 'fill', 'loop', 'indices', 'break'), fc.nat(20)), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), reads, (length, steps) => {
        const sampler = make(length);
        const stream = streamOf(make(length), 300);
        let place = 0;
        const expectNext = (draws: Iterable<number>, count: number) => {
          expect([...draws]).toEqual(stream.slice(place, place + count));
          place += count;
        };
        for (const [step, count] of steps) {
          const rest = length - (place % length);
          if (step === 'draw') expectNext([sampler.draw()], 1);
          if (step === 'take') expectNext(sampler.take(count), count);
          if (step === 'fill') expectNext(sampler.fill(new Uint32Array(count)), count);
          if (step === 'loop') expectNext(sampler, rest);
          if (step === 'indices') expect(sampler.indices(count)).toEqual(make(length).indices(count));
          if (step === 'break') {
            for (const index of sampler) {
              expectNext([index], 1);
              break;
            }
            place += rest - 1;
          }
          expect(at(sampler)).toEqual([Math.floor(place / length), place % length]);
        }
      }),
    );
  });

  it('does not depend on how a take is split', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(900), fc.nat(900), (length, a, b) => {
        const [whole, split] = [make(length), make(length)];
        expect([...split.take(a), ...split.take(b)]).toEqual([...whole.take(a + b)]);
        expect(at(split)).toEqual(at(whole));
      }),
    );
  });

  // Loops read ahead from 128 to 65,536 at a time, tables draw 65,536 at a time: what is next to those.
  it.each([1, 2, 127, 128, 129, 65535, 65536, 65537, 131075])('has no seam in an epoch of %i', (length) => {
    const sampler = make(length);
    const epochs = [sampler.indices(0), sampler.indices(1)];
    expect(epochs[0]).toHaveLength(length);
    expectSame([...sampler], epochs[0]);
    expect(at(sampler)).toEqual([1, 0]);
    const drawn = Array.from({ length }, () => sampler.draw());
    expectSame(drawn, epochs[1]);
    expect(at(sampler)).toEqual([2, 0]);
    const [before, after] = [make(length).take(length - 1), make(length).take(length + 1)];
    expectSame(before, epochs[0].subarray(0, length - 1));
    expectSame(after.subarray(0, length), epochs[0]);
    expect(after[length]).toBe(epochs[1][0]);
  });

  it('goes on with draws and takes from within what a loop or a draw read ahead', () => {
    const [length, sampler] = [1000, make(1000)];
    const [first] = sampler;
    sampler.setEpoch(0);
    const draws = [sampler.draw(), ...sampler.take(100), sampler.draw(), ...sampler.take(300), ...sampler];
    expect(draws).toEqual(streamOf(make(length), length));
    expect(first).toBe(draws[0]);
  });

  it('gives arrays of the caller’s own', () => {
    const sampler = make(70);
    const [taken, whole] = [sampler.take(50), sampler.indices()];
    const copies = [taken.slice(), whole.slice()];
    sampler.take(500);
    expect([taken, whole]).toEqual(copies);
    taken.fill(0);
    whole.fill(0);
    expect(sampler.indices(0)).toEqual(copies[1]);
    expect(taken.buffer).toBeInstanceOf(ArrayBuffer);
    expect(taken.byteLength).toBe(taken.buffer.byteLength);
  });

  it('fills the caller’s array, of any buffer, and no more than that', () => {
    const stream = make(9).take(12);
    const wide = new Uint32Array(20).fill(99);
    const middle = wide.subarray(3, 15);
    expect(make(9).fill(middle)).toBe(middle);
    expect([...wide]).toEqual([99, 99, 99, ...stream, 99, 99, 99, 99, 99]);
    const out = shared(Uint32Array, new Uint32Array(12));
    expect(make(9).fill(out)).toBe(out);
    expect([...out]).toEqual([...stream]);
    expect([...new Uint32Array(out.buffer, 0, stream.length + 2)]).toEqual([0, ...stream, 0]);
  });

  it('is not moved by nothing', () => {
    const sampler = make(9);
    sampler.take(4);
    expect(sampler.take(0)).toEqual(new Uint32Array(0));
    expect(sampler.fill(new Uint32Array(0))).toHaveLength(0);
    expect(at(sampler)).toEqual([0, 4]);
  });

  it('starts at any epoch', () => {
    const sampler = make(6);
    sampler.take(3);
    for (const epoch of [5, 0, 2 ** 32, 2 ** 53 - 2]) {
      sampler.setEpoch(epoch);
      expect(at(sampler)).toEqual([epoch, 0]);
      expect(sampler.indices()).toEqual(make(6).indices(epoch));
      expect(at(sampler)).toEqual([epoch, 0]);
      expect([...sampler]).toEqual([...make(6).indices(epoch)]);
      expect(at(sampler)).toEqual([epoch + 1, 0]);
    }
  });
});

describe.each(backends)('WeightedRandomSampler, %s', (backend) => {
  it('draws the same as the other backend', () => {
    const weight = fc.oneof(fc.double({ min: 0, max: 1e300, noNaN: true }), fc.constantFrom(0, 1, 5e-324, 1e308));
    const weights = fc.array(weight, { minLength: 1, maxLength: 70 }).filter((each) => each.some((value) => value > 0));
    const safe = fc.maxSafeNat();
    fc.assert(
      fc.property(
        weights,
        fc.integer({ min: 1, max: 2 ** 53 - 1 }),
        safe,
        safe,
        safe,
        (given, length, seed, epoch, to) => {
          const draws = backends.map((each) => {
            const sampler = new WeightedRandomSampler(given, length, { seed, backend: each });
            sampler.restore({ ...sampler.state(), epoch, position: to % length });
            return [...sampler.take(40)];
          });
          expect(draws[0]).toEqual(draws[1]);
          const far = new WeightedRandomSampler(given, length, { seed, backend });
          far.restore({ ...far.state(), epoch, position: to % length });
          expect(Array.from({ length: 40 }, () => far.draw())).toEqual(draws[0]);
        },
      ),
    );
  });

  it('says which backend it is', () => {
    expect(weighted(backend).backend).toBe(backend);
  });

  it('gets to any position at once', () => {
    const sampler = weighted(backend, 2 ** 53 - 1);
    const from = (position: number, count: number) => {
      sampler.restore({ ...sampler.state(), epoch: 0, position });
      return [...sampler.take(count)];
    };
    for (const position of [65535, 2 ** 32 - 3, 2 ** 52, 2 ** 53 - 40]) {
      expect(from(position, 30).slice(7)).toEqual(from(position + 7, 23));
    }
    // the last draw of the epoch, then two of the next
    const across = from(2 ** 53 - 2, 3);
    expect(at(sampler)).toEqual([1, 2]);
    const last = from(2 ** 53 - 2, 1);
    expect(at(sampler)).toEqual([1, 0]);
    expect(across).toEqual([...last, ...sampler.take(2)]);
    expect(() => sampler.indices()).toThrow(/length must fit one Uint32Array/);
  });

  it('draws as many as there are weights, where that is not said', () => {
    expect(weighted(backend)).toHaveLength(WEIGHTS.length);
    expect(new WeightedRandomSampler([1, 1], undefined, { backend })).toHaveLength(2);
    expect(weighted(backend, 3)).toHaveLength(3);
  });

  it('has one stream for one seed, however that is written, and reads as given', () => {
    for (const seeds of [
      [7, 7n, '7'],
      [0, -0, 0n, '0'],
      [2 ** 53 - 1, 2n ** 53n - 1n, '9007199254740991'],
    ]) {
      const samplers = seeds.map((seed) => new WeightedRandomSampler(WEIGHTS, 100, { seed, backend }));
      expect(samplers.map((sampler) => sampler.seed)).toEqual(seeds);
      for (const sampler of samplers) expect(sampler.indices(3)).toEqual(samplers[0].indices(3));
    }
  });

  it('has a stream of its own for each seed and epoch', () => {
    const streams = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const sampler = new WeightedRandomSampler(WEIGHTS, 100, { seed, backend });
      for (let epoch = 0; epoch < 20; epoch++) streams.add(sampler.indices(epoch).join());
    }
    expect(streams.size).toBe(400);
  });

  it('takes fresh entropy without a seed, by which the run can be repeated', () => {
    const samplers = Array.from({ length: 3 }, () => new WeightedRandomSampler(WEIGHTS, 100, { backend }));
    expect(new Set(samplers.map((sampler) => sampler.seed)).size).toBe(3);
    for (const sampler of samplers) {
      expect(Number.isSafeInteger(sampler.seed)).toBe(true);
      const again = new WeightedRandomSampler(WEIGHTS, 100, { seed: sampler.seed, backend });
      expect(again.take(300)).toEqual(sampler.take(300));
    }
  });

  it('never draws a zero weight', () => {
    const weights = fc.array(fc.constantFrom(0, 0, -0, 1, 1e-300, 1e300), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        weights.filter((each) => each.some((value) => value > 0)),
        fc.maxSafeNat(),
        (given, seed) => {
          const sampler = new WeightedRandomSampler(given, 500, { seed, backend });
          for (const index of sampler) if (!(given[index] > 0)) expect.fail(`drew ${index} of ${given}`);
          const probabilities = sampler.probabilities();
          expect([...probabilities].map((share) => share > 0)).toEqual(given.map((weight) => weight > 0));
        },
      ),
    );
  });

  it('reads its probabilities back', () => {
    const of = (weights: ArrayLike<number>) => weighted(backend, 5, weights).probabilities();
    expect(of([1, 1, 2])).toEqual(Float64Array.of(0.25, 0.25, 0.5));
    expect(of([0, 3, 0, 3])).toEqual(Float64Array.of(0, 0.5, 0, 0.5));
    expect(of([1e308, 1e308, 1e308, 1e308])).toEqual(new Float64Array(4).fill(0.25));
    expect(of([5e-324])).toEqual(Float64Array.of(1));
    expect(of([0, 0, 7, 0, 0])).toEqual(Float64Array.of(0, 0, 1, 0, 0));
    expect(of([0, 0, 0, 0, 7])).toEqual(Float64Array.of(0, 0, 0, 0, 1));
    // each within a rounding of itself and a unit of 2^-64, so the sum within n of them
    const weights = Array.from({ length: 1000 }, (_, i) => 1 + ((i * 7919) % 1000));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const shares = of(weights);
    expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1)).toBeLessThan(1e-13);
    shares.forEach((share, i) => {
      expect(Math.abs(share - weights[i] / total)).toBeLessThanOrEqual((2 ** -51 * weights[i]) / total + 2 ** -64);
    });
  });

  const values = [3, 0, 1, 7];
  it.each<[string, ArrayLike<number>]>([
    ['a subarray', Float64Array.of(-1, ...values, Number.NaN).subarray(1, 5)],
    ['a Float32Array', Float32Array.from(values)],
    ['an Int8Array', Int8Array.from(values)],
    ['a Uint8ClampedArray', Uint8ClampedArray.from(values)],
    ['an array over a shared buffer', shared(Float64Array, values)],
    ['an array-like', { length: 4, 0: 3, 1: 0, 2: 1, 3: 7 }],
    ['an array', [...values]],
  ])('takes %s as weights, copies and does not change it', (_, given) => {
    const expected = weighted(backend, 50, values);
    const sampler = weighted(backend, 50, given);
    expect(Array.from(given)).toEqual(values);
    (given as number[])[0] = 0;
    (given as number[])[1] = 100;
    expect(sampler.take(120)).toEqual(expected.take(120));
    expect(sampler.probabilities()).toEqual(expected.probabilities());
    expect(sampler.state()).toEqual(expected.state());
  });
});

describe('SequentialSampler', () => {
  it('counts what has a length', () => {
    expect([...new SequentialSampler(4)]).toEqual([0, 1, 2, 3]);
    expect([...new SequentialSampler(['a', 'b'])]).toEqual([0, 1]);
    expect([...new SequentialSampler({ length: 3 })]).toEqual([0, 1, 2]);
  });

  it('counts to the last index there is', () => {
    const sampler = new SequentialSampler(2 ** 32 - 1);
    sampler.restore({ ...sampler.state(), position: 2 ** 32 - 3 });
    expect([...sampler.take(4)]).toEqual([2 ** 32 - 3, 2 ** 32 - 2, 0, 1]);
    expect(at(sampler)).toEqual([1, 2]);
  });

  it('may be empty: then a loop has nothing, and there is nothing to draw', () => {
    const sampler = new SequentialSampler([]);
    expect([...sampler]).toEqual([]);
    expect(at(sampler)).toEqual([1, 0]);
    expect(sampler.indices()).toEqual(new Uint32Array(0));
    expect(sampler.take(0)).toEqual(new Uint32Array(0));
    expect(() => sampler.take(1)).toThrow(/nothing to draw/);
    expect(() => sampler.draw()).toThrow(RangeError);
    expect(at(sampler)).toEqual([1, 0]);
  });
});
