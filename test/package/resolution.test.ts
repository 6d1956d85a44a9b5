// How tools that do not read `exports` find the installed package: webpack 4, eslint-plugin-import, older React Native.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import enhanced from 'enhanced-resolve';
import resolve from 'resolve';
import { describe, expect, it } from 'vitest';
import { ENTRIES, installed } from '../support/project.js';

const home = join(installed(), 'node_modules/loaded-dice');
const { exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));

/** The file that webpack 4's resolver finds by these fields, in this order. Metro has fields of its own. */
function byFields(name: string, ...mainFields: string[]): string {
  const find = enhanced.create.sync({ exportsFields: [], conditionNames: [], mainFields, extensions: ['.js'] });
  return relative(home, String(find(installed(), name))).replaceAll('\\', '/');
}

/** What eslint-plugin-import's resolver for Node finds. */
function byMain(name: string): string {
  return relative(home, resolve.sync(name, { basedir: installed() })).replaceAll('\\', '/');
}

describe('without exports', () => {
  it.each(ENTRIES)('%s is found, as a module and as CommonJS', (entry) => {
    const name = entry.split('/')[1] ?? 'index';
    // a module that has the names from loaded-dice, so that a bundle has one copy
    const file = name === 'weighted' ? 'weighted/index' : name;
    expect(byFields(entry, 'browser', 'module', 'main')).toBe(`dist/${file}.js`);
    expect(byFields(entry, 'main')).toBe(`dist/cjs/${name}.js`);
    expect(byMain(entry)).toBe(`dist/cjs/${name}.js`);
  });

  const files = Object.entries(exports).filter(
    ([subpath, target]) => typeof target === 'string' && !/json$/.test(subpath),
  );

  it.each(files)('%s is found', (subpath, target) => {
    const name = subpath.replace('.', 'loaded-dice');
    for (const found of [byFields(name, 'browser', 'module', 'main'), byMain(name)]) expect(`./${found}`).toBe(target);
  });

  it('React Native has the build without WebAssembly', () => {
    expect(byFields('loaded-dice', 'react-native', 'browser', 'main')).toBe('dist/js.js');
    expect(byFields('loaded-dice/weighted', 'react-native', 'browser', 'main')).toBe('dist/weighted/js.js');
  });
});

it.each([
  ['react-native', 'import', 'dist/js.js'],
  ['react-native', 'require', 'dist/cjs/js.js'],
  ['node', 'import', 'dist/index.js'],
  ['node', 'require', 'dist/cjs/index.js'],
])('with the conditions %s and %s, loaded-dice is %s', (platform, kind, file) => {
  const find = enhanced.create.sync({ conditionNames: [platform, kind, 'default'] });
  expect(find(installed(), 'loaded-dice')).toBe(join(home, file));
});
