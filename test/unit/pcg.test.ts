import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PcgGenerator } from '../../src/generators/pcg.js';
import { backends, openMemory, type TestedBackend } from '../support/backends.js';
import { output, referenceSeeding, type Stream, stateAfter, stateOf, words } from '../support/pcg-reference.js';
import { vectors } from '../support/vectors.js';

interface Round {
  words: string[];
  coins: string;
  rolls: number[];
  cards: string[];
}
const known = await vectors<{ seed: number; sequence: number; rounds: Round[] }>('pcg');

/** Whatever gives words one after the other and can go back. */
interface Source {
  next(): bigint;
  advance(delta: bigint): void;
}

/** Words position, position + stride, … of a stream, from a kernel. */
function kernelWords(backend: TestedBackend, stream: Stream, position: number, stride: number, count: number) {
  const { kernels, u64 } = openMemory(16 + 8 * count, backend);
  u64.set([stream.state, stream.increment]);
  kernels.pcgWords(0, position, stride, 16, count);
  return Array.from(u64.subarray(2, 2 + count));
}

const sources: Record<string, () => Source> = {
  PcgGenerator: () => {
    const generator = new PcgGenerator(known.seed, known.sequence);
    return { next: () => generator.nextUint64(), advance: (delta) => generator.advance(delta) };
  },
};
for (const backend of backends) {
  sources[`pcgWords, ${backend}`] = () => {
    const seeded = referenceSeeding(BigInt(known.seed), BigInt(known.sequence));
    const ahead = kernelWords(backend, seeded, 0, 1, 2000);
    let position = 0;
    return { next: () => ahead[position++], advance: (delta) => (position += Number(delta)) };
  };
}

/** As the reference's test program has it. */
function bounded({ next }: Source, bound: bigint): number {
  const threshold = ((1n << 64n) - bound) % bound;
  for (;;) {
    const word = next();
    if (word >= threshold) return Number(word % bound);
  }
}

function shuffledCards(source: Source): string[] {
  const cards = Array.from({ length: 52 }, (_, i) => 'A23456789TJQK'[Math.floor(i / 4)] + 'hcds'[i % 4]);
  for (let i = cards.length; i > 1; i--) {
    const chosen = bounded(source, BigInt(i));
    [cards[chosen], cards[i - 1]] = [cards[i - 1], cards[chosen]];
  }
  return cards;
}

describe.each(Object.keys(sources))('known answers of the reference implementation (%s)', (name) => {
  it('are the same, round after round', () => {
    const source = sources[name]();
    const sixWords = () => Array.from({ length: 6 }, () => `0x${source.next().toString(16).padStart(16, '0')}`);
    expect(known.rounds).toHaveLength(5);
    for (const round of known.rounds) {
      expect(sixWords()).toEqual(round.words);
      source.advance(-6n);
      expect(sixWords()).toEqual(round.words);
      const coins = Array.from({ length: 65 }, () => (bounded(source, 2n) ? 'H' : 'T'));
      expect(coins.join('')).toBe(round.coins);
      expect(Array.from({ length: 33 }, () => bounded(source, 6n) + 1)).toEqual(round.rolls);
      expect(shuffledCards(source)).toEqual(round.cards);
    }
  });
});

const u64 = fc.bigInt(0n, (1n << 64n) - 1n);
const safe = fc.oneof(
  fc.nat(1000),
  fc.maxSafeNat(),
  fc.integer({ min: 0, max: 53 }).map((bits) => 2 ** bits - 1),
);
const stream = fc.record({ state: u64, increment: u64.map((word) => word | 1n) });

describe.each(backends)('pcgWords (%s)', (backend) => {
  it('gives words position, position + stride, … for positions and strides up to 2^53 - 1', () => {
    fc.assert(
      fc.property(stream, safe, safe, fc.nat(9), (from, position, stride, count) => {
        expect(kernelWords(backend, from, position, stride, count)).toEqual(words(from, position, stride, count));
      }),
    );
  });

  it('is the same by stride as by picking from every word', () => {
    fc.assert(
      fc.property(stream, fc.nat(300), fc.integer({ min: 1, max: 40 }), fc.nat(50), (from, position, stride, count) => {
        const every = kernelWords(backend, from, 0, 1, position + stride * count);
        const picked = every.filter((_, i) => i >= position && (i - position) % stride === 0);
        expect(kernelWords(backend, from, position, stride, count)).toEqual(picked);
      }),
    );
  });
});

describe('the BigInt witness', () => {
  it('jumps as far as single steps do, and back', () => {
    fc.assert(
      fc.property(stream, fc.nat(50), (from, steps) => {
        let state = from.state;
        for (let i = 0; i < steps; i++) state = BigInt.asUintN(64, state * 6364136223846793005n + from.increment);
        expect(stateAfter(from, BigInt(steps))).toBe(state);
        expect(stateAfter({ ...from, state }, BigInt(-steps))).toBe(from.state);
      }),
    );
  });

  it('inverts the output function', () => {
    fc.assert(fc.property(u64, (word) => output(stateOf(word)) === word && stateOf(output(word)) === word));
  });
});

describe('PcgGenerator', () => {
  it('gives the words of the reference seeding, whatever seed and stream', () => {
    fc.assert(
      fc.property(u64, u64, (seed, sequence) => {
        const generator = new PcgGenerator(seed, sequence);
        const given = [generator.nextUint64(), generator.nextUint64(), generator.nextUint64()];
        expect(given).toEqual(words(referenceSeeding(seed, sequence), 0, 1, 3));
      }),
    );
  });

  it('has stream 0 by default, and takes numbers as bigints', () => {
    expect(new PcgGenerator(7).nextUint64()).toBe(new PcgGenerator(7n, 0n).nextUint64());
    expect(new PcgGenerator(7, 5).nextUint64()).toBe(new PcgGenerator(7n, 5n).nextUint64());
    expect(new PcgGenerator(7, 5).nextUint64()).not.toBe(new PcgGenerator(7, 6).nextUint64());
  });

  it('cuts nextUint32 and nextFloat from one word each', () => {
    fc.assert(
      fc.property(u64, u64, (seed, sequence) => {
        const [whole, half, float] = [0, 1, 2].map(() => new PcgGenerator(seed, sequence));
        for (let i = 0; i < 5; i++) {
          const word = whole.nextUint64();
          expect(half.nextUint32()).toBe(Number(word >> 32n));
          expect(float.nextFloat()).toBe(Number(word >> 11n) * 2 ** -53);
        }
      }),
    );
  });

  it('skips by advance, and undoes it', () => {
    fc.assert(
      fc.property(u64, fc.bigInt(-(1n << 66n), 1n << 66n), (seed, delta) => {
        const expected = output(stateAfter(referenceSeeding(seed, 0n), delta));
        expect(new PcgGenerator(seed).advance(delta).nextUint64()).toBe(expected);
        expect(new PcgGenerator(seed).advance(delta).advance(-delta).nextUint64()).toBe(
          new PcgGenerator(seed).nextUint64(),
        );
      }),
    );
    const generator = new PcgGenerator(3);
    expect(generator.advance(-12)).toBe(generator);
    expect(generator.nextUint64()).toBe(new PcgGenerator(3).advance(-12n).nextUint64());
  });

  it.each(['seed', 'stream'])('refuses a %s that is no integer in [0, 2^64), naming it and the value', (name) => {
    const make = (value: unknown) => () =>
      name === 'seed' ? new PcgGenerator(value as bigint) : new PcgGenerator(0, value as bigint);
    const told = (value: string) =>
      expect.objectContaining({ message: expect.stringMatching(`^${name} .*got ${value}$`) });
    for (const value of [-1, 0.5, Number.NaN, Infinity, 2 ** 53]) {
      expect(make(value)).toThrow(RangeError);
      expect(make(value)).toThrow(told(String(value)));
    }
    for (const value of [-1n, 1n << 64n]) {
      expect(make(value)).toThrow(RangeError);
      expect(make(value)).toThrow(told(`${value}n`));
    }
    for (const value of ['1', null, true, [1]]) expect(make(value)).toThrow(TypeError);
    expect(make('1')).toThrow(told('"1"'));
    for (const value of [0, 2 ** 53 - 1, 0n, (1n << 64n) - 1n]) expect(make(value)).not.toThrow();
  });

  it('refuses a delta that is no integer, and stands where it stood', () => {
    const generator = new PcgGenerator(1);
    for (const delta of [0.5, Number.NaN, 2 ** 53, Infinity]) {
      expect(() => generator.advance(delta)).toThrow(RangeError);
    }
    for (const delta of ['1', null, undefined, true]) {
      expect(() => generator.advance(delta as unknown as bigint)).toThrow(TypeError);
    }
    expect(() => generator.advance(0.5)).toThrow('delta must be a bigint or a safe integer, got 0.5');
    expect(generator.nextUint64()).toBe(new PcgGenerator(1).nextUint64());
  });

  it('needs a seed', () => {
    expect(() => new (PcgGenerator as unknown as new () => PcgGenerator)()).toThrow(TypeError);
  });
});
