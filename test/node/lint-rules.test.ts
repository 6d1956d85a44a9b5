// Rules of our own that npm run lint holds the sources to.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder } from '../support/cli.js';
import { filesBelow } from '../support/files-below.js';

const read = (path: string, parse = JSON.parse) => parse(readFileSync(path, 'utf8'));
const message = /This may be a BigInt power/;

/** What the linter says of a statement in a file, with this repository's rules. */
function lint(path: string, statement: string): string {
  const plugins = read('biome.json').plugins.map((rule: { path: string }) => ({ ...rule, path: resolve(rule.path) }));
  const cwd = folder({ 'biome.json': JSON.stringify({ plugins }), [path]: statement });
  const { stdout, stderr } = spawnSync(process.execPath, [resolve('node_modules/@biomejs/biome/bin/biome'), 'lint'], {
    cwd,
    encoding: 'utf8',
  });
  expect(stdout + stderr).toContain('Checked ');
  return stdout + stderr;
}

describe('no BigInt power', () => {
  it.each([
    'export const a = 2n ** 62n;',
    'export const a = (side: bigint) => side * 2n ** 53n;',
    'export const a = (x: bigint, y: bigint) => x ** y;',
    'export const a = (x: bigint) => x ** BigInt(2);',
    'export const a = (x: bigint) => BigInt(2) ** x;',
    'export function a(x: bigint) { x **= 2n; return x; }',
  ])('%s', (statement) => {
    expect(lint('src/kernels/sample.ts', statement)).toMatch(message);
  });

  it.each([
    'export const a = 2 ** 32;',
    'export const a = (x: number) => 2 ** x + (x - 1) ** 2;',
    'export const a = 1n << 62n;',
  ])('but %s', (statement) => {
    expect(lint('src/kernels/sample.ts', statement)).not.toMatch(message);
  });

  it('is a rule that npm run lint has', () => {
    expect(read('package.json').scripts.lint).toBe('biome check --error-on-warnings .');
  });
});

const FOLDERS = ['assembly', 'bench', 'examples', 'fuzz', 'proof', 'scripts', 'src', 'test'];
/** The build makes these. */
const MADE = /\/(?:binary(?:-\w+)?|worker-source)\.ts$/;

/** All files below these folders, except for packages and what builds made. */
const filesOf = (folders: readonly string[]): string[] =>
  folders.flatMap((folder) => filesBelow(folder)).filter((path) => !MADE.test(path));

/** The lines of code and comments that have more than 120 columns. */
function longLines(): string[] {
  const paths = filesOf(FOLDERS).filter((path) => /\.(?:m?[jt]sx?|html|css|c|py|R)$/.test(path));
  return paths.flatMap((path) => {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.flatMap((line, i) => (line.length > 120 ? `${path}:${i + 1}` : []));
  });
}

it('code and comments have at most 120 columns: the formatter leaves comments and strings as they are', () => {
  expect(longLines()).toEqual([]);
});

it('no file of code has more than 300 lines', () => {
  const code = filesOf(['assembly', 'examples', 'fuzz', 'proof', 'scripts', 'src', 'test']).filter((path) =>
    /\.(?:m?[jt]sx?)$/.test(path),
  );
  expect(code.filter((path) => readFileSync(path, 'utf8').split('\n').length > 301)).toEqual([]);
});

it('only test/perf judges speed by a clock', () => {
  const clock = /expect\([^\n]*(?:performance\.now|Date\.now|cpuUsage|resourceUsage)|\b(?:pace|ratio)\(/;
  const paths = filesBelow('test').map((path) => path.slice('test/'.length));
  const judging = paths.filter(
    (path) => /^(?:unit|node|browser|package|examples)\/.*\.ts$/.test(path) && clock.test(read(`test/${path}`, String)),
  );
  expect(judging.filter((path) => path !== 'node/lint-rules.test.ts')).toEqual([]);
  // the pattern finds those that do
  expect(
    paths.filter((path) => /^perf\/unit\/.*\.ts$/.test(path) && clock.test(read(`test/${path}`, String))),
  ).toContain('perf/unit/refusals.test.ts');
});

/** Private words, and old ones, that a first reader does not understand. */
const WORDS = [
  ...[/cannot be had/, /\b[Gg]ives (it|them) up\b/, /\bOf how many\b/, /\bWhat will not do\b/, /\bis no chance\b/],
  ...[/\bto who\b/, /\d for [\d.]+ ns\b/, /\b(teeth|tooth|comb)\b/, /\bcrews?\b/, /\bkeeper\b/, /\bdrawer\b/],
  ...[/\b_(bound|streams|plain|stateless|job|readDraws)\b/, /\bPIECE\b/, /\b(Opened|Looped|Positioned|Drawer|Crew)\b/],
  ...[/\b(Carried|putBack|shownInside|cannotGoBack|whyNot|givenBy|_gives|_needs|_pass|_place|_checkPlace)\b/],
  ...[/\bcheckDistinct\b/, /\b[Ww]hoever\b/, /\b[Ss]o many\b/, /\bexponential race\b/, /\b(a|the|in) circles?\b/],
  // pictures are rendered, and batches have slots
  ...[/\b(Vega|[Dd]raws?) (draws|pictures|charts)\b/, /\bplaces of (stratified|classes)\b/i],
  // constants that do not say of what
  ...[/\bconst (FEW|LEAST|MOST)\b/, /^const CHUNK\b/],
  // comments that need their neighbor
  /(\/\*\*|\/\/|^\s*\*) (The same|Of the)\b/,
];

it('private words are out of code and documents', () => {
  const texts = [...filesOf([...FOLDERS, 'docs']), 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].filter(
    (path) => /\.(ts|tsx|mjs|jsx|html|md)$/.test(path) && !/lint-rules|docs\/words/.test(path),
  );
  expect(texts.length).toBeGreaterThan(500);
  const found = texts.flatMap((path) => {
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.flatMap((line, i) =>
      WORDS.filter((word) => word.test(line)).map((word) => `${path}:${i + 1} ${word}`),
    );
  });
  expect(found).toEqual([]);
});
