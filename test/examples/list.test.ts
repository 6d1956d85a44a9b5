import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const list = readFileSync('examples/README.md', 'utf8');
const recipes = readdirSync('examples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  // rows for npm start; the demo page and the experiment, which are no recipes
  .filter((name) => name !== 'pets' && name !== 'browser' && name !== 'training');

it('recipes are there, and none is published', () => {
  expect(recipes.length).toBeGreaterThanOrEqual(6);
  expect(manifest.files.filter((path: string) => path.startsWith('examples'))).toEqual([]);
});

describe.each(recipes)('the recipe %s', (name) => {
  const files = readdirSync(`examples/${name}`).map((file) => `${name}/${file}`);

  it('is listed, and has a test', () => {
    expect(list).toContain(`[${name}](${name}/`);
    const tests = [...readdirSync('test/examples'), ...readdirSync('test/browser')];
    expect(tests.filter((test) => test.replace(/^example-/, '') === `${name}.test.ts`)).toHaveLength(1);
  });

  it.each(files)('%s is short, and knows the library by its public names', (file) => {
    const text = readFileSync(`examples/${file}`, 'utf8');
    expect(text.split('\n').length - 1).toBeLessThan(60);
    const imported = [...text.matchAll(/(?:from|import) '([^']+)'/g)].map(([, from]) => from);
    for (const from of imported) expect(from).not.toMatch(/^\.\.|dist\/|src\//);
    for (const from of imported.filter((from) => from.startsWith('loaded-dice'))) {
      expect(manifest.exports).toHaveProperty([from.replace('loaded-dice', '.')]);
    }
  });
});

it('the experiment knows the library by its public names, and has packages of its own', () => {
  const home = 'examples/training';
  const files = [
    ...['experiment.mjs', 'pretrain.mjs'],
    ...readdirSync(`${home}/src`, { recursive: true, encoding: 'utf8' }).map(
      (path) => `src/${path.replaceAll('\\', '/')}`,
    ),
  ].filter((path) => path.endsWith('.mjs'));
  expect(files.length).toBeGreaterThan(20);
  const { dependencies } = JSON.parse(readFileSync(`${home}/package.json`, 'utf8'));
  for (const file of files) {
    const text = readFileSync(`${home}/${file}`, 'utf8');
    for (const [, from] of text.matchAll(/(?:from|import) '([^']+)'/g)) {
      if (from.startsWith('loaded-dice')) expect(manifest.exports).toHaveProperty([from.replace('loaded-dice', '.')]);
      else if (from.startsWith('.')) expect(posix.join(file, '..', from)).not.toMatch(/^\.\./);
      else if (!from.startsWith('node:')) {
        expect(dependencies).toHaveProperty([String(/^(?:@[^/]+\/)?[^/]+/.exec(from))]);
      }
    }
  }
});
