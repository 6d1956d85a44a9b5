// torch.Generator.get_state(): the same bytes at every position, and the numbers that PyTorch itself drew after them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomSampler, TorchGenerator } from '../../src/index.js';
import { rounds } from '../support/rounds.js';
import { HandTwister, type TorchBytes, torchBytes } from '../support/torch-bytes.js';
import { next, randperm } from '../support/torch-hand.js';
import { vectors } from '../support/vectors.js';

interface Case {
  kind: string;
  args: { seed: number; n: number };
  expected: number[];
}
const { cases } = await vectors<{ cases: Case[] }>('torch');
const of = (kind: string) => cases.filter((each) => each.kind === kind);

const u64 = fc.bigInt(0n, 2n ** 64n - 1n);
/** Positions around the ends of blocks of 624 words. */
const count = fc.oneof(fc.nat(1900), fc.constantFrom(0, 1, 623, 624, 625, 1247, 1248, 1249));

/** A generator by hand after some draws, and its bytes. */
function after(seed: bigint, draws: number, normals: Partial<TorchBytes> = {}) {
  const hand = new HandTwister(seed);
  for (let i = 0; i < draws; i++) hand.draw();
  return { hand, bytes: torchBytes({ ...hand.saved(), ...normals }) };
}

it('the hand-made generator is MT19937: its word 10,000 is that of std::mt19937 in the C++ standard', () => {
  const { hand } = after(5489n, 9999);
  expect(hand.draw()).toBe(4123659995n);
});

describe('torchState', () => {
  it('has PyTorch’s bytes, whatever the seed and the position', () => {
    fc.assert(
      fc.property(u64, count, (seed, draws) => {
        const generator = new TorchGenerator(seed);
        for (let i = 0; i < draws; i++) generator.nextUint32();
        const { bytes } = after(seed, draws);
        expect(bytes).toHaveLength(5056);
        expect(generator.torchState()).toEqual(bytes);
      }),
      { numRuns: rounds(200) },
    );
  });

  it('begins with the seed, of which a negative one is 2^64 more', () => {
    const first = (seed: number | bigint) => new DataView(new TorchGenerator(seed).torchState().buffer);
    expect(first(42).getBigUint64(0, true)).toBe(42n);
    expect(first(-1).getBigUint64(0, true)).toBe(2n ** 64n - 1n);
    expect([8, 12, 16].map((at) => first(42).getInt32(at, true))).toEqual([1, 1, 0]);
  });

  it('is a copy', () => {
    const generator = new TorchGenerator(1);
    const word = next(generator);
    generator.torchState().fill(0);
    expect(next(generator)).toBe(word);
  });
});

describe('fromTorchState', () => {
  it('continues with the next numbers, and writes the same bytes', () => {
    fc.assert(
      fc.property(u64, count, fc.nat(40), (seed, draws, offset) => {
        const { hand, bytes } = after(seed, draws);
        // any view, also one that does not begin at a multiple of 8
        const view = new Uint8Array(offset + 5056 + 3).subarray(offset, offset + 5056);
        view.set(bytes);
        const generator = TorchGenerator.fromTorchState(view);
        expect(BigInt(generator.seed)).toBe(seed);
        expect(generator.torchState()).toEqual(bytes);
        for (let i = 0; i < 5; i++) expect(BigInt(generator.nextUint32())).toBe(hand.draw());
      }),
      { numRuns: rounds(200) },
    );
  });

  it.each(of('rand.float64'))(
    'continues torch.rand of seed $args.seed after any of its numbers',
    ({ args: { seed }, expected }) => {
      for (let from = 0; from < expected.length; from++) {
        const generator = TorchGenerator.fromTorchState(after(BigInt(seed), 2 * from).bytes);
        expect(expected.slice(from).map(() => generator.nextFloat())).toEqual(expected.slice(from));
      }
    },
  );

  it.each(of('randperm'))('gives torch.randperm($args.n) of seed $args.seed', ({ args: { seed, n }, expected }) => {
    const generator = TorchGenerator.fromTorchState(after(BigInt(seed), 0).bytes);
    expect([...new RandomSampler(n, { generator })]).toEqual(expected);
  });

  it('is a generator in the middle of a PyTorch run: its samplers continue that', () => {
    const { bytes } = after(77n, 700);
    const hand = new TorchGenerator(77);
    for (let i = 0; i < 700; i++) hand.nextUint32();
    const sampler = new RandomSampler(20, { generator: TorchGenerator.fromTorchState(bytes) });
    expect(sampler.seed).toBe(77);
    expect(sampler.take(20)).toEqual(Uint32Array.from(randperm(hand, 20)));
  });

  it('keeps cached normal samples bit by bit: in the bytes, in JSON, in a clone, and while numbers are drawn', () => {
    const float = fc.option(
      fc.float({ noNaN: true }).map((value) => Math.fround(value)),
      { nil: undefined },
    );
    const double = fc.option(fc.double({ noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(u64, count, float, double, (seed, draws, float, double) => {
        const { bytes } = after(seed, draws, { float, double });
        const generator = TorchGenerator.fromTorchState(bytes);
        expect(generator.torchState()).toEqual(bytes);
        expect(generator.clone().torchState()).toEqual(bytes);
        const restored = new TorchGenerator(0);
        restored.restore(JSON.parse(JSON.stringify(generator.state())));
        expect(restored.torchState()).toEqual(bytes);
        generator.nextUint32();
        expect(generator.torchState()).toEqual(after(seed, draws + 1, { float, double }).bytes);
        // a state without samples drops them, as set_state does
        generator.restore(new TorchGenerator(1).state());
        expect(generator.torchState()).toEqual(after(1n, 0).bytes);
      }),
      { numRuns: rounds(100) },
    );
  });

  it('reads what samples there are only if they are valid, as set_state does', () => {
    const { bytes } = after(3n, 5);
    const junk = bytes.slice();
    junk.fill(7, 5016, 5040).fill(9, 5044, 5052).fill(1, 5053);
    expect(TorchGenerator.fromTorchState(junk).torchState()).toEqual(bytes);
  });

  const good = after(3n, 5).bytes;
  const changed = (at: number, ...values: number[]) => {
    const bytes = good.slice();
    bytes.set(values, at);
    return bytes;
  };
  it.each<[string, unknown, typeof TypeError | typeof RangeError, RegExp]>([
    ['nothing', undefined, TypeError, /^bytes must be a Uint8Array, got undefined$/],
    ['null', null, TypeError, /^bytes must be a Uint8Array, got null$/],
    ['text', 'abc', TypeError, /^bytes must be a Uint8Array, got "abc"$/],
    ['a list', [...good], TypeError, /^bytes must be a Uint8Array, got an Array: Uint8Array\.from\(…\) makes one$/],
    ['a buffer', good.buffer, TypeError, /got an ArrayBuffer$/],
    ['other elements', new Float32Array(1264), TypeError, /got a Float32Array$/],
    ['a state of ours', new TorchGenerator(1).state(), TypeError, /got an Object$/],
    ['no bytes', new Uint8Array(0), RangeError, /^bytes must be the 5056 bytes of get_state\(\).*got 0 \(PyTorch/],
    ['a CUDA generator’s 16 bytes', new Uint8Array(16), RangeError, /got 16 \(PyTorch: "Expected a CPUGenerator/],
    ['a byte too few', good.slice(1), RangeError, /got 5055 /],
    ['zeros', new Uint8Array(5056), RangeError, /its seeded must be 1, got 0 \(PyTorch: "Invalid mt19937 state"\)$/],
    ['bytes of a big-endian machine', good.slice().reverse(), RangeError, /its seeded must be 1/],
    ['next beyond the words', changed(16, 0x71, 2), RangeError, /its next must be at most 624, got 625 /],
    ['next of 2^32', changed(20, 1), RangeError, /its next must be at most 624/],
    ['left of another position', changed(8, 5), RangeError, /its left must be 620, as next is 5, got 517 /],
    ['left of 0', changed(8, 0, 0), RangeError, /its left must be 620, as next is 5, got 0 /],
    ['next of 0 within a block', changed(16, 0), RangeError, /its left must be 1, as next is 0, got 620 /],
    ['a word of 33 bits', changed(24 + 8 * 7 + 4, 1), RangeError, /its state\[7\] must be below 2\^32, got \d{10} /],
    ['a flag of 2', changed(5040, 2), RangeError, /its normal_is_valid must be 0 or 1, got 2 /],
    ['a bool of 3', changed(5052, 3), RangeError, /its is_next_float_normal_sample_valid must be 0 or 1, got 3 /],
  ])('refuses %s', (_, bytes, kind, message) => {
    const call = () => TorchGenerator.fromTorchState(bytes as Uint8Array);
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });
});
