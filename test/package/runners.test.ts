// Tests of users: Vitest and Jest (as modules) run one that imports the installed package.
import { describe, expect, it } from 'vitest';
import { WeightedRandomSampler } from '../../src/index.js';
import { ENTRIES, node, project, tool } from '../support/project.js';

const drawn = [...new WeightedRandomSampler([1, 2, 3], 8, { seed: 1 })];

/** A user's test, with threads; typed arrays of a runner's own realm are among what it gives and gets. */
const test = (
  load: (entry: string) => string,
) => `${ENTRIES.map((entry, i) => `${load(entry).replace('NAME', `e${i}`)};`).join('\n')}

test('draws', async () => {
  for (const { WeightedRandomSampler } of [e0, e1]) {
    const sampler = new WeightedRandomSampler(Float64Array.of(1, 2, 3), 8, { seed: 1 });
    const out = new Uint32Array(8);
    sampler.fill(out);
    expect([...out]).toEqual(${JSON.stringify(drawn)});
    expect(new WeightedRandomSampler([1, 2]).seed).not.toBe(new WeightedRandomSampler([1, 2]).seed);
  }
  const sampler = () => new e0.WeightedRandomSampler([1, 2, 3], 1e6, { seed: 1, backend: 'wasm' });
  const pool = new e2.SamplerPool({ threads: 2 });
  const warned = [];
  console.warn = (...words) => warned.push(words);
  const { signal } = new AbortController();
  const draws = await pool.take(sampler(), 100_000, { signal });
  expect(draws.join()).toBe(sampler().take(100_000).join());
  expect(draws).toBeInstanceOf(Uint32Array);
  expect(draws).toEqual(sampler().take(100_000));
  await pool.close();
  expect(warned).toEqual([]);
  const { epochs } = await e3.simulateCoverage([1, 2], 2, { trials: 10, seed: 1 });
  expect(epochs).toBeInstanceOf(Uint32Array);
  expect([...e3.ecdf([1, 2]).y]).toEqual([0.5, 1]);
  expect(typeof e4.classBars).toBe('function');
  expect(e5.sha256).toMatch(/^[0-9a-f]{64}$/);
});
`;
const imports = test((entry) => `import * as NAME from '${entry}'`);
const requires = test((entry) => `const NAME = require('${entry}')`);

/** A project whose packages Babel transforms by that preset, as a user's Jest does with tests. */
const babel = JSON.stringify({ presets: [[tool('@babel/preset-env'), { targets: { node: 'current' } }]] });
const commonJs = '{ "private": true }';
const passed = { numPassedTests: 1, numFailedTests: 0, success: true };

async function jest(files: Record<string, string>, environment: string, ...flags: string[]): Promise<unknown> {
  const folder = project(files);
  const options = ['--rootDir', folder, '--json', '--runInBand', '--no-cache', `--env=${environment}`];
  const own = flags.length > 0 ? ['--transform={}'] : [];
  return JSON.parse(await node(folder, ...flags, tool('jest/bin/jest.js'), ...options, ...own));
}

describe('a test that imports every entry', () => {
  it('passes in Vitest', async () => {
    const folder = project({ 'draw.test.js': imports });
    const json = await node(folder, tool('vitest/vitest.mjs'), 'run', '--root', folder, '--globals', '--reporter=json');
    expect(JSON.parse(json)).toMatchObject(passed);
  });

  describe.each(['node', 'jsdom'])('in Jest with %s', (name) => {
    const environment = tool(`jest-environment-${name}`);

    it('passes as a module', async () => {
      expect(await jest({ 'draw.test.js': imports }, environment, '--experimental-vm-modules')).toMatchObject(passed);
    });

    it('passes as CommonJS, with nothing set', async () => {
      expect(await jest({ 'package.json': commonJs, 'draw.test.js': requires }, environment)).toMatchObject(passed);
    });

    it('passes where Babel makes CommonJS of its imports', async () => {
      const files = { 'package.json': commonJs, 'babel.config.json': babel, 'draw.test.js': imports };
      expect(await jest(files, environment)).toMatchObject(passed);
    });
  });
});
