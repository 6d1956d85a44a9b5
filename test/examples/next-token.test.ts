import { WeightedRandomSampler } from 'loaded-dice';
import { expect, it } from 'vitest';
// @ts-expect-error an example is plain JavaScript
import { Bigrams, generate, nextToken } from '../../examples/next-token/tokens.mjs';
import { runExample } from '../support/run-example.js';

const model = new Bigrams('a b a b a c a b d a');
const ids = (words: string): number[] => words.split(' ').map((word) => model.tokens.indexOf(word));

it('counts which word follows which', () => {
  expect(model.tokens).toEqual(['a', 'b', 'c', 'd']);
  // after a: b three times, c once
  expect([...model.logits(0)]).toEqual([-Infinity, Math.fround(Math.log(3)), 0, -Infinity]);
  expect([...model.logits(2)]).toEqual([0, -Infinity, -Infinity, -Infinity]);
});

it('draws the next token by its probability', () => {
  const draws = Array.from({ length: 4000 }, (_, t) => nextToken(model.logits(0), t, { seed: 3 }));
  const bs = draws.filter((id) => id === 1).length;
  expect(draws.filter((id) => id === 2)).toHaveLength(4000 - bs);
  // six standard deviations: below 1e-8 by chance, and the seed is fixed
  expect(Math.abs(bs - 3000)).toBeLessThan(6 * Math.sqrt(4000 * 0.75 * 0.25));
});

it('writes the same text for the same seed, and continues it from any token', () => {
  const text = generate(model, 'a', 40, { seed: 5 });
  expect(generate(model, 'a', 40, { seed: 5 })).toBe(text);
  expect(generate(model, 'a', 40, { seed: 6 })).not.toBe(text);
  const tokens = ids(text);
  expect(nextToken(model.logits(tokens[29]), 29, { seed: 5 })).toBe(tokens[30]);
});

it('writes only what followed, and the most frequent with topK 1 or a low temperature', () => {
  const tokens = ids(generate(model, 'a', 300, { seed: 1 }));
  for (const [t, id] of tokens.slice(1).entries()) expect(model.logits(tokens[t])[id]).toBeGreaterThan(-Infinity);
  const most = 'a b a b a b a';
  for (const options of [{ topK: 1 }, { temperature: 0 }, { topP: 0.5 }]) {
    expect(generate(model, 'a', 6, { seed: 9, ...options })).toBe(most);
  }
});

it('is a sampler over the weights', () => {
  const sampler = WeightedRandomSampler.fromLogits(model.logits(0), { seed: 4, numSamples: 1 });
  expect(sampler.weights[1] / sampler.weights[2]).toBeCloseTo(3, 6);
  expect(nextToken(model.logits(0), 7, { seed: 4 })).toBe(sampler.indices(7)[0]);
});

it('runs', () => {
  const lines = runExample('next-token/tokens.mjs');
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(line).toMatch(/^\{"seed":\d.*\}: the( [a-z]+){14}$/);
  expect(new Set(lines.map((line: string) => line.replace(/^.*\}: /, ''))).size).toBeGreaterThan(2);
});
