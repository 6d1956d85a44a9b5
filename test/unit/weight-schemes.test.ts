// Schemes: how the weight of a class follows from its count.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  classCounts,
  classWeights,
  SystematicSampler,
  sampleWeights,
  WeightedRandomSampler,
  type WeightScheme,
} from '../../src/index.js';
import { rounds } from '../support/rounds.js';

const labels = [...new Array(100).fill('a'), ...new Array(4).fill('b'), 'c'];
const of = (scheme: WeightScheme | undefined): number[] => [...classWeights(labels, { scheme }).values()];

describe('schemes', () => {
  it('have the weights of their formulas', () => {
    expect(of(undefined)).toEqual([1 / 100, 1 / 4, 1]);
    expect(of('inverse')).toEqual(of(undefined));
    expect(of('sqrt')).toEqual([1 / 10, 1 / 2, 1]);
    expect(of({ power: 0 })).toEqual([1, 1, 1]);
    expect(of({ power: 2 })).toEqual([1e-4, 1 / 16, 1]);
    expect(of({ power: 0.25 })).toEqual([1 / Math.sqrt(10), 1 / Math.SQRT2, 1]);
    expect(of({ effective: 0 })).toEqual([1, 1, 1]);
    expect(of({ effective: 0.5 })).toEqual([0.5 / (1 - 2 ** -100), 0.5 / (1 - 0.0625), 1]);
    expect(of('effective')).toEqual(of({ effective: 0.999 }));
    // table 1 of the paper: E_n = (1 - beta^n) / (1 - beta)
    expect(1 / of({ effective: 0.9 })[1]).toBeCloseTo(1 + 0.9 + 0.81 + 0.729, 12);
  });

  it('power 1 is inverse and power 0.5 is sqrt, bit for bit', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { minLength: 1, maxLength: 200 }), (codes) => {
        expect(classWeights(codes, { scheme: { power: 1 } })).toEqual(classWeights(codes));
        expect(classWeights(codes, { scheme: { power: 0.5 } })).toEqual(classWeights(codes, { scheme: 'sqrt' }));
      }),
      { numRuns: rounds(200) },
    );
  });

  it('powers are within 30 units in the last place of the engine’s', () => {
    const counts = [1, 2, 3, 7, 100, 12_345];
    const many = counts.flatMap((count, code) => new Array<number>(count).fill(code));
    fc.assert(
      fc.property(fc.double({ min: 0, max: 20, noNaN: true }), (power) => {
        const found = [...classWeights(many, { scheme: { power } }).values()];
        for (const [code, count] of counts.entries()) {
          expect(Math.abs(found[code] / count ** -power - 1)).toBeLessThan(30 * 2 ** -52);
        }
      }),
      { numRuns: rounds(100) },
    );
  });

  it('effective numbers are sums of powers of beta, for a beta near 1, too', () => {
    for (const beta of [0.9, 0.999, 1 - 1e-6, 1 - 1e-9, 1 - 2 ** -53]) {
      let [sum, term] = [0, 1];
      for (let count = 1; count <= 300; count++) {
        sum += term;
        term *= beta;
        const [weight] = classWeights(new Uint8Array(count), { scheme: { effective: beta } }).values();
        expect(Math.abs(weight * sum - 1)).toBeLessThan(300 * 2 ** -52);
      }
    }
  });

  it('no class is lost, whatever the power', () => {
    expect(of({ power: 1e6 })).toEqual([Number.MIN_VALUE, Number.MIN_VALUE, 1]);
    expect(of({ power: Number.MAX_VALUE })).toEqual([Number.MIN_VALUE, Number.MIN_VALUE, 1]);
  });

  it('multiply by the shares of a target', () => {
    const target = { a: 0.5, b: 0.5, c: 0 };
    expect([...classWeights(labels, { target, scheme: 'sqrt' }).values()]).toEqual([0.05, 0.25, 0]);
  });

  it('are those of the samplers that labels make', () => {
    for (const scheme of ['sqrt', 'effective', { power: 0.3 }] as const) {
      const weights = sampleWeights(labels, { scheme });
      expect([...weights].map((w) => w)).toEqual(labels.map((label) => classWeights(labels, { scheme }).get(label)));
      expect(WeightedRandomSampler.fromLabels(labels, { scheme }).weights).toEqual(weights);
      expect(SystematicSampler.fromLabels(labels, { scheme }).weights).toEqual(weights);
    }
    const shares = WeightedRandomSampler.fromLabels(labels, { scheme: 'sqrt' }).probabilities();
    const counts = classCounts(labels);
    // sqrt(100), sqrt(4) and sqrt(1) of 13
    expect(shares[0] * (counts.get('a') as number)).toBeCloseTo(10 / 13, 12);
  });
});
