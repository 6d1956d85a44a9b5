// sample --logits: draws by log weights.
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { SystematicSampler, WeightedRandomSampler } from '../../src/index.js';
import { cli, folder } from '../support/cli.js';
import { duckdb } from '../support/parquet.js';

const SCORES = [1.5, -Infinity, -2, 0.25, 3.25, -0.75];
const TEXTS = ['1.5', '-inf', '-2', '.25', '3.25e0', '-7.5e-1'];
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const csvOf = (texts: readonly string[]) => `token,logit\n${texts.map((text, i) => `${NAMES[i]},${text}\n`).join('')}`;
const input = csvOf(TEXTS);
const ARGS = ['sample', '-', '--weights', 'logit', '--logits', '-n', '500', '--seed', '7'];
const drawsOf = (args: readonly string[], given = input): number[] => {
  const { stdout, stderr, status } = cli([...args], { input: given });
  expect([stderr.match(/loaded-dice: .*/)?.[0], status]).toEqual([undefined, 0]);
  return stdout.trimEnd().split('\n').map(Number);
};

describe('rows by logits', () => {
  it.each([
    [[], {}],
    [['--temperature', '0.5'], { temperature: 0.5 }],
    [['--temperature', '0'], { temperature: 0 }],
    [['--top-k', '3'], { topK: 3 }],
    [['--top-p', '.9'], { topP: 0.9 }],
    [['--temperature', '2', '--top-k', '4', '--top-p', '0.8'], { temperature: 2, topK: 4, topP: 0.8 }],
  ])('%j: as fromLogits draws them', (args, options) => {
    const sampler = WeightedRandomSampler.fromLogits(SCORES, { ...options, numSamples: 500, seed: 7 });
    expect(drawsOf([...ARGS, ...args])).toEqual([...sampler]);
  });

  test('with other samplers and without replacement', () => {
    const { weights } = WeightedRandomSampler.fromLogits(SCORES, { topK: 4 });
    const four = ['--top-k', '4'];
    expect(drawsOf([...ARGS, ...four, '--sampler', 'systematic'])).toEqual([
      ...new SystematicSampler(weights, 500, { seed: 7 }),
    ]);
    const distinct = new WeightedRandomSampler(weights, 4, { seed: 7, replacement: false });
    expect(drawsOf([...ARGS, ...four, '--without-replacement', '-n', '4'])).toEqual([...distinct]);
  });

  test('from Parquet, of any numbers', async () => {
    const path = folder();
    const values = SCORES.map((score) => `'${score === -Infinity ? '-inf' : score}'::DOUBLE`).join(',');
    const scores = `unnest([${values}])`;
    await duckdb(
      path,
      `COPY (SELECT s AS logit, s::FLOAT AS single, s::VARCHAR AS word,
        CASE WHEN s > -9 THEN s END::DECIMAL(6, 3) AS exact
        FROM (SELECT ${scores} AS s)) TO 't.parquet' (FORMAT parquet)`,
    );
    const expected = [...WeightedRandomSampler.fromLogits(SCORES, { numSamples: 500, seed: 7 })];
    const drawn = (column: string) =>
      drawsOf(['sample', join(path, 't.parquet'), '--logits', '-n', '500', '--seed', '7', '--weights', column], '');
    expect(drawn('logit')).toEqual(expected);
    expect(drawn('single')).toEqual(expected);
    expect(drawn('word')).toEqual(expected);
    // where a logit is null, the row is left out
    const finite = SCORES.filter((score) => score > -Infinity);
    const rows = [0, 2, 3, 4, 5];
    const others = [...WeightedRandomSampler.fromLogits(finite, { numSamples: 500, seed: 7 })].map((i) => rows[i]);
    expect(drawn('exact')).toEqual(others);
  });

  test('in the ways in which programs write them', () => {
    const odd = csvOf([' 1.5', '-Infinity', '\u22122', '"+.25"', '3.25', '-0.75 ']);
    expect(drawsOf(ARGS, odd)).toEqual(drawsOf(ARGS));
    const comma = csvOf(['1,5', '-INF', '-2', ',25', '3,25', '-0,75']).replaceAll(/^([^,]*),/gm, '$1;');
    expect(drawsOf([...ARGS, '--decimal', ','], comma)).toEqual(drawsOf(ARGS));
  });

  test('of classes, after rows without a logit were left out', () => {
    const some = csvOf(['1', 'NaN', '-2', '', '3', '9']);
    const drawn = drawsOf([...ARGS, '--column', 'token', '--classes', 'a,c,e', '--top-k', '2'], some);
    const rows = [0, 2, 4];
    const sampler = WeightedRandomSampler.fromLogits([1, -2, 3], { topK: 2, numSamples: 500, seed: 7 });
    expect(drawn).toEqual([...sampler].map((i) => rows[i]));
  });

  test('as JSON, which says how', () => {
    const head = (...args: string[]) => JSON.parse(cli([...ARGS, '--json', ...args], { input }).stdout);
    expect(head()).toMatchObject({ numSamples: 500, logits: { temperature: 1, topK: null, topP: 1 } });
    expect(head('--top-k', '3', '--top-p', '0.5', '--temperature', '0.7').logits).toEqual({
      temperature: 0.7,
      topK: 3,
      topP: 0.5,
    });
    const weights = cli(['sample', '-', '--weights', 'w', '--json'], { input: 'w\n1\n2\n' });
    expect(Object.keys(JSON.parse(weights.stdout))).not.toContain('logits');
  });
});

describe('sample refuses, in one line,', () => {
  const plain = ['sample', '-', '--weights', 'logit'];
  const logits = [...plain, '--logits'];
  it.each<[string, string[], string, RegExp]>([
    ['logits without a column', ['sample', '-', '--logits'], input, /^--logits needs --weights NAME: the column of/],
    ['a temperature without logits', [...plain, '--temperature', '2'], input, /^--temperature goes with --logits$/],
    ['top-k without logits', [...plain, '--top-k', '2'], input, /^--top-k goes with --logits$/],
    ['top-p without logits', [...plain, '--top-p', '0.5'], input, /^--top-p goes with --logits$/],
    ['logits by ids', [...logits, '--id', 'token'], input, /^option '--logits' cannot be used with option '--id/],
    ['a temperature by ids', [...plain, '--id', 'token', '--temperature', '1'], input, /cannot be used with option/],
    ['logits with a target', [...logits, '--target', 'a=1'], input, /cannot be used with option/],
    [
      'a negative temperature',
      [...logits, '--temperature=-1'],
      input,
      /invalid\. It must be a number of at least 0\.$/,
    ],
    ['no temperature', [...logits, '--temperature', ''], input, /invalid\. It must be a number of at least 0\.$/],
    ['top-k 0', [...logits, '--top-k', '0'], input, /invalid\. It must be a positive integer\.$/],
    ['top-p 0', [...logits, '--top-p', '0'], input, /invalid\. It must be a number above 0 and at most 1\.$/],
    ['top-p 2', [...logits, '--top-p', '2'], input, /invalid\. It must be a number above 0 and at most 1\.$/],
    ['stratified batches', [...logits, '--sampler', 'stratified'], input, /^--sampler stratified needs classes/],
    [
      'a positive infinity',
      logits,
      csvOf(['1', 'inf']),
      /^standard input: line 3: logit must be a finite number or -inf \(--logits\), got "inf"$/,
    ],
    ['a number beyond all', logits, csvOf(['1e999']), /: line 2: logit must be a finite number .*, got "1e999"$/],
    ['a percentage', logits, csvOf(['5%']), /: line 2: logit must be a finite number .*, got "5%"$/],
    ['a decimal comma', logits, 'logit\n"-1,5"\n', /got "-1,5": if its comma is a decimal sign, add --decimal ,$/],
    ['no chance for any', logits, csvOf(['-inf', '-inf']), /: logit must have a finite number, all 2 are -inf$/],
    [
      'no chance for those of a class',
      [...logits, '--column', 'token', '--classes', 'b,c'],
      csvOf(['1', '-inf', '-inf']),
      /: logit must have a finite number, all 2 of these rows are -inf$/,
    ],
    ['no logits', logits, csvOf(['', 'NA']), /: logit has no logits: 2 rows are missing: "" \(1\), "NA" \(1\); name/],
    [
      'a missing one that must not be',
      [...logits, '--missing', 'error'],
      csvOf(['1', '']),
      /: logit has no logit, only/,
    ],
    [
      'one that is a class',
      [...logits, '--missing', 'keep'],
      csvOf(['']),
      /"", and --missing keep is for labels: corr/,
    ],
    [
      'more draws than top-k keeps',
      [...logits, '--top-k', '2', '--without-replacement'],
      input,
      /^--number must be at most 2, the rows that can be drawn, with --without-replacement/,
    ],
    ['logits in balance', ['balance', '-', '--weights', 'logit', '--logits'], input, /^unknown option '--logits'/],
  ])('%s', (_, args, given, says) => {
    const { stdout, stderr, status } = cli(args, { input: given });
    expect([stdout, status]).toEqual(['', 2]);
    expect(stderr).toMatch(/^loaded-dice: [^\n]*\n$/);
    expect(stderr.slice('loaded-dice: '.length).trimEnd()).toMatch(says);
  });
});

test('--help names the options', () => {
  const { stdout } = cli(['sample', '--help']);
  for (const each of ['--logits', '--temperature <t>', '--top-k <n>', '--top-p <share>'])
    expect(stdout).toContain(each);
  expect(cli(['balance', '--help']).stdout).not.toContain('--logits');
});
