// Value stability: made once by test/vectors/golden.mjs, and held ever since.
import { describe, expect, it } from 'vitest';
import { backends, openTable } from '../support/backends.js';
import {
  epochs,
  type Golden,
  type GoldenSampler,
  golden,
  goldenSamplers,
  hex,
  otherSamplers,
  seeds,
  weightSets,
} from '../support/golden.js';
import { drawsOf, streamOf } from '../support/pcg-reference.js';
import { vectors } from '../support/vectors.js';

const held = await vectors<Golden[]>('golden');
const heldSamplers = await vectors<GoldenSampler[]>('golden-samplers');

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
    for (const { weights, cells, residuals, escapes, draws } of held) {
      const table = openTable(weightSets[weights], 'js');
      // of a large table only the first cells are held
      const first = (words: Uint32Array) => Array.from(words.subarray(0, cells.length), hex);
      expect([first(table.cells), first(table.residuals), table.escapes]).toEqual([cells, residuals, escapes]);
      for (const { seed, epoch, indices } of draws) {
        expect(drawsOf(table, streamOf(seed, epoch, 0), 0, 1, 20)).toEqual(indices);
      }
    }
  });
});
