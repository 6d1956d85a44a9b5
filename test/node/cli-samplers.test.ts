// --sampler, --without-replacement and --distinct, of balance and sample.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BatchSampler, StratifiedBatchSampler, SystematicSampler, WeightedRandomSampler } from '../../src/index.js';
import { cli } from '../support/cli.js';

const labels = [...new Array<string>(60).fill('cat'), ...new Array<string>(8).fill('dog')];
const file = join(mkdtempSync(join(tmpdir(), 'loaded-dice-')), 'pets.csv');
writeFileSync(file, `label,price\n${labels.map((label, i) => `${label},${1 + (i % 5)}`).join('\n')}\n`);

const of = (...args: string[]) => {
  const { stdout, stderr, status } = cli([...args, '--json', '--seed', '3']);
  expect([stderr, status]).toEqual(['', 0]);
  return JSON.parse(stdout);
};
const sample = (...args: string[]) => of('sample', file, ...args).draws;

describe('sample', () => {
  it('draws as the library does', () => {
    const column = ['--column', 'label'];
    const seed = { seed: 3 };
    const weighted = WeightedRandomSampler.fromLabels(labels, seed);
    expect(sample(...column)).toEqual([...weighted.indices(0)]);
    expect(sample(...column, '--sampler', 'systematic')).toEqual([
      ...SystematicSampler.fromLabels(labels, seed).indices(0),
    ]);
    expect(sample(...column, '--sampler', 'stratified', '--batch-size', '10', '-n', '20')).toEqual([
      ...new StratifiedBatchSampler(labels, { batchSize: 10, numBatches: 2, ...seed }).indices(0),
    ]);
    expect(sample(...column, '--without-replacement', '-n', '20')).toEqual([
      ...WeightedRandomSampler.fromLabels(labels, { replacement: false, numSamples: 20, ...seed }).indices(0),
    ]);
    expect(sample(...column, '--distinct', '--batch-size', '7')).toEqual([
      ...new BatchSampler(weighted, 7, false, { distinct: true }).indices(0),
    ]);
  });

  it('warns of what will not do what is meant', () => {
    const { stderr } = cli(['sample', file, '--column', 'label', '--without-replacement']);
    expect(stderr).toContain('warning: without replacement, 68 draws take all rows');
    const stratified = cli([
      'balance',
      file,
      '--column',
      'label',
      '--sampler',
      'stratified',
      '--batch-size',
      '1',
      '--json',
    ]);
    expect(JSON.parse(stratified.stdout).warnings).toEqual([]);
  });

  it('draws systematically by weights, too', () => {
    const prices = labels.map((_, i) => 1 + (i % 5));
    expect(sample('--weights', 'price', '--sampler', 'systematic')).toEqual([
      ...new SystematicSampler(prices, undefined, { seed: 3 }).indices(0),
    ]);
  });
});

describe('balance', () => {
  it('shows what another sampler does', () => {
    const systematic = of('balance', file, '--column', 'label', '--sampler', 'systematic', '--num-samples', '136');
    expect(systematic).toMatchObject({
      sampler: 'systematic',
      replacement: true,
      distinct: false,
      plan: { neverSeen: 0 },
    });
    const stratified = of('balance', file, '--column', 'label', '--sampler', 'stratified', '--batch-size', '9');
    expect(stratified).toMatchObject({ sampler: 'stratified', plan: { draws: 72, batches: 8 } });
    expect(stratified.perClass.map((each: { plan: { draws: number } }) => each.plan.draws)).toEqual([36, 36]);
    const all = of('balance', file, '--column', 'label', '--without-replacement');
    expect(all).toMatchObject({ replacement: false, warnings: [expect.stringContaining('only affect the order')] });
    expect(of('balance', file, '--column', 'label', '--distinct')).toMatchObject({ distinct: true });
  });

  it('says whose draws they are', () => {
    const { stdout } = cli(['balance', file, '--column', 'label', '--sampler', 'systematic', '--seed', '1']);
    expect(stdout).toContain('systematic draws');
    expect(stdout).toContain('Systematic draws left');
  });
});

it.each([
  [
    ['--sampler', 'stratified', '--distinct', '--column', 'label'],
    /--distinct goes with --sampler weighted and systematic/,
  ],
  [
    ['--sampler', 'systematic', '--without-replacement', '--column', 'label'],
    /--without-replacement goes with --sampler weighted, not with systematic/,
  ],
  [['--sampler', 'stratified', '--weights', 'price'], /--sampler stratified needs classes/],
  [['--sampler', 'fair', '--column', 'label'], /Allowed choices are weighted, systematic, stratified/],
  [
    ['--without-replacement', '--column', 'label', '-n', '100'],
    /^loaded-dice: --number must be at most 68, the rows that can be drawn, with --without-replacement, got 100$/m,
  ],
])('what does not go together is told in one line: %s', (args, message) => {
  const { stdout, stderr, status } = cli(['sample', file, ...args]);
  expect([stdout, status]).toEqual(['', 2]);
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
