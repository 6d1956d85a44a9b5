import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const list = readFileSync('examples/README.md', 'utf8');
const recipes = readdirSync('examples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  // rows for npm start; and the demo page, which is no recipe
  .filter((name) => name !== 'pets' && name !== 'browser');

it('recipes are there, and none is published', () => {
  expect(recipes.length).toBeGreaterThanOrEqual(6);
  expect(manifest.files.filter((path: string) => path.startsWith('examples'))).toEqual([]);
});

describe.each(recipes)('the recipe %s', (name) => {
  const files = readdirSync(`examples/${name}`).map((file) => `${name}/${file}`);

  it('is listed, and has a test', () => {
    expect(list).toContain(`[${name}](${name}/`);
    expect(readdirSync('test')).toContain(`example-${name}.test.ts`);
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
