// Every file of the package, reviewed: what it is for. A file that no line here expects is not published by accident.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installed, project, run, tarball } from '../support/project.js';

const KB = 1000;
const home = join(installed(), 'node_modules/loaded-dice');
const { version, exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));

/** The paths in the tarball, without the folder `package` that npm puts around them. */
const packed = execFileSync('tar', ['-tzf', tarball()], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && !path.endsWith('/'))
  .map((path) => path.replace(/^package\//, ''));

const ENTRY = '(analysis|charts|images|index|js|parallel|tables|wasm|weighted)';
const FOLDER =
  '(analysis|batches|charts|generators|images|internal|kernels|loader|parallel|pickers|' +
  'reservoir|samplers|sources|tables|weights)';

/** What may be in the package, and why. */
const REVIEWED: readonly [pattern: string, why: string][] = [
  ['package\\.json|README\\.md|LICENSE', 'npm always packs these'],
  ['CHANGELOG\\.md|CONTRIBUTING\\.md', 'what changed; how to build from a clone'],
  [`dist/${ENTRY}\\.js`, 'the entries, as modules'],
  [`dist/cjs/${ENTRY}\\.js`, 'the entries, for require(): Jest and old tools'],
  ['dist/cjs/package\\.json', 'says that the files beside it are CommonJS'],
  ['dist/(cjs/)?threads\\.js', 'the code of a DataLoader with workers, loaded when needed'],
  ['dist/workerd\\.js', 'the library for workerd, which imports the binaries'],
  ['dist/weighted/(index|js|workerd)\\.js|dist/cjs/weighted/js\\.js', 'loaded-dice/weighted for bundlers: one copy'],
  ['dist/kernels(-(dynamic|extra|trials|uniform))?\\.wasm', 'the binaries, for workerd and for auditors'],
  ['dist/worker\\.js', 'the code of a thread, for a workerUrl'],
  ['dist/(bin\\.cjs|cli\\.js|svg\\.js)', 'the command, and what renders its pictures'],
  ['dist/(cli\\.licenses|loader\\.license)\\.txt', 'licenses of what is bundled'],
  [`dist/(cjs/)?types/(${ENTRY}|${FOLDER}/[\\w/-]+)\\.d\\.ts`, 'types; TypeScript wants a second copy for require()'],
  [`(${ENTRY}|worker|kernels(-\\w+)?\\.wasm)/package\\.json`, 'the entries for tools that do not read exports'],
  ['docs/(concepts|guide|internals|proof|start)/[\\w./-]+\\.(md|svg)', 'the guides, without the site around them'],
  ['docs/index\\.md', 'the list of the guides, to which the README leads'],
  ['docs/[\\w-]+\\.svg', 'pictures of the README and the guides'],
];

const fits = (path: string): boolean => REVIEWED.some(([pattern]) => new RegExp(`^(${pattern})$`).test(path));

/** The sizes of the packed files that a pattern describes, together. */
function sizeOf(pattern: RegExp): number {
  return packed.filter((path) => pattern.test(path)).reduce((sum, path) => sum + statSync(join(home, path)).size, 0);
}

describe('the packed package', () => {
  it('has reviewed files alone', () => {
    expect(packed.length).toBeGreaterThan(100);
    expect(packed.filter((path) => !fits(path))).toEqual([]);
  });

  it.each(REVIEWED)('has %s: %s', (pattern) => {
    expect(packed.some((path) => new RegExp(`^(${pattern})$`).test(path))).toBe(true);
  });

  it.each([
    ['a source', 'src/index.ts'],
    ['a test', 'test/unit/alias.test.ts'],
    ['a source map', 'dist/index.js.map'],
    ['the reference, which the site has', 'docs/reference/index.md'],
    ['the site’s settings', 'docs/.vitepress/config.ts'],
    ['the site’s packages', 'docs/node_modules/vue/package.json'],
    ['the site’s lock file', 'docs/package-lock.json'],
    ['declarations of the command', 'dist/types/cli/command.d.ts'],
  ])('would not have %s', (_, path) => {
    expect(fits(path)).toBe(false);
  });

  it('has every file that exports names', () => {
    const targets = [...JSON.stringify(exports).matchAll(/"\.\/([^"]+\.[\w.]+)":?/g)].map(([text, path]) =>
      text.endsWith(':') ? undefined : path,
    );
    const files = targets.filter((path) => path !== undefined);
    expect(files.length).toBeGreaterThan(40);
    expect(files.filter((path) => !packed.includes(path))).toEqual([]);
  });

  it.each([
    ['the tarball', () => statSync(tarball()).size, 1700],
    ['all files', () => sizeOf(/./), 6200],
    ['code: the library twice, the command, and its renderer', () => sizeOf(/^dist\/.*js$/), 4450],
    ['declarations, twice', () => sizeOf(/\.d\.ts$/), 700],
    ['documents', () => sizeOf(/\.md$/), 750],
    ['pictures', () => sizeOf(/\.svg$/), 300],
  ])('%s: within its limit', (_, size, limit) => {
    expect(size() / KB).toBeLessThan(limit);
    // a limit that is far off holds nothing
    expect(size() / KB).toBeGreaterThan(0.5 * limit);
  });

  it.each(['--version', '-V'])('loaded-dice %s prints the version of the package', async (option) => {
    const folder = project();
    const command = join(folder, '..', 'node_modules/.bin/loaded-dice');
    expect(await run(folder, command, [option], { shell: process.platform === 'win32' })).toBe(version);
  });
});
