// Tests of users: Vitest and Jest (as modules) run one that imports the installed package.
import { describe, expect, it } from 'vitest';
import { WeightedRandomSampler } from '../src/index.js';
import { ENTRIES, node, project, tool } from './support/project.js';

const drawn = [...new WeightedRandomSampler([1, 2, 3], 8, { seed: 1 })];

/** A user's test, with threads; typed arrays of a runner's own realm are among what it gives and gets. */
const TEST = `${ENTRIES.map((entry, i) => `import * as e${i} from '${entry}';`).join('\n')}

test('draws', async () => {
  for (const { WeightedRandomSampler } of [e0, e1]) {
    const sampler = new WeightedRandomSampler(Float64Array.of(1, 2, 3), 8, { seed: 1 });
    const out = new Uint32Array(8);
    sampler.fill(out);
    expect([...out]).toEqual(${JSON.stringify(drawn)});
  }
  const sampler = () => new e0.WeightedRandomSampler([1, 2, 3], 1e6, { seed: 1, backend: 'wasm' });
  const pool = new e2.SamplerPool({ threads: 2 });
  const warned = [];
  console.warn = (...words) => warned.push(words);
  const { signal } = new AbortController();
  expect((await pool.take(sampler(), 100_000, { signal })).join()).toBe(sampler().take(100_000).join());
  await pool.close();
  expect(warned).toEqual([]);
  expect([...e3.ecdf([1, 2]).y]).toEqual([0.5, 1]);
  expect(typeof e4.classBars).toBe('function');
  expect(e5.sha256).toMatch(/^[0-9a-f]{64}$/);
});
`;

describe('a test that imports every entry', () => {
  it('passes in Vitest', async () => {
    const folder = project({ 'draw.test.js': TEST });
    const json = await node(folder, tool('vitest/vitest.mjs'), 'run', '--root', folder, '--globals', '--reporter=json');
    expect(JSON.parse(json)).toMatchObject({ numPassedTests: 1, numFailedTests: 0, success: true });
  });

  it('passes in Jest', async () => {
    const folder = project({ 'draw.test.js': TEST });
    const options = ['--rootDir', folder, '--json', '--transform={}', '--runInBand'];
    const json = await node(folder, '--experimental-vm-modules', tool('jest/bin/jest.js'), ...options);
    expect(JSON.parse(json)).toMatchObject({ numPassedTests: 1, numFailedTests: 0, success: true });
  });
});
