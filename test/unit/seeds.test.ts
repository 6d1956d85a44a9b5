// Seeds: integers in three spellings, and any other string.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataLoader, RandomSampler, WeightedRandomSampler } from '../../src/index.js';
import { backends } from '../support/backends.js';

const make = (seed: number | bigint | string, backend?: 'wasm' | 'js') =>
  new WeightedRandomSampler([1, 2, 3, 4], 50, { seed, ...(backend && { backend }) });

describe.each(backends)('seeds, %s', (backend) => {
  it('1, 1n and ‘1’ are the same', () => {
    for (const seed of [0, 1, 42, Number.MAX_SAFE_INTEGER]) {
      const draws = make(seed, backend).take(100);
      expect(make(BigInt(seed), backend).take(100)).toEqual(draws);
      expect(make(String(seed), backend).take(100)).toEqual(draws);
    }
  });

  it('of any other string are hashed, on both backends to the same', () => {
    // known answers: they may change as golden vectors may
    expect(make('hello', backend).state().seed).toBe(HELLO);
    expect(make('hello', backend).take(50)).toEqual(make(HELLO, backend).take(50));
  });
});

const HELLO = 2291244886051978;

const others = fc
  .oneof(
    fc.string(),
    fc.constantFrom('', '01', '-1', ' 1', '1e3', '0x1', '1.5', '9007199254740992', 'NaN', 'é', '\ud800'),
  )
  .filter((text) => !/^(0|[1-9]\d{0,15})$/.test(text) || !Number.isSafeInteger(Number(text)));

it('hashes are safe integers, and differ', () => {
  const seen = new Map<number, string>();
  fc.assert(
    fc.property(others, (text) => {
      const { seed = -1 } = new RandomSampler(3, { seed: text }).state();
      expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true);
      expect(seen.get(seed) ?? text).toBe(text);
      seen.set(seed, text);
    }),
    { numRuns: 2000 },
  );
  // numbered names differ in each bit about half of the time: 5 standard deviations
  const ones = new Uint32Array(53);
  for (let i = 0; i < 10_000; i++) {
    let { seed = 0 } = new RandomSampler(3, { seed: `run ${i}` }).state();
    for (let bit = 0; bit < 53; bit++, seed = Math.floor(seed / 2)) ones[bit] += seed % 2;
  }
  for (const count of ones) expect(Math.abs(count - 5000)).toBeLessThan(250);
});

it('are shown as they were given, and resumed by their number', () => {
  const sampler = make('experiment a');
  sampler.take(7);
  expect(sampler.seed).toBe('experiment a');
  const again = make('experiment a');
  again.restore(sampler.state());
  expect(again.take(80)).toEqual(sampler.take(80));
  expect(() => make('experiment b').restore(sampler.state())).toThrow(/^state is of seed \d+, this one has \d+/);
  expect(() => make(1).restore({ ...sampler.state(), seed: 'x' as never })).toThrow(/^state is of seed "x"/);
  const loader = new DataLoader([1, 2, 3], { shuffle: true, seed: 'x' });
  expect(loader.seed).toBe('x');
});
