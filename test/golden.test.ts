// Value stability: made once by test/vectors/golden.mjs, and held ever since.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { backends, openTable } from './support/backends.js';
import {
  epochs,
  type Golden,
  type GoldenSampler,
  golden,
  goldenSamplers,
  otherSamplers,
  seeds,
  weightSets,
} from './support/golden.js';
import { indexOf, streamOf, words } from './support/pcg-reference.js';

const read = (name: string) => JSON.parse(readFileSync(new URL(`./vectors/${name}`, import.meta.url), 'utf8'));
const held: Golden[] = read('golden.json');
const heldSamplers: GoldenSampler[] = read('golden-samplers.json');

describe.each(backends)('golden vectors (%s)', (backend) => {
  const made = golden(backend);

  it.each(held.map(({ weights }) => weights))('are what is built and drawn now: %s', (name) => {
    const of = (all: Golden[]) => all.find(({ weights }) => weights === name);
    expect(of(made)).toEqual(of(held));
  });

  const samplers = goldenSamplers(backend);
  it.each(Object.keys(otherSamplers))('are what a sampler draws now: %s', (name) => {
    const of = (all: GoldenSampler[]) => all.filter(({ sampler }) => sampler === name);
    expect(of(heldSamplers)).toHaveLength(seeds.length * epochs.length);
    expect(of(samplers)).toEqual(of(heldSamplers));
  });
});

describe('the golden file', () => {
  it('has every weight set, seed and epoch, 20 draws each', () => {
    expect(held.map(({ weights }) => weights)).toEqual(Object.keys(weightSets));
    for (const { draws } of held) {
      const pairs = draws.map(({ seed, epoch }) => [seed, epoch]);
      expect(pairs).toEqual(seeds.flatMap((seed) => epochs.map((epoch) => [seed, epoch])));
      expect(draws.filter(({ indices }) => indices.length !== 20)).toEqual([]);
    }
  });

  it('holds what the design states: hash, words and rule on its cells', () => {
    for (const { weights, cells, draws } of held) {
      const bits = Math.max(1, Math.ceil(Math.log2(weightSets[weights].length)));
      // of a large table only the first cells are held
      const whole = openTable(weightSets[weights], 'js').cells;
      expect(Array.from(whole.subarray(0, cells.length))).toEqual(cells.map((cell) => BigInt(`0x${cell}`)));
      for (const { seed, epoch, indices } of draws) {
        expect(words(streamOf(seed, epoch, 0), 0, 1, 20).map((word) => indexOf(whole, bits, word))).toEqual(indices);
      }
    }
  });
});
