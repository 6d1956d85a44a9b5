// The schemes of weights.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { classWeights, sampleWeights, WeightedRandomSampler } from '../../src/index.js';
import { cli, folder, PETS } from '../support/cli.js';

const json = (...args: string[]) => JSON.parse(cli([...args, '--json', '--seed', '3']).stdout);

describe('--scheme', () => {
  const breeds = readFileSync(PETS, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[1]);
  const SCHEMES = [
    ['sqrt', 'sqrt'],
    ['power:0.3', { power: 0.3 }],
    ['effective', 'effective'],
    ['effective:0.99', { effective: 0.99 }],
  ] as const;

  test.each(SCHEMES)('%s has the weights of the library', (text, scheme) => {
    const { scheme: named, perClass } = json('balance', PETS, '--column', 'breed', '--scheme', text);
    expect(named).toBe(text);
    const weights = classWeights(breeds, { scheme });
    for (const each of perClass) expect(each.weight).toBe(weights.get(each.class));
    const sampler = new WeightedRandomSampler(sampleWeights(breeds, { scheme }), 100, { seed: 3 });
    expect(json('sample', PETS, '--column', 'breed', '--scheme', text, '-n', '100').draws).toEqual([...sampler]);
  });

  test('inverse is what is done without one', () => {
    const args = ['sample', PETS, '--column', 'breed', '-n', '100'];
    expect(json(...args, '--scheme', 'inverse').draws).toEqual(json(...args).draws);
  });

  test('decides the shares of stratified batches, too', () => {
    const labels = [...new Array(100).fill('a'), ...new Array(25).fill('b'), ...new Array(25).fill('c')];
    const path = join(folder({ 'abc.csv': `k\n${labels.join('\n')}\n` }), 'abc.csv');
    const args = [
      'balance',
      path,
      '--column',
      'k',
      '--scheme',
      'sqrt',
      '--sampler',
      'stratified',
      '--batch-size',
      '20',
    ];
    const { perClass } = json(...args, '--num-samples', '200');
    // 10 : 5 : 5 in each batch
    expect(perClass.map(({ plan }: { plan: { draws: number } }) => plan.draws)).toEqual([100, 50, 50]);
    const target = json(...args, '--num-samples', '200', '--target', 'a=1', '--target', 'b=2', '--target', 'c=0');
    expect(target.perClass.map(({ plan }: { plan: { draws: number } }) => plan.draws)).toEqual([100, 100, 0]);
  });

  test('is in the report', () => {
    const args = ['report', PETS, '--column', 'breed', '--classes', 'Siamese,Birman', '--trials', '10'];
    const out = join(folder(), 'report.html');
    const { stdout } = cli([...args, '--scheme', 'sqrt', '--seed', '1', '--out', out]);
    expect(stdout).toMatch(/The weight of a row is 1 \/ sqrt\(rows of its class\)/);
    const { plan } = json(...args, '--scheme', 'power:2', '--target', 'Siamese=1', '--target', 'Birman=1');
    const [few, many] = plan.weights[0] > plan.weights[1] ? [199, 200] : [200, 199];
    expect(plan.shares[0] / plan.shares[1]).toBeCloseTo(many / few, 9);
  });
});
