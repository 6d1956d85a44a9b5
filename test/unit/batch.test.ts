import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchSampler, SequentialSampler } from '../../src/index.js';
import { at, backends, expectSame, kinds, streamOf, weighted } from '../support/sampler-cases.js';

const flat = (batches: Iterable<Uint32Array>) => [...batches].flatMap((batch) => [...batch]);

describe.each(kinds)('batches of a $name', ({ make }) => {
  it('are its epochs, cut, however they are read; it is not moved', () => {
    const reads = fc.array(fc.tuple(fc.constantFrom('draw', 'take', 'fill', 'loop', 'indices', 'break'), fc.nat(7)), {
      maxLength: 10,
    });
    const sizes = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), sizes, fc.boolean(), reads, (length, size, dropLast, steps) => {
        fc.pre(!dropLast || length >= size);
        const inner = make(length);
        inner.take(1);
        const batches = new BatchSampler(inner, size, dropLast);
        const perEpoch = dropLast ? Math.floor(length / size) : Math.ceil(length / size);
        expect(batches).toHaveLength(perEpoch);
        const expected = (place: number) => {
          const [epoch, from] = [Math.floor(place / perEpoch), (place % perEpoch) * size];
          return inner.indices(epoch).slice(from, from + size);
        };
        let place = 0;
        const expectNext = (given: Iterable<Uint32Array>) => {
          for (const batch of given) expect(batch).toEqual(expected(place++));
        };
        for (const [step, count] of steps) {
          const end = place + perEpoch - (place % perEpoch);
          if (step === 'draw') expectNext([batches.draw()]);
          if (step === 'take') expectNext(batches.take(count));
          if (step === 'loop') {
            expectNext(batches);
            expect(place).toBe(end);
          }
          if (step === 'break') {
            for (const batch of batches) {
              expectNext([batch]);
              break;
            }
            place = end;
          }
          if (step === 'fill') {
            const draws = flat(Array.from({ length: count }, () => expected(place++)));
            expect([...batches.fill(new Uint32Array(draws.length))]).toEqual(draws);
          }
          if (step === 'indices') {
            const delivered = inner.indices(count).slice(0, dropLast ? perEpoch * size : length);
            expect(batches.indices(count)).toEqual(delivered);
          }
          expect(at(batches)).toEqual([Math.floor(place / perEpoch), place % perEpoch]);
        }
        expect(at(inner)).toEqual(length === 1 ? [1, 0] : [0, 1]);
      }),
    );
  });

  it.each([1, 3, 16, 256, 65536, 70000, 200000])('of %i, one after the other, are the stream', (size) => {
    const inner = make(131075);
    const batches = new BatchSampler(inner, size);
    for (let epoch = 0; epoch < 2; epoch++) {
      const drawn = new Uint32Array(131075);
      let done = 0;
      for (const batch of batches) {
        drawn.set(batch, done);
        done += batch.length;
        if (batch.length !== size) expect(done).toBe(131075);
      }
      expect(done).toBe(131075);
      expectSame(drawn, inner.indices(epoch));
    }
    expect(at(batches)).toEqual([2, 0]);
  });

  it('are the caller’s to keep', () => {
    const batches = new BatchSampler(make(100), 7);
    const kept: Uint32Array[] = [];
    const copies: Uint32Array[] = [];
    for (let epoch = 0; epoch < 3; epoch++) {
      for (const batch of batches) {
        expect(batch).toBeInstanceOf(Uint32Array);
        expect(batch.buffer).toBeInstanceOf(ArrayBuffer);
        kept.push(batch);
        copies.push(batch.slice());
      }
      kept.push(batches.draw());
      copies.push(kept.at(-1)!.slice());
    }
    batches.take(200);
    expect(kept).toEqual(copies);
    // and writing to one changes no other, nor what is drawn
    for (const batch of kept) batch.fill(77);
    batches.setEpoch(0);
    expect(flat(batches)).toEqual([...make(100).indices(0)]);
  });

  it('go into an array in whole batches, or not at all', () => {
    const batches = new BatchSampler(make(10), 4);
    batches.draw();
    expect(() => batches.fill(new Uint32Array(5))).toThrow(RangeError);
    expect(() => batches.fill(new Uint32Array(7))).toThrow(/out must end with a whole batch of 4, got 7 entries/);
    // two batches' worth, but the epoch ends with one of two
    expect(() => batches.fill(new Uint32Array(8))).toThrow(/got 8 entries from batch 1 on/);
    expect(at(batches)).toEqual([0, 1]);
    expect(batches.fill(new Uint32Array(0))).toHaveLength(0);
    expect(at(batches)).toEqual([0, 1]);
    // to the end of the epoch, whose last batch is of two; and on, over a whole one, into the third
    const stream = streamOf(make(10), 30);
    expect([...batches.fill(new Uint32Array(6))]).toEqual(stream.slice(4, 10));
    expect(at(batches)).toEqual([1, 0]);
    expect([...batches.fill(new Uint32Array(14))]).toEqual(stream.slice(10, 24));
    expect(at(batches)).toEqual([2, 1]);
  });

  it('are shared out by each of two to itself alone', () => {
    const inner = make(12);
    const [fours, fives] = [new BatchSampler(inner, 4), new BatchSampler(inner, 5)];
    const drawn: [number[], number[]] = [[], []];
    for (const batch of fours) {
      drawn[0].push(...batch);
      drawn[1].push(...fives.draw());
    }
    expect(drawn).toEqual([[...inner.indices(0)], [...inner.indices(0)]]);
    expect([at(fours), at(fives), at(inner)]).toEqual([
      [1, 0],
      [1, 0],
      [0, 0],
    ]);
  });

  it('come in loops within loops, each with its own epoch', () => {
    const inner = make(6);
    const batches = new BatchSampler(inner, 4);
    const outer: Uint32Array[] = [];
    for (const batch of batches) {
      outer.push(batch);
      expect(flat(batches)).toEqual([...inner.indices(outer.length)]);
    }
    expect(flat(outer)).toEqual([...inner.indices(0)]);
    expect(at(batches)).toEqual([3, 0]);
    for (const batch of batches) {
      expect(batch).toEqual(inner.indices(3).slice(0, 4));
      expect(batches.draw()).toEqual(inner.indices(3).slice(4));
    }
    expect(at(batches)).toEqual([4, 0]);
  });

  it('start at any epoch, and continue from a state', () => {
    const batches = new BatchSampler(make(11), 3, true);
    batches.setEpoch(2 ** 40);
    expect(at(batches)).toEqual([2 ** 40, 0]);
    batches.take(2);
    const state = JSON.parse(JSON.stringify(batches.state()));
    const rest = flat(batches.take(5));
    const again = new BatchSampler(make(11), 3, true);
    again.restore(state);
    expect(at(again)).toEqual([2 ** 40, 2]);
    expect(flat(again.take(5))).toEqual(rest);
  });
});

it('has no batch to draw where all are dropped, and stays where it is', () => {
  const batches = new BatchSampler(new SequentialSampler(3), 5, true);
  expect(batches).toHaveLength(0);
  expect([...batches]).toEqual([]);
  expect(batches.indices()).toEqual(new Uint32Array(0));
  expect(batches.take(0)).toEqual([]);
  for (const read of [() => batches.draw(), () => batches.take(1), () => batches.fill(new Uint32Array(3))]) {
    expect(read).toThrow(/nothing to draw/);
    expect(at(batches)).toEqual([1, 0]);
  }
});

it.each(backends)('has the seed and the backend of the wrapped sampler, %s', (backend) => {
  const inner = weighted(backend);
  const batches = new BatchSampler(inner, 2);
  expect([batches.seed, batches.backend]).toEqual([inner.seed, backend]);
  const plain = new BatchSampler([1, 2], 2);
  expect([plain.seed, plain.backend]).toEqual([undefined, undefined]);
});
