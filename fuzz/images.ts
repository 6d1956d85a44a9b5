// Runs the command on random folders: files, links of every kind, and files with the name of an image that are none.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { run } from '../src/cli/command.js';
import { WeightedRandomSampler } from '../src/index.js';
import type { Fuzzer } from './fuzzer.js';

const KINDS = ['file', 'file link', 'folder link', 'dead link', 'loop', 'around', 'folder'] as const;

interface Entry {
  folder: string;
  name: string;
  kind: (typeof KINDS)[number];
}

const FOLDERS = ['', 'a', 'b', 'a/deep', 'c d', 'e\nf', 'a.jpg', 'g\\h'];
const SPLITS = ['train', 'val', 'train/a', 'train/b', 'val/a', 'seg_test/a', 'in/train/a', 'in/val/b'];
const HIDDEN = ['.h/a', 'a/__MACOSX', 'train/.h'];
const NAMES = ['x_1.jpg', 'x_2.PNG', 'y_z_1.jpeg', 'none.gif', '_1.webp', '.jpg', 'notes.txt', 'é_1.tiff', '._x_1.jpg'];

const entry: fc.Arbitrary<Entry> = fc.record({
  folder: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...FOLDERS) },
    { weight: 3, arbitrary: fc.constantFrom(...SPLITS) },
    { weight: 1, arbitrary: fc.constantFrom(...HIDDEN) },
  ),
  name: fc.constantFrom(...NAMES),
  kind: fc.oneof(
    { weight: 30, arbitrary: fc.constant('file' as const) },
    { weight: 3, arbitrary: fc.constantFrom('file link', 'folder link', 'folder') },
    { weight: 1, arbitrary: fc.constantFrom(...KINDS) },
  ),
});

const anywhere = fc.uniqueArray(entry, {
  ...{ minLength: 1, maxLength: 12 },
  selector: ({ folder, name }) => `${folder}/${name}`,
});

/** Entries, often within one folder. */
const entries: fc.Arbitrary<Entry[]> = fc
  .tuple(anywhere, fc.constantFrom('', '', '', 'in', 'in/data'))
  .map(([entries, within]) =>
    entries.map((each) => ({ ...each, folder: [within, each.folder].filter((part) => part !== '').join('/') })),
  );

/** What --root and --pattern say. */
interface Choice {
  roots: readonly string[] | undefined;
  pattern: string | undefined;
}

const choice: fc.Arbitrary<Choice> = fc.record({
  roots: fc.constantFrom(
    undefined,
    undefined,
    ['.'],
    ['a'],
    ['b', 'a'],
    ['train', 'val'],
    ['in'],
    ['val/a'],
    ['a', 'a/deep'],
    ['.h'],
  ),
  pattern: fc.constantFrom(undefined, undefined, '^(.)', '([a-z])_', '^([^/]+)/', '^(?:a|(b))', '(?<=/)(.*)_'),
});

const IMAGE = /[^/]\.(jpg|png|jpeg|gif|webp|tiff)$/i;
const isHidden = (path: string): boolean => path.split('/').some((part) => part[0] === '.' || part === '__MACOSX');

interface Expected {
  files: string[];
  labels: string[];
  unlabelled: number;
  hidden: number;
  /** Rows that are there once more by links. */
  again: number;
}

/** The images below a folder, and their classes. Undefined if the command must refuse. */
function imagesOf(entries: readonly Entry[], { roots = ['.'], pattern }: Choice): Expected | undefined {
  const found: { path: string; below: string }[] = [];
  let [hidden, links] = [0, 0];
  if (roots.includes('a/deep')) return undefined;
  for (const root of roots) {
    const prefix = root === '.' ? '' : `${root}/`;
    const before = found.length;
    for (const { folder, name, kind } of entries) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (!path.startsWith(prefix)) continue;
      const below = path.slice(prefix.length);
      if (isHidden(below)) hidden += Number(IMAGE.test(path) && kind !== 'folder');
      else if (kind === 'around') return undefined;
      else if ((kind === 'dead link' || kind === 'loop') && IMAGE.test(path)) return undefined;
      else if (kind === 'folder link') found.push({ path: `${path}/o_1.jpg`, below: `${below}/o_1.jpg` });
      else if ((kind === 'file' || kind === 'file link') && IMAGE.test(path)) found.push({ path, below });
      else continue;
      links += Number(/link/.test(kind) && !isHidden(below));
    }
    if (found.length === before) return undefined;
  }
  const nested = found.some(({ below }) => below.includes('/'));
  const labelOf = ({ below }: { below: string }): string => {
    if (pattern !== undefined) return below.match(new RegExp(pattern, 'u'))?.[1] ?? '';
    const at = nested ? below.indexOf('/') : below.lastIndexOf('_');
    return at > 0 ? below.slice(0, at) : '';
  };
  const labeled = found.filter((file) => labelOf(file) !== '').sort((a, b) => (a.path < b.path ? -1 : 1));
  if (labeled.length === 0) return undefined;
  return {
    files: labeled.map(({ path }) => path),
    labels: labeled.map(labelOf),
    unlabelled: found.length - labeled.length,
    hidden,
    again: Math.max(0, links - 1),
  };
}

/** The folders of each path below some folder. */
type Folders = readonly (readonly string[])[];

const unique = (names: readonly string[]): string[] => [...new Set(names)];

/** How many first folders are splits: train and val, or one of them with classes below. */
function splitsIn(paths: Folders): number {
  const inside = paths.filter((path) => path.length > 0);
  const isSplit = (name: string): boolean => /^(train|val|seg_test)$/.test(name);
  const splits = unique(inside.map(([name]) => name)).filter(isSplit);
  const classes = unique(inside.filter((path) => isSplit(path[0]) && path.length > 1).map(([a, b]) => `${a}/${b}`));
  const names = classes.map((path) => path.split('/')[1]);
  if (unique(names).length < names.length) return splits.length;
  const only = splits.length > 0 && inside.every(([name]) => isSplit(name));
  return only && (classes.length > 0 || (splits.length > 1 && !splits.includes('seg_test'))) ? splits.length : 0;
}

/** Whether the command must ask which folders are the classes. Undefined if that depends on the names of the files. */
function asks(expected: Expected, all: readonly string[], { roots, pattern }: Choice): boolean | undefined {
  if (roots !== undefined) return false;
  let paths: Folders = (pattern === undefined ? all : expected.files).map((path) => path.split('/').slice(0, -1));
  const firsts = (): string[] => unique(paths.map(([name]) => name ?? ''));
  // a pattern may choose one split
  const least = pattern === undefined ? 1 : 2;
  if (splitsIn(paths) > 0) return splitsIn(paths) >= least;
  while (firsts().length === 1 && paths.every((path) => path.length > 1)) paths = paths.map((path) => path.slice(1));
  if (splitsIn(paths) > 0) return splitsIn(paths) >= least;
  if (pattern !== undefined) return false;
  // all in one folder, which has folders or names
  const top = all.map((path) => path.split('/').slice(0, -1));
  const ofOne = top.every((path) => path.length > 0 && path[0] === top[0][0]);
  if (ofOne) return undefined;
  const level = unique(top.map((path) => path[0] ?? ''));
  const below = level.map((name) => unique(top.filter((path) => path[0] === name).map((path) => path[1] ?? '')).sort());
  const same = below.every((names) => String(names) === String(below[0]) && names.length > 1 && !names.includes(''));
  const splits = below[0].every((name) => /^(train|val|seg_test)$/.test(name));
  return !level.includes('') && same && !splits;
}

function make(root: string, entries: readonly Entry[]): void {
  mkdirSync(join(root, 'other'));
  for (const name of ['o_1.jpg', 'notes.md']) writeFileSync(join(root, 'other', name), '');
  mkdirSync(join(root, 'images'));
  for (const { folder, name, kind } of entries) {
    const path = join(root, 'images', folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (kind === 'file') writeFileSync(path, '');
    else if (kind === 'folder') mkdirSync(path);
    else if (kind === 'loop') symlinkSync(name, path);
    else if (kind === 'around') symlinkSync('.', path);
    else if (kind === 'dead link') symlinkSync('nothing', path);
    else symlinkSync(join(root, 'other', kind === 'file link' ? 'o_1.jpg' : ''), path);
  }
}

async function ran(args: string[]): Promise<[status: number, stdout: string, stderr: string]> {
  const texts = ['', ''];
  const streams = texts.map(
    (_, i) =>
      new Writable({
        write(chunk, _encoding, done) {
          texts[i] += chunk;
          done();
        },
      }),
  );
  const status = await run(args, { stdin: () => Readable.from([]), stdout: streams[0], stderr: streams[1] }, '0.0.0');
  return [status, texts[0], texts[1]];
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

async function check(entries: readonly Entry[], chosen: Choice, seed: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'loaded-dice-fuzz-'));
  try {
    make(root, entries);
    const { roots = [], pattern } = chosen;
    const options = [
      ...roots.flatMap((each) => ['--root', each]),
      ...(pattern === undefined ? [] : ['--pattern', pattern]),
    ];
    const args = [join(root, 'images'), '--seed', String(seed), ...options];
    const expected = imagesOf(entries, chosen);
    const [status, stdout, stderr] = await ran(['sample', ...args, '--rows']);
    const balance = await ran(['balance', ...args, '--json']);
    const fail = (what: string) => {
      throw new Error(`${what}: ${status} ${stdout} ${stderr} ${balance.join(' ')}`);
    };
    const isLine = (text: string) => /^loaded-dice: [^\p{Cc}]+\n$/u.test(text);
    const refused =
      status === 2 && stdout === '' && isLine(stderr) && balance.join() === [status, stdout, stderr].join();
    if (!expected) {
      if (!refused) fail('not refused');
      return;
    }
    const all = imagesOf(entries, { roots: chosen.roots, pattern: '([^/])[^/]*$' }) as Expected;
    const asked = asks(expected, all.files, chosen);
    if (asked ?? refused) {
      if (!refused || !/look(s)? like (a )?split|all images are in|have the same folders/.test(stderr))
        fail('not asked');
      // the first folders are the classes if one says so
      await check(entries, { ...chosen, roots: ['.'] }, seed);
      return;
    }
    const { files, labels, unlabelled, hidden, again } = expected;
    const draws = WeightedRandomSampler.fromLabels(labels, { seed }).indices();
    const lines = Array.from(draws, (i) => `${quoted(files[i])},${quoted(labels[i])}\n`);
    if (status !== 0 || stdout !== `file,label\n${lines.join('')}`) fail('other rows');
    const json = JSON.parse(balance[1]);
    const counts = unique(labels).map((label) => [label, labels.filter((each) => each === label).length]);
    const told = json.perClass.map((each: { class: string; rows: number }) => [each.class, each.rows]);
    if (JSON.stringify(told) !== JSON.stringify(counts)) fail('other counts');
    if (json.leftOut.unlabelledImages !== unlabelled) fail('other images without a class');
    if (Number(json.read.text.match(/(\d+) hidden/)?.[1] ?? 0) !== hidden) fail('other hidden images');
    const linked = json.warnings.map((warning: string) => Number(warning.match(/^(\d+) .* by links/)?.[1] ?? 0));
    if (Math.max(0, ...linked) !== again) fail('other links');
  } finally {
    rmSync(root, { recursive: true });
  }
}

export const images: Fuzzer = {
  name: 'images',
  property: fc.asyncProperty(entries, choice, fc.nat(1e6), check),
  runs: 50,
};
