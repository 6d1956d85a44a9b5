import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WeightedRandomSampler } from '../../src/index.js';
import { cli, folder, PETS } from '../support/cli.js';

const ARTICLE =
  '--column breed --classes Siamese,Birman --limit Siamese=165 --limit Birman=10 --batch-size 16 --seed 0';
const article = (...more: string[]) => cli(['balance', PETS, ...ARTICLE.split(' '), ...more]);

/** The rows of a CSV without quotes, header apart. */
function rowsOf(path: string): { header: string; rows: string[][] } {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  return { header, rows: lines.map((line) => line.split(',')) };
}

describe("the article's data set", () => {
  const summary = JSON.parse(article('--json').stdout);
  const [birman, siamese] = summary.perClass;

  test('is taken from the pets as asked, and what was left out is said', () => {
    expect(summary).toMatchObject({ rows: 175, seed: 0, batchSize: 16 });
    expect(summary.leftOut).toEqual({
      missing: {},
      otherClasses: { classes: 35, rows: 7349 - 199 - 200 },
      beyondLimit: { Siamese: 34, Birman: 190 },
      unlabelledImages: 0,
    });
    expect([birman.class, birman.rows, siamese.class, siamese.rows]).toEqual(['Birman', 10, 'Siamese', 165]);
  });

  test('is weighted by 1 / count, and a row is drawn with half of that', () => {
    expect([birman.weight, siamese.weight]).toEqual([1 / 10, 1 / 165]);
    expect(birman.rowProbability).toBeCloseTo(1 / 20, 15);
    expect(siamese.rowProbability).toBeCloseTo(1 / 330, 15);
    expect(birman.wanted).toBeCloseTo(1 / 2, 15);
    expect(siamese.wanted).toBeCloseTo(1 / 2, 15);
    expect(summary.sumOfWeights).toBeCloseTo(2, 12);
  });

  test('plain shuffle shows each row once and leaves batches without the rare class', () => {
    expect(birman.shuffle).toMatchObject({ draws: 10, share: 10 / 175, neverSeen: 0, fewest: 1, most: 1 });
    expect(siamese.shuffle).toMatchObject({ draws: 165, batchesWithout: 0 });
    expect(birman.shuffle.batchesWithout).toBeGreaterThan(0);
    expect(summary.shuffle).toEqual({ draws: 175, batches: 11, neverSeen: 0 });
  });

  test('weighted draws balance it', () => {
    expect(birman.plan.draws + siamese.plan.draws).toBe(175);
    // half of 175 draws, within five standard deviations
    expect(Math.abs(birman.plan.draws - 87.5)).toBeLessThan(5 * Math.sqrt(175 / 4));
    expect(summary.plan.neverSeen).toBe(birman.plan.neverSeen + siamese.plan.neverSeen);
    expect(summary.plan.neverSeen).toBeGreaterThan(50);
  });

  test('reads as a text with the same figures and the seed', () => {
    const { status, stdout, stderr } = article();
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('175 rows of 2 classes');
    expect(stdout).toContain('left out: 6,950 rows of 35 other classes');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain("wanted: the class's share of all weights, and so of draws with");
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('weights need not sum to 1');
    expect(stdout).toMatch(/^Birman {2,}5\.7 % +53\.1 % +5 +0 +0 +3-15$/m);
    expect(stdout).toMatch(/^seed 0$/m);
    const escapeCode = String.fromCharCode(27);
    expect(stdout).not.toContain(escapeCode);
    // many a CI sets this, and then some libraries color whatever they write
    expect(cli(['balance', PETS, ...ARTICLE.split(' ')], { env: { NO_COLOR: '', CI: 'true' } }).stdout).not.toContain(
      escapeCode,
    );
    expect(cli(['balance', PETS, ...ARTICLE.split(' ')], { env: { NO_COLOR: '', FORCE_COLOR: '1' } }).stdout).toContain(
      escapeCode,
    );
  });
});

test('the same seed gives the same, another seed another', () => {
  const run = (seed: string) => cli(['balance', PETS, '--column', 'breed', '--seed', seed, '--json']).stdout;
  expect(run('1')).toBe(run('1'));
  expect(run('1')).not.toBe(run('2'));
});

test('without a seed a fresh one is taken and shown, and gives the same again', () => {
  const first = cli(['balance', PETS, '--column', 'breed', '--json']).stdout;
  const { seed } = JSON.parse(first);
  expect(JSON.parse(cli(['balance', PETS, '--column', 'breed', '--json']).stdout).seed).not.toBe(seed);
  expect(cli(['balance', PETS, '--column', 'breed', '--json', '--seed', String(seed)]).stdout).toBe(first);
});

test('--target asks for another mix', () => {
  const args = ['balance', '-', '--column', 'x', '--seed', '3', '--num-samples', '100000', '--json'];
  const targets = ['--target', 'a=3', '--target', 'b=1'];
  const summary = JSON.parse(cli([...args, ...targets], { input: 'x\na\nb\nb\nb\nb\n' }).stdout);
  expect(summary.perClass.map((each: { rowProbability: number }) => each.rowProbability)).toEqual([0.75, 0.0625]);
  expect(summary.perClass.map((each: { wanted: number }) => each.wanted)).toEqual([0.75, 0.25]);
  expect(summary.plan).toMatchObject({ draws: 100_000, batches: 3125 });
  // 0.75 of 100,000 draws, within five standard deviations
  expect(Math.abs(summary.perClass[0].plan.draws - 75_000)).toBeLessThan(5 * Math.sqrt(100_000 * 0.75 * 0.25));
});

test('--out writes what was drawn: the numbers of the library', () => {
  const out = join(folder(), 'new', 'folder');
  const { status, stdout } = article('--out', out, '--json');
  expect(status).toBe(0);
  expect(readdirSync(out).sort()).toEqual(['counts.csv', 'indices.csv', 'summary.json']);
  expect(JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))).toEqual(JSON.parse(stdout));

  const counts = rowsOf(join(out, 'counts.csv'));
  const indices = rowsOf(join(out, 'indices.csv'));
  expect([counts.header, indices.header]).toEqual(['row,label,times', 'position,row,label']);
  expect([counts.rows.length, indices.rows.length]).toEqual([175, 175]);

  const labels = counts.rows.map(([, label]) => label);
  const drawn = WeightedRandomSampler.fromLabels(labels, { seed: 0 }).indices(0);
  expect(indices.rows).toEqual(
    [...drawn].map((item, position) => [String(position), counts.rows[item][0], labels[item]]),
  );
  const times = new Map<string, number>();
  for (const [, row] of indices.rows) times.set(row, (times.get(row) ?? 0) + 1);
  expect(counts.rows.map(([, , count]) => Number(count))).toEqual(counts.rows.map(([row]) => times.get(row) ?? 0));

  const breeds = rowsOf(PETS).rows;
  expect(counts.rows.every(([row, label]) => breeds[Number(row)][1] === label)).toBe(true);
});

describe('what a file may look like', () => {
  const classesOf = (input: string, ...more: string[]) =>
    JSON.parse(cli(['balance', '-', '--column', 'kind', '--json', ...more], { input }).stdout).perClass.map(
      (each: { class: string; rows: number }) => [each.class, each.rows],
    );

  test('quoted fields, with delimiters, quotes and line breaks in them', () => {
    expect(classesOf('note,kind\n"a, ""b""\nc",x\nd,"y, z"\n')).toEqual([
      ['x', 1],
      ['y, z', 1],
    ]);
  });

  test('a byte order mark, CRLF, empty lines, no newline at the end', () => {
    expect(classesOf('\ufeffkind,n\r\nx,1\r\n\r\nx,2')).toEqual([['x', 2]]);
  });

  test('quotes within a field, which are plain characters', () => {
    expect(classesOf('n,kind\n1,x"y\n2,5"\n3,"5" \n')).toEqual([
      ['x"y', 1],
      ['5"', 1],
      ['5', 1],
    ]);
  });

  test('single spaces between fields, some of them empty', () => {
    const input = 'a b kind\n1 "x y" "z"\n"1"  "z"\n\t"1" "" z\n';
    expect(classesOf(input, '--delimiter', ' ')).toEqual([['z', 3]]);
  });

  test('another delimiter, which is found', () => {
    expect(classesOf('n;kind\n1;x\n')).toEqual([['x', 1]]);
    expect(classesOf('n\tkind\n1\tx\n')).toEqual([['x', 1]]);
    expect(classesOf('n;kind\n1;x\n', '--delimiter', ';')).toEqual([['x', 1]]);
    expect(classesOf('n\tkind\n1\tx\n', '--delimiter', '\\t')).toEqual([['x', 1]]);
  });

  test('classes of any script, with commas and equals signs', () => {
    const input = 'kind\n"a,b"\nc=d\né\ne\n';
    expect(classesOf(input, '--classes', '"a,b",c=d', '--classes', 'é', '--limit', 'c=d=1')).toEqual([
      ['a,b', 1],
      ['c=d', 1],
      ['é', 1],
    ]);
  });

  test('a folder of images: sub-folders, or names up to the last underscore', () => {
    const nested = folder({ 'loose.jpg': '' });
    for (const [name, files] of Object.entries({ cat: ['1.jpg', '2.PNG', 'notes.txt'], dog: ['1.jpeg'] })) {
      mkdirSync(join(nested, name));
      for (const file of files) writeFileSync(join(nested, name, file), '');
    }
    const run = (path: string) => JSON.parse(cli(['balance', path, '--json', '--seed', '1']).stdout);
    const byFolder = run(nested);
    expect(byFolder.perClass.map((each: { class: string; rows: number }) => [each.class, each.rows])).toEqual([
      ['cat', 2],
      ['dog', 1],
    ]);
    expect(byFolder.leftOut.unlabelledImages).toBe(1);
    const flat = run(folder({ 'British_Shorthair_1.jpg': '', 'British_Shorthair_2.jpg': '', 'Siamese_1.jpg': '' }));
    expect(flat.perClass.map((each: { class: string }) => each.class)).toEqual(['British_Shorthair', 'Siamese']);
  });
});

test('a continuous column: a warning that it wants bins', () => {
  const input = `x\n${Array.from({ length: 60 }, (_, i) => (i / 7).toFixed(3)).join('\n')}\n`;
  const { stdout } = cli(['balance', '-', '--column', 'x', '--json'], { input });
  const warning =
    'each row is a class of its own: bin it (60 different numbers in 60 rows; give ranges of them as labels)';
  expect(JSON.parse(stdout).warnings).toEqual([warning]);
  const text = cli(['balance', '-', '--column', 'x'], { input }).stdout;
  expect(text).toContain('each row is a class of its own: bin it');
  expect(text).not.toContain('list of the classes');
});

test('a folder may be given as . or with a slash', () => {
  const images = folder({ 'Siamese_1.jpg': '', 'Birman_x_1.png': '' });
  for (const [path, cwd] of [
    ['.', images],
    ['./', images],
    [`${images}/`, '.'],
  ]) {
    const { perClass: classes } = JSON.parse(cli(['balance', path, '--json'], { cwd }).stdout);
    expect(classes.map((each: { class: string }) => each.class)).toEqual(['Birman_x', 'Siamese']);
  }
});

test('a folder that cannot be written leaves nothing behind', () => {
  const out = folder({ 'summary.json': 'before' });
  // the second of the three files cannot be put in place
  mkdirSync(join(out, 'counts.csv'));
  const { status, stderr } = article('--out', out);
  expect([status, stderr.trim().split('\n').length]).toEqual([2, 1]);
  expect(readdirSync(out).filter((name) => name.endsWith('.part'))).toEqual([]);
  expect(existsSync(join(out, 'indices.csv'))).toBe(false);
  expect(readFileSync(join(out, 'summary.json'), 'utf8')).toBe('before');
});
