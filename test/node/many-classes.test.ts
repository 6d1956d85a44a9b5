// Nothing takes as many arguments as there are classes: engines allow some 120,000.
import { describe, expect, it } from 'vitest';
import { batchBalance, batchClassCounts, countsByClass, coverageByImbalance } from '../../src/analysis.js';
import { batchBars, beforeAfter, classBars } from '../../src/charts.js';
import {
  classCounts,
  classWeights,
  encodeLabels,
  lintWeights,
  StratifiedBatchSampler,
  SystematicSampler,
  sampleWeights,
  WeightedRandomSampler,
} from '../../src/index.js';

const COUNT = 130_000;
const labels = Array.from({ length: COUNT }, (_, i) => `class ${i}`);
const ones = new Array<number>(COUNT).fill(1);
const target = new Map(labels.map((label, i) => [label, 1 + (i % 3)]));

describe('130,000 classes', () => {
  it.each<[string, () => unknown]>([
    ['encodeLabels', () => encodeLabels(labels).classes],
    ['classCounts', () => [...classCounts(labels).keys()]],
    ['classWeights', () => [...classWeights(labels, { target }).keys()]],
    ['sampleWeights', () => [...sampleWeights(labels, { target })]],
    ['batchBalance', () => batchBalance(ones, labels, 32, { numSamples: 64 })],
    ['batchClassCounts', () => batchClassCounts([[0, 1, 2]], labels).classes],
    ['countsByClass', () => countsByClass(ones, labels).counts],
  ])('%s', (_, call) => {
    expect(call()).toHaveLength(COUNT);
  });

  it('a target without a class, and with another one, says so', () => {
    const without = new Map([...target].slice(1));
    expect(() => classWeights(labels, { target: without })).toThrow('"class 0" is missing; it names "class 1"');
    const other = new Map([...target, ['other', 1] as const]);
    expect(() => classWeights(labels, { target: other })).toThrow('got "other"; they are "class 0"');
  });

  it('samplers by labels', () => {
    for (const sampler of [
      WeightedRandomSampler.fromLabels(labels, { target, seed: 1 }),
      SystematicSampler.fromLabels(labels, { target, seed: 1 }),
    ]) {
      expect(sampler.take(10)).toHaveLength(10);
    }
    const batches = new StratifiedBatchSampler(labels, { batchSize: 256, target, seed: 1 });
    expect(batches.draw()).toHaveLength(256);
    expect(batches).toHaveLength(508);
  });

  it('lintWeights', () => {
    expect(lintWeights(ones, { labels, batchSize: 32 }).map(({ code }) => code)).toContain('rare-class');
  });

  it('coverageByImbalance', async () => {
    const [{ ratio }] = await coverageByImbalance([[...ones.slice(1), 3]], { trials: 1, seed: 1 });
    expect(ratio).toBe(3);
  });

  it('charts', () => {
    const bars = classBars(labels.map((label, i) => ({ label, count: i })));
    const change = beforeAfter({ classes: labels, before: ones, after: ones.map((_, i) => i), target: ones });
    const batches = batchBars({ classes: labels, counts: [ones, ones] }, { target: ones });
    for (const spec of [bars, change, batches]) expect(JSON.stringify(spec).length).toBeGreaterThan(1000);
  });
});
