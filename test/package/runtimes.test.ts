// The package as it is installed, in each Node that is supported: every entry imported and required, golden vectors,
// threads.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { WeightedRandomSampler } from '../../src/index.js';
import { ENTRIES, project, run } from '../support/project.js';

/** From npm, by npx, which keeps them: exact versions, so that it need not ask for the newest. */
const VERSIONS = { 22: '22.23.3', 24: '24.21.0' } as const;

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

const imported = `${ENTRIES.map((entry, i) => `import * as e${i} from '${entry}';`).join('\n')}
const entries = [${ENTRIES.map((_, i) => `e${i}`)}];`;
// in CommonJS of its own: some versions warn where require() loads a module
const required = `const entries = [${ENTRIES.map((entry) => `require('${entry}')`)}];
process.on('warning', (warning) => { throw warning; });
const { basename, dirname } = require('node:path');
if (basename(dirname(require.resolve('loaded-dice'))) !== 'cjs') throw new Error('not the CommonJS build');`;

/** The names of each entry, and what each draws or says. */
const use = `
const [dice, js, { SamplerPool }, { batchBalance }, { classBars }, { binary, sha256 }] = entries;
const weights = [1, 2, 3, 4];
const make = ({ WeightedRandomSampler }) => new WeightedRandomSampler(weights, 100_000, { seed: 1 });
const pool = new SamplerPool({ threads: 2 });
pool.take(make(dice), 150_000).then(async (draws) => {
  await pool.close();
  console.log(JSON.stringify({
    names: entries.map((entry) => Object.keys(entry).filter((name) => name !== 'module.exports')),
    backends: [dice, js].map((entry) => make(entry).backend),
    draws: [...make(dice).take(5), ...make(js).take(5), ...draws.subarray(149_995)],
    mean: batchBalance([1, 1], ['a', 'b'], 10)[0].batch.mean,
    mark: typeof classBars([{ label: 'a', count: 1 }]).$schema,
    wasm: [binary().length, sha256.length],
  }));
});`;

const sampler = new WeightedRandomSampler([1, 2, 3, 4], 100_000, { seed: 1 });
const first = [...sampler.take(5)];
sampler.setEpoch(0);

let names: string[][];
let folder: string;

beforeAll(async () => {
  names = await Promise.all(ENTRIES.map(async (entry) => Object.keys(await import(entry))));
  folder = project({ 'import.mjs': imported + use, 'require.cjs': required + use, 'golden.mjs': await goldenApp() });
});

/** support/golden.ts over the installed package, printing what it draws on both backends. */
async function goldenApp(): Promise<string> {
  const contents = `import { golden, goldenSamplers } from './test/support/golden.ts';
    console.log(JSON.stringify(['wasm', 'js'].map((backend) => [golden(backend), goldenSamplers(backend)])));`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: resolve('.') },
    write: false,
    bundle: true,
    format: 'esm',
    plugins: [
      {
        name: 'installed',
        setup: ({ onResolve }) =>
          onResolve({ filter: /\/src\/index\.js$/ }, () => ({ path: 'loaded-dice', external: true })),
      },
    ],
  });
  return outputFiles[0].text;
}

describe.each([process.version.slice(1), ...Object.values(VERSIONS)])('Node %s', (version) => {
  let executable: string;
  beforeAll(async () => {
    const npx = ['-y', '-p', `node@${version}`, 'node', '-p', 'process.execPath'];
    const own = version === process.version.slice(1);
    executable = own ? process.execPath : await run(folder, 'npx', npx, { shell: process.platform === 'win32' });
    expect(await run(folder, executable, ['--version'])).toBe(`v${version}`);
  });
  const runs = async (file: string) => JSON.parse(await run(folder, executable, ['--no-warnings', join(folder, file)]));

  it.each(['import.mjs', 'require.cjs'])('every entry, by %s', async (file) => {
    const tail = sampler.take(150_000).subarray(149_995);
    sampler.setEpoch(0);
    expect(await runs(file)).toEqual({
      names,
      backends: ['wasm', 'js'],
      draws: [...first, ...first, ...tail],
      mean: 5,
      mark: 'string',
      wasm: [expect.any(Number), 64],
    });
  });

  it('golden vectors, on both backends', async () => {
    const held = [read('../vectors/golden.json'), read('../vectors/golden-samplers.json')];
    expect(await runs('golden.mjs')).toEqual([held, held]);
  });
});
