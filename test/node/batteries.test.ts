// npm run batteries: what it feeds to the programs, how it maps indices back to bits, and what it reads.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { bitsOfGroups, bitsOfPairs, bitsOfRanks, bitsOfUniform, type Draws, orderBits } from '../../batteries/bits.js';
import { streams } from '../../batteries/streams.js';
import { eightEqualWeights, equalGroups, GROUP_SUM } from '../../batteries/weights.js';
import { INTERLEAVED, reverse } from '../../batteries/words.js';
import { RandomSampler, WeightedRandomSampler } from '../../src/index.js';
import type { AliasSource } from '../../src/sources/alias.js';

const BLOCK = 2 ** 16;

function numbersOf(name: string, seed = 1, blocks = 2): Uint32Array {
  const fill = streams.find((stream) => stream.name === name)!.open(seed);
  const numbers = new Uint32Array(blocks * BLOCK);
  for (let i = 0; i < blocks; i++) fill(numbers.subarray(i * BLOCK, (i + 1) * BLOCK));
  return numbers;
}

/** The high 31 bits of the words of a seed and an epoch, as a sampler takes them. */
function highBits(seed: number, epoch: number, count: number): Uint32Array {
  const sampler = new RandomSampler(2 ** 31, { replacement: true, seed });
  sampler.setEpoch(epoch);
  return sampler.take(count);
}

/** Draws that repeat a list. */
function cycle(list: readonly number[]): Draws {
  let at = 0;
  return {
    fill(out) {
      for (let i = 0; i < out.length; i++) out[i] = list[at++ % list.length];
    },
  };
}

function fillOnce(fill: (out: Uint32Array) => void, count: number): Uint32Array {
  const out = new Uint32Array(count);
  fill(out);
  return out;
}

const high = (numbers: Uint32Array) => numbers.filter((_, i) => i % 2 === 1).map((half) => half >>> 1);

describe('words of the streams', () => {
  it('are those of uniform draws, in their high halves', () => {
    const numbers = numbersOf('single', 3);
    expect(high(numbers)).toEqual(highBits(3, 0, numbers.length / 2));
    expect(numbersOf('high', 3, 1)).toEqual(numbers.filter((_, i) => i % 2 === 1));
    expect(numbersOf('low', 3, 1)).toEqual(numbers.filter((_, i) => i % 2 === 0));
  });

  it('are those of weighted draws, in the order of their halves', () => {
    const weights = new Float64Array(2 ** 16).fill(1);
    const draws = new WeightedRandomSampler(weights, 2 * BLOCK, { seed: 5 }).take(2 * BLOCK);
    expect(numbersOf('single', 5).map((half) => half & 0xffff)).toEqual(draws);
  });

  it('are reversed bit by bit', () => {
    const plain = [...numbersOf('single', 1, 1)].map((number) => number.toString(2).padStart(32, '0'));
    const mirrored = plain.map((bits) => Number.parseInt([...bits].reverse().join(''), 2));
    expect([...numbersOf('reversed', 1, 1)]).toEqual(mirrored);
    expect(reverse(1)).toBe(2 ** 31);
  });

  it.each([
    ['seeds', 2, (i: number) => [2 * INTERLEAVED + i, 0]],
    ['epochs', 2, (i: number) => [2, i]],
  ] as const)('take turns between consecutive %s', (name, seed, settings) => {
    const numbers = high(numbersOf(name, seed));
    for (const i of [0, 1, 2, INTERLEAVED - 1]) {
      const own = numbers.filter((_, at) => at % INTERLEAVED === i);
      const [theirSeed, epoch] = settings(i);
      expect(own).toEqual(highBits(theirSeed, epoch, own.length));
    }
  });

  it.each([
    ['first-of-seeds', (i: number) => [2 ** 40 + i, 0]],
    ['first-of-epochs', (i: number) => [2, i]],
  ] as const)('are the first words in %s', (name, settings) => {
    const numbers = high(numbersOf(name, 2));
    for (const i of [0, 1, 2, 1000, BLOCK - 1]) {
      const [seed, epoch] = settings(i);
      expect(numbers[i]).toBe(highBits(seed, epoch, 1)[0]);
    }
  });

  // epochs in turn and first words of epochs begin with the same words
  it('of all streams differ from seed to seed, and no two streams are equal', () => {
    const first = streams.flatMap(({ name }) =>
      [1, 2].map((seed) => numbersOf(name, seed, 1).subarray(1000, 1100).join()),
    );
    expect(new Set(first).size).toBe(first.length);
  });
});

describe('indices as bits', () => {
  it('are the indices themselves where these are 32 bits', () => {
    const words = numbersOf('single', 1, 2);
    const wide = 2n ** 32n - 1n;
    const expected = Array.from({ length: BLOCK }, (_, i) => {
      const word = (BigInt(words[2 * i + 1]) << 32n) | BigInt(words[2 * i]);
      return Number((word * wide) >> 64n);
    });
    expect([...numbersOf('uniform', 1, 1)]).toEqual(expected);
  });

  it.each([1, 3, 7, 8, 16])('are packed %i bits at a time, the first lowest', (width) => {
    // 32-bit numbers from 32 groups of bits
    const groups = Array.from({ length: 1024 }, (_, i) => (i * 2654435761) % 2 ** width);
    const packed = fillOnce(bitsOfUniform(cycle(groups), width), 32 * width);
    const bits = [...packed].flatMap((number) => Array.from({ length: 32 }, (_, bit) => (number >>> bit) & 1));
    const expected = groups.flatMap((group) => Array.from({ length: width }, (_, bit) => (group >>> bit) & 1));
    expect(bits).toEqual(expected);
  });

  it('leave out indices that would make some bits more likely', () => {
    const packed = fillOnce(bitsOfUniform(cycle([1, 2 ** 16, 2, 99_999]), 16), 8);
    expect([...packed]).toEqual(new Array(8).fill(1 + 2 * 2 ** 16));
  });

  it('of groups are fair: each group has 1 / 256, to within 40 parts of 2^64', () => {
    const { weights, groups } = equalGroups();
    const sums = new Array<number>(256).fill(0);
    weights.forEach((weight, i) => void (sums[groups[i]] += weight));
    expect(new Set(sums)).toEqual(new Set([GROUP_SUM]));
    const source = new WeightedRandomSampler(weights, 1, { seed: 1 })._source as AliasSource;
    const { high: highs, low: lows } = source.shares();
    const shares = new Array<bigint>(256).fill(0n);
    highs.forEach((word, i) => void (shares[groups[i]] += (BigInt(word) << 32n) | BigInt(lows[i])));
    for (const share of shares) expect(Math.abs(Number(share - 2n ** 56n))).toBeLessThanOrEqual(40);
    expect([...fillOnce(bitsOfGroups(cycle([0, 1, 2, 3]), 8, new Uint8Array([9, 8, 7, 6])), 2)]).toEqual(
      new Array(2).fill(0x06070809),
    );
  });

  it('of pairs are 1 where the second is greater, and leave equal ones out', () => {
    // 01 10 00 → the bits 1, 0 and none
    expect([...fillOnce(bitsOfPairs(cycle([0, 1, 1, 0, 0, 0])), 2)]).toEqual([0x55555555, 0x55555555]);
  });

  it('of orders are fair: of all 8! orders, 315 give each of 2^7 values', () => {
    const counts = new Array<number>(128).fill(0);
    const order = new Uint32Array(8);
    const place = (at: number, left: readonly number[]) => {
      if (left.length === 0) counts[orderBits(order, 0)]++;
      for (const item of left) {
        order[at] = item;
        place(
          at + 1,
          left.filter((other) => other !== item),
        );
      }
    };
    place(0, [0, 1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(counts)).toEqual(new Set([315]));
  });

  it('of epochs without replacement are the orders of items of equal weights', () => {
    const epoch = [15, 3, 8, 1, 0, 2, 9, 10, 7, 6, 14, 5, 4, 13, 12, 11];
    const ranks = Uint32Array.from({ length: 16 }, (_, item) => epoch.indexOf(item));
    const [number] = fillOnce(bitsOfRanks(cycle(epoch), 16), 1);
    expect(number & 0x3fff).toBe(orderBits(ranks, 0) | (orderBits(ranks, 8) << 7));
    const weights = eightEqualWeights(64);
    for (let i = 0; i < 64; i++) expect(weights[i]).toBe(weights[i & ~7]);
    expect(new Set(weights).size).toBe(8);
  });
});

describe.runIf(process.platform !== 'win32')('the command', () => {
  // the test of the bundle makes the file; here the sources are bundled anew
  it('writes a stream until the reader has enough, and says in one line what is wrong', async () => {
    const { bundleFolder } = await import('../../scripts/bundled.mjs');
    const file = await bundleFolder('batteries');
    const run = (text: string) => spawnSync('sh', ['-c', text, process.execPath, file], { encoding: 'buffer' });
    const written = run('"$0" "$1" --write single --seed 3 | head -c 400000');
    expect(new Uint32Array(new Uint8Array(written.stdout).buffer)).toEqual(numbersOf('single', 3).subarray(0, 100_000));
    expect(Number(/^written\t(\d+)$/m.exec(written.stderr.toString())?.[1])).toBeGreaterThanOrEqual(100_000);
    const wrong = run('"$0" "$1" --stream nope');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr.toString()).toMatch(/^there is no stream "nope": take some of single, low, .*\n$/);
    const list = run('"$0" "$1" --list');
    for (const { name } of streams) expect(list.stdout.toString()).toContain(`  ${name} `);
  });
});
