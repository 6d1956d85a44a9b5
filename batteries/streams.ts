// The streams of 32-bit numbers that the batteries test.
import { createCipheriv, createHash } from 'node:crypto';
import {
  DynamicWeightedSampler,
  PcgGenerator,
  RandomSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from 'loaded-dice';
import { bitsOfGroups, bitsOfPairs, bitsOfPermutations, bitsOfRanks, bitsOfUniform } from './bits.js';
import { eightEqualWeights, equalGroups } from './weights.js';
import { type Fill, firstWords, halvesOf, INTERLEAVED, interleaved, reversed, wordsOf } from './words.js';

export interface Stream {
  readonly name: string;
  readonly kind: 'words' | 'indices' | 'control';
  /** What its numbers are, as it stands in the table of the results. */
  readonly about: string;
  /** Starts it. Another seed gives other numbers of the same kind. */
  open(seed: number): Fill;
}

/** An epoch that no battery reaches the end of. */
const LONG = 2 ** 50;

const PERMUTED = 2 ** 15;

function consecutive(make: (i: number) => Fill): Fill {
  return interleaved(Array.from({ length: INTERLEAVED }, (_, i) => make(i)));
}

/** A sequence of single numbers. */
function oneByOne(next: () => number): Fill {
  return (out) => {
    for (let i = 0; i < out.length; i++) out[i] = next();
  };
}

export const streams: readonly Stream[] = [
  {
    name: 'single',
    kind: 'words',
    about: 'one stream of words, the low half of each and then its high half, as weighted draws take them',
    open: (seed) => wordsOf(seed, 0),
  },
  {
    name: 'low',
    kind: 'words',
    about: 'the low half of each word of one stream',
    open: (seed) => halvesOf(seed, 'low'),
  },
  {
    name: 'high',
    kind: 'words',
    about: 'the high half of each word of one stream',
    open: (seed) => halvesOf(seed, 'high'),
  },
  {
    name: 'reversed',
    kind: 'words',
    about: 'as `single`, with the 32 bits of each half in reverse order: the batteries look at high bits most',
    open: (seed) => reversed(wordsOf(seed, 0)),
  },
  {
    name: 'generator',
    kind: 'words',
    about: '`PcgGenerator`’s `nextUint32`',
    open: (seed) => {
      const generator = new PcgGenerator(seed);
      return oneByOne(() => generator.nextUint32());
    },
  },
  {
    name: 'seeds',
    kind: 'words',
    about: `word 0 of ${INTERLEAVED} consecutive seeds, then word 1 of each, and so on`,
    open: (seed) => consecutive((i) => wordsOf(INTERLEAVED * seed + i, 0)),
  },
  {
    name: 'epochs',
    kind: 'words',
    about: `word 0 of ${INTERLEAVED} consecutive epochs of one seed, then word 1 of each, and so on`,
    open: (seed) => consecutive((i) => wordsOf(seed, i)),
  },
  {
    name: 'first-of-seeds',
    kind: 'words',
    about: 'word 0 of every seed, in turn',
    open: (seed) => firstWords((i) => [2 ** 40 * (seed - 1) + i, 0]),
  },
  {
    name: 'first-of-epochs',
    kind: 'words',
    about: 'word 0 of every epoch of one seed, in turn',
    open: (seed) => firstWords((i) => [seed, i]),
  },
  {
    name: 'uniform',
    kind: 'indices',
    about: '`RandomSampler` with replacement over 2^32 - 1 indices: an index is 32 bits',
    open: (seed) => bitsOfUniform(new RandomSampler(2 ** 32 - 1, { replacement: true, numSamples: LONG, seed }), 32),
  },
  {
    name: 'uniform-100000',
    kind: 'indices',
    about: '`RandomSampler` with replacement over 100,000 indices: one below 2^16 is 16 bits, others are left out',
    open: (seed) => bitsOfUniform(new RandomSampler(100_000, { replacement: true, numSamples: LONG, seed }), 16),
  },
  {
    name: 'equal-weights',
    kind: 'indices',
    about: '`WeightedRandomSampler` over 256 equal weights: an index is 8 bits',
    open: (seed) => bitsOfUniform(new WeightedRandomSampler(new Float64Array(256).fill(1), LONG, { seed }), 8),
  },
  {
    name: 'table',
    kind: 'indices',
    about:
      '`WeightedRandomSampler` over 10,240 unequal weights, scattered over 256 groups of equal sums: a group is 8 bits',
    open: (seed) => {
      const { weights, groups } = equalGroups();
      return bitsOfGroups(new WeightedRandomSampler(weights, LONG, { seed }), 8, groups);
    },
  },
  {
    name: 'skewed',
    kind: 'indices',
    about:
      '`WeightedRandomSampler` over 1,000 weights 1, 1/2, 1/3, …: which of two draws is the greater is one fair bit, equal draws are left out',
    open: (seed) => {
      const weights = Float64Array.from({ length: 1000 }, (_, i) => 1 / (i + 1));
      return bitsOfPairs(new WeightedRandomSampler(weights, LONG, { seed }));
    },
  },
  {
    name: 'dynamic',
    kind: 'indices',
    about: '`DynamicWeightedSampler` over the weights of `table`',
    open: (seed) => {
      const { weights, groups } = equalGroups();
      return bitsOfGroups(new DynamicWeightedSampler(weights, LONG, { seed }), 8, groups);
    },
  },
  {
    name: 'permutation',
    kind: 'indices',
    about: '`RandomSampler` without replacement, epochs of 2^15 items: the order of eight successive ones is 7 bits',
    open: (seed) => bitsOfPermutations(new RandomSampler(PERMUTED, { seed })),
  },
  {
    name: 'without-replacement',
    kind: 'indices',
    about:
      '`WeightedRandomSampler` without replacement, epochs of 2^15 items in groups of eight equal weights: the order of a group is 7 bits',
    open: (seed) => {
      const weights = eightEqualWeights(PERMUTED);
      return bitsOfRanks(new WeightedRandomSampler(weights, PERMUTED, { replacement: false, seed }), PERMUTED);
    },
  },
  {
    name: 'aes',
    kind: 'control',
    about: 'AES-256 in counter mode, from Node: nothing is known to tell it from perfect numbers',
    open: (seed) => {
      const cipher = createCipheriv(
        'aes-256-ctr',
        createHash('sha256').update(String(seed)).digest(),
        Buffer.alloc(16),
      );
      return (out) => void out.set(new Uint32Array(new Uint8Array(cipher.update(Buffer.alloc(4 * out.length))).buffer));
    },
  },
  {
    name: 'torch',
    kind: 'control',
    about: '`TorchGenerator`, PyTorch’s MT19937, whose bits are linear: Crush finds that',
    open: (seed) => {
      const generator = new TorchGenerator(seed);
      return oneByOne(() => generator.nextUint32());
    },
  },
  {
    name: 'bad',
    kind: 'control',
    about: 'the low 32 bits of a linear congruential generator modulo 2^64',
    open: (seed) => {
      let state = seed;
      return oneByOne(() => (state = (Math.imul(state, 0x4c957f2d) + 1) | 0) >>> 0);
    },
  },
];
