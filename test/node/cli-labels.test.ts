// Rows with several labels.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { multiLabelWeights, WeightedRandomSampler } from '../../src/index.js';
import { cli, folder, PETS } from '../support/cli.js';

const SETS = ['cat|dog', 'cat', 'dog', 'cat|dog|bird', 'bird', 'cat', 'cat', '', 'dog|cat'];
const files = folder({
  'tags.csv': `file,tags,w\n${SETS.map((set, i) => `${i},${set},1\n`).join('')}`,
  'spaces.csv': 'tags\n"cat, dog"\n"Dog ,cat,"\ncat\n"dog,dog"\n',
  'hot.csv': 'id,cat,dog,bird,w\n1,1,1,0,1\n2,1,0,0,1\n3,0,1,0,1\n4,1,1,1,1\n5,0,0,1,1\n6,0,0,0,1\n',
  'nested.csv': `tags\n${'a\n'.repeat(60)}${'a;b\n'.repeat(20)}`,
  'within.csv': `id,tags\n${'1,a\n'.repeat(60)}${'1,a;b\n'.repeat(20)}${'1,\n'.repeat(20)}`,
  'none.csv': 'tags\n|\n|\n',
  'lists.jsonl': SETS.map((set) => `${JSON.stringify({ tags: set.split('|').filter(Boolean), w: 1 })}\n`).join(''),
  'mixed.jsonl': '{"tags":"a|b"}\n{"tags":[1,"b"]}\n{"tags":null}\n{"tags":[]}\n{"tags":[true]}\n',
  'within.jsonl': '{"tags":["a"]}\n{"tags":["b","a|b"]}\n',
  'deep.jsonl': '{"tags":["a"]}\n{"tags":["b",["a"]]}\n',
});
const at = (name: string): string => join(files, name);
const TAGS = [at('tags.csv'), '--column', 'tags', '--multi-label', '|'];
const HOT = [at('hot.csv'), '--one-hot', 'cat,dog,bird'];
const json = (...args: string[]) => JSON.parse(cli([...args, '--json', '--seed', '3']).stdout);
/** What the library makes of the rows that have a label. */
const rowsWith = SETS.map((set, row) => ({ row, labels: set.split('|') })).filter(({ labels }) => labels[0] !== '');
const weighed = multiLabelWeights(rowsWith.map(({ labels }) => labels));

describe('--multi-label', () => {
  const summary = json('balance', ...TAGS);

  test('has the shares of each label before, wanted and reached', () => {
    expect(summary).toMatchObject({ rows: 8, combinations: 5, target: null, scheme: null });
    expect(summary.leftOut.missing).toEqual({ '': 1 });
    expect(summary.perLabel.map(({ label, rows }: { label: string; rows: number }) => [label, rows])).toEqual([
      ['cat', 6],
      ['dog', 4],
      ['bird', 2],
    ]);
    for (const { label, before, wanted, reached, rows } of summary.perLabel) {
      expect(before).toBe(rows / 8);
      expect(wanted).toBeCloseTo(weighed.wanted.get(label) as number, 9);
      expect(reached).toBeCloseTo(weighed.reached.get(label) as number, 9);
      expect(reached).toBeCloseTo(wanted, 6);
    }
    expect(summary.warnings).toEqual([]);
  });

  test('reads lists of JSON Lines as it reads joined fields', () => {
    const lists = json('balance', at('lists.jsonl'), ...TAGS.slice(1));
    for (const key of ['rows', 'combinations', 'perLabel', 'plan']) expect(lists[key]).toEqual(summary[key]);
    const mixed = json('balance', at('mixed.jsonl'), ...TAGS.slice(1));
    expect(mixed.perLabel.map(({ label, rows }: { label: string; rows: number }) => [label, rows])).toEqual([
      ['a', 1],
      ['b', 2],
      ['1', 1],
      ['true', 1],
    ]);
    expect(mixed.leftOut.missing).toEqual({ '': 2 });
  });

  test.each([
    ['within.jsonl', ['--multi-label', '|'], /line 2: "tags", item 2 has "\|" in it: give --multi-label a sign/],
    ['deep.jsonl', ['--multi-label', '|'], /line 2: "tags", item 2 is a list$/],
    ['deep.jsonl', [], /line 1: "tags" is a list: .*; for rows with several labels use --multi-label "\|"$/],
  ])('refuses lists that it cannot read: %s %j', (name, options, message) => {
    const { status, stderr, stdout } = cli(['balance', at(name), '--column', 'tags', ...options]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trim()).toMatch(message);
  });

  test('counts an epoch by label', () => {
    const sampler = new WeightedRandomSampler(weighed.weights, 500, { seed: 3 });
    const { plan, perLabel } = json('balance', ...TAGS, '--num-samples', '500', '--batch-size', '4');
    const drawn = [...sampler].map((item) => rowsWith[item].labels);
    expect(plan).toMatchObject({ draws: 500, batches: 125 });
    for (const { label, plan: own } of perLabel) {
      const draws = drawn.filter((labels) => labels.includes(label)).length;
      const without = Array.from({ length: 125 }, (_, i) => drawn.slice(4 * i, 4 * i + 4)).filter(
        (batch) => !batch.some((labels) => labels.includes(label)),
      );
      expect(own).toMatchObject({ draws, share: draws / 500, batchesWithout: without.length });
    }
  });

  test('takes a target: shares of the draws, which may sum to more than 1', () => {
    const target = { cat: 0.8, dog: 0.6, bird: 0.1 };
    const options = Object.entries(target).flatMap(([label, share]) => ['--target', `${label}=${share}`]);
    const { perLabel, warnings } = json('balance', ...TAGS, ...options);
    expect(warnings).toEqual([]);
    for (const { label, wanted, reached } of perLabel) {
      expect(wanted).toBe(target[label as keyof typeof target]);
      expect(reached).toBeCloseTo(wanted, 7);
    }
    const zero = json('balance', ...TAGS, '--target', 'cat=0.5', '--target', 'dog=0.5', '--target', 'bird=0');
    expect(zero.perLabel[2]).toMatchObject({
      label: 'bird',
      wanted: 0,
      reached: 0,
      plan: { draws: 0, neverSeen: null },
    });
  });

  test('shows a table', () => {
    const { stdout } = cli(['balance', ...TAGS, '--seed', '3']);
    expect(stdout).toMatch(/tags\.csv: 8 rows with 3 labels in 5\s+combinations/);
    expect(stdout).toMatch(/^label {2}rows {2}before {2}wanted {2}reached$/m);
    expect(stdout).toMatch(/^cat {7}6 {2}75\.0 % +[\d.]+ % +[\d.]+ %$/m);
    expect(stdout).toMatch(/sum to more than 100 %/);
  });

  test('draws by these weights', () => {
    const { draws } = json('sample', ...TAGS, '-n', '200');
    const sampler = new WeightedRandomSampler(weighed.weights, 200, { seed: 3 });
    expect(draws).toEqual([...sampler].map((item) => rowsWith[item].row));
    expect(cli(['sample', ...TAGS, '-n', '3', '--seed', '3', '--rows']).stdout.split('\n')[0]).toBe('file,tags,w');
    expect(json('sample', ...TAGS, '--sampler', 'systematic').draws).toHaveLength(8);
  });

  test('writes its files', () => {
    const out = join(folder(), 'out');
    expect(cli(['balance', ...TAGS, '--seed', '3', '--out', out]).status).toBe(0);
    const [header, first] = readFileSync(join(out, 'counts.csv'), 'utf8').split('\n');
    expect(header).toBe('row,label,weight,times');
    expect(first).toMatch(/^0,cat\|dog,/);
    expect(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')).perLabel).toHaveLength(3);
  });

  test('keeps rows without a label where they are to be kept', () => {
    const { rows, combinations, perLabel } = json('balance', ...TAGS, '--missing', 'keep');
    expect([rows, combinations, perLabel.length]).toEqual([9, 6, 3]);
    expect(json('sample', ...TAGS, '--missing', 'keep', '-n', '300').draws).toContain(7);
  });

  test('ignores white space, empty parts and repetitions, and case if asked', () => {
    const args = ['balance', at('spaces.csv'), '--column', 'tags', '--multi-label', ','];
    const labels = (...more: string[]) =>
      json(...args, ...more).perLabel.map(({ label, rows }: { label: string; rows: number }) => [label, rows]);
    expect(labels()).toEqual([
      ['cat', 3],
      ['dog', 2],
      ['Dog', 1],
    ]);
    expect(labels('--ignore-case')).toEqual([
      ['cat', 3],
      ['dog', 3],
    ]);
  });

  test('says which targets contradict each other, and why', () => {
    const args = ['balance', at('nested.csv'), '--column', 'tags', '--multi-label', ';'];
    const { perLabel, warnings } = json(...args, '--target', 'a=0.3', '--target', 'b=0.6');
    expect(perLabel[0].reached).toBeCloseTo(1, 6);
    expect(warnings[0]).toMatch(
      /^targets contradict each other: "a" \(wanted 30\.0 %, reached 100\.0 %\); each row has/,
    );
    const nested = json(
      ...args.with(1, at('tags.csv')).with(5, '|'),
      '--target',
      'cat=0.5',
      '--target',
      'dog=0.2',
      '--target',
      'bird=0.1',
    );
    expect(nested.warnings[0]).toMatch(
      /; each row has a label, so that shares sum to at least 100 %, and these to 80\.0 %$/,
    );
    const within = json(
      'balance',
      at('within.csv'),
      ...args.slice(2),
      '--missing',
      'keep',
      '--target',
      'a=0.2',
      '--target',
      'b=0.5',
    );
    expect(within.warnings[0]).toMatch(/"a" \(wanted 20.0 %, reached 28.6 %\)/);
    expect(within.warnings[0]).toMatch(/; every row with "b" has "a", too$/);
    const { stdout } = cli([...args, '--target', 'a=0.3', '--target', 'b=0.6']);
    expect(stdout).toMatch(/^warning: targets contradict each other/m);
  });

  test('makes a report', () => {
    const out = join(folder(), 'report.html');
    const { status, stdout } = cli(['report', ...TAGS, '--seed', '3', '--trials', '10', '--out', out]);
    expect(status).toBe(0);
    expect(stdout).toContain('What share of the draws does each label get?');
    const page = readFileSync(out, 'utf8');
    expect(page).toContain('<figure id="labels">');
    expect(page).toContain('Shares of the draws, by label');
    const { labels } = json('report', ...TAGS, '--trials', '10');
    expect(labels.of).toBe('the column “tags”');
    expect(labels.perLabel.map(({ reached }: { reached: number }) => reached)).toEqual(
      summary.perLabel.map(({ reached }: { reached: number }) => reached),
    );
  });
});

describe('--one-hot', () => {
  test('takes rows with several 1s as rows with several labels', () => {
    const { perLabel, rows, leftOut } = json('balance', ...HOT);
    expect([rows, leftOut.missing]).toEqual([5, { '': 1 }]);
    expect(perLabel.map(({ label, rows }: { label: string; rows: number }) => [label, rows])).toEqual([
      ['cat', 3],
      ['dog', 3],
      ['bird', 2],
    ]);
    const labelSets = [['cat', 'dog'], ['cat'], ['dog'], ['cat', 'dog', 'bird'], ['bird']];
    const sampler = new WeightedRandomSampler(multiLabelWeights(labelSets).weights, 100, { seed: 3 });
    expect(json('sample', ...HOT, '-n', '100').draws).toEqual([...sampler]);
    expect(cli(['report', ...HOT, '--trials', '10', '--json', '--seed', '1']).status).toBe(0);
  });

  test('needs one label a row with a column of weights', () => {
    const { status, stderr } = cli(['balance', ...HOT, '--weights', 'w']);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/line 2 has a 1 in "cat" and in "dog", and needs one/)]);
  });
});

describe('is refused', () => {
  test.each<[string, string[], RegExp]>([
    [
      'no separator',
      ['balance', at('tags.csv'), '--column', 'tags', '--multi-label', ''],
      /what stands between two labels/,
    ],
    [
      'a quote',
      ['balance', at('tags.csv'), '--column', 'tags', '--multi-label', '"'],
      /what stands between two labels/,
    ],
    [
      'with one-hot columns',
      ['balance', ...HOT, '--multi-label', '|'],
      /--multi-label .*cannot be used with .*--one-hot/,
    ],
    ['with weights', ['balance', ...TAGS, '--weights', 'w'], /--multi-label .*cannot be used with .*--weights/],
    ['with classes', ['balance', ...TAGS, '--classes', 'cat'], /--multi-label .*cannot be used with .*--classes/],
    ['with a limit', ['sample', ...TAGS, '--limit', 'cat=1'], /--multi-label .*cannot be used with .*--limit/],
    ['with a scheme', ['report', ...TAGS, '--scheme', 'sqrt'], /--multi-label .*cannot be used with .*--scheme/],
    ['with ids', ['sample', ...TAGS, '--id', 'file'], /--id .*cannot be used with .*--multi-label/],
    [
      'of a folder',
      ['balance', files, '--multi-label', '|'],
      /is a folder: --multi-label is for the fields of a table/,
    ],
    ['without labels', ['balance', at('none.csv'), '--column', 'tags', '--multi-label', '|'], /has no labels/],
    [
      'stratified',
      ['balance', ...TAGS, '--sampler', 'stratified'],
      /stratified needs rows with one label each, and .*"cat"/,
    ],
    ['one-hot, with classes', ['balance', ...HOT, '--classes', 'cat'], /--classes needs rows with one label each/],
    ['one-hot, with a limit', ['balance', ...HOT, '--limit', 'cat=1'], /--limit needs rows with one label each/],
    ['one-hot, with a scheme', ['balance', ...HOT, '--scheme', 'sqrt'], /--scheme needs rows with one label each/],
    [
      'a share above 1',
      ['balance', ...TAGS, '--target', 'cat=2', '--target', 'dog=1', '--target', 'bird=1'],
      /--target cat=2: .*from 0 to 1/,
    ],
    [
      'a label that is missing',
      ['balance', ...TAGS, '--target', 'cat=0.5'],
      /--target must name every class .*"dog", "bird" are missing/,
    ],
    ['an unknown label', ['balance', ...TAGS, '--target', 'owl=0.5'], /has no class "owl"/],
    [
      'all zero',
      ['balance', ...TAGS, '--target', 'cat=0', '--target', 'dog=0', '--target', 'bird=0'],
      /positive share/,
    ],
    [
      'targets that leave no row',
      ['balance', at('nested.csv'), '--column', 'tags', '--multi-label', ';', '--target', 'a=0', '--target', 'b=1'],
      /--target leaves no row to draw: every row has a label of share 0/,
    ],
    [
      'an unknown scheme',
      ['balance', PETS, '--column', 'breed', '--scheme', 'log'],
      /--scheme .*inverse, sqrt, effective/,
    ],
    ['no power', ['balance', PETS, '--column', 'breed', '--scheme', 'power:'], /--scheme .*inverse, sqrt, effective/],
    ['a negative power', ['balance', PETS, '--column', 'breed', '--scheme', 'power:-1'], /finite number of at least 0/],
    ['a beta of 1', ['sample', PETS, '--column', 'breed', '--scheme', 'effective:1'], /number in \[0, 1\)/],
    ['a scheme of weights', ['balance', at('tags.csv'), '--weights', 'w', '--scheme', 'sqrt'], /cannot be used with/],
  ])('%s', (_, args, says) => {
    const { status, stdout, stderr } = cli(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^loaded-dice: [^\n]+\n$/);
    expect(stderr).toMatch(says);
  });
});
