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

const entry: fc.Arbitrary<Entry> = fc.record({
  folder: fc.constantFrom('', 'a', 'b', 'a/deep', 'c d', 'e\nf', 'a.jpg', 'g\\h'),
  name: fc.constantFrom('x_1.jpg', 'x_2.PNG', 'y_z_1.jpeg', 'none.gif', '_1.webp', '.jpg', 'notes.txt', 'é_1.tiff'),
  kind: fc.oneof(
    { weight: 30, arbitrary: fc.constant('file' as const) },
    { weight: 3, arbitrary: fc.constantFrom('file link', 'folder link', 'folder') },
    { weight: 1, arbitrary: fc.constantFrom(...KINDS) },
  ),
});

const IMAGE = /[^/]\.(jpg|png|jpeg|gif|webp|tiff)$/i;

/** The images below a folder, and their classes. Undefined if the command must refuse. */
function imagesOf(entries: readonly Entry[]): { files: string[]; labels: string[]; unlabelled: number } | undefined {
  const found: string[] = [];
  for (const { folder, name, kind } of entries) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (kind === 'around') return undefined;
    if ((kind === 'dead link' || kind === 'loop') && IMAGE.test(path)) return undefined;
    if ((kind === 'file' || kind === 'file link') && IMAGE.test(path)) found.push(path);
    if (kind === 'folder link') found.push(`${path}/o_1.jpg`);
  }
  const nested = found.some((path) => path.includes('/'));
  const labelOf = (path: string): string => {
    const at = nested ? path.indexOf('/') : path.lastIndexOf('_');
    return at > 0 ? path.slice(0, at) : '';
  };
  const files = found.filter((path) => labelOf(path) !== '').sort((a, b) => (a < b ? -1 : 1));
  if (files.length === 0) return undefined;
  return { files, labels: files.map(labelOf), unlabelled: found.length - files.length };
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

async function check(entries: readonly Entry[], seed: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'loaded-dice-fuzz-'));
  try {
    make(root, entries);
    const args = [join(root, 'images'), '--seed', String(seed)];
    const expected = imagesOf(entries);
    const [status, stdout, stderr] = await ran(['sample', ...args, '--rows']);
    const balance = await ran(['balance', ...args, '--json']);
    const fail = (what: string) => {
      throw new Error(`${what}: ${status} ${stdout} ${stderr} ${balance.join(' ')}`);
    };
    if (!expected) {
      const isLine = (text: string) => /^loaded-dice: [^\p{Cc}]+\n$/u.test(text);
      for (const [code, out, message] of [[status, stdout, stderr] as const, balance]) {
        if (code !== 2 || out !== '' || !isLine(message)) fail('not refused');
      }
      return;
    }
    const { files, labels, unlabelled } = expected;
    const draws = WeightedRandomSampler.fromLabels(labels, { seed }).indices();
    const lines = Array.from(draws, (i) => `${quoted(files[i])},${quoted(labels[i])}\n`);
    if (status !== 0 || stdout !== `file,label\n${lines.join('')}`) fail('other rows');
    const json = JSON.parse(balance[1]);
    const counts = [...new Set(labels)].map((label) => [label, labels.filter((each) => each === label).length]);
    const told = json.perClass.map((each: { class: string; rows: number }) => [each.class, each.rows]);
    if (JSON.stringify(told) !== JSON.stringify(counts)) fail('other counts');
    if (json.leftOut.unlabelledImages !== unlabelled) fail('other images without a class');
  } finally {
    rmSync(root, { recursive: true });
  }
}

export const images: Fuzzer = {
  name: 'images',
  property: fc.asyncProperty(
    fc.uniqueArray(entry, { minLength: 1, maxLength: 12, selector: ({ folder, name }) => `${folder}/${name}` }),
    fc.nat(1e6),
    check,
  ),
  runs: 50,
};
