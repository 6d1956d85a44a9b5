// The installed package as TypeScript and package checkers see it.

import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { expect, it } from 'vitest';
import { installed, node, project, run, tarball, tool } from '../support/project.js';

/** A file of a user's, with every entry in it: what it says of types, tsc checks. */
const USE = `
import { BatchSampler, type Seed, WeightedRandomSampler } from 'loaded-dice';
import { WeightedRandomSampler as Plain } from 'loaded-dice/js';
import { SamplerPool } from 'loaded-dice/parallel';
import { coverage, simulateCoverage } from 'loaded-dice/analysis';
import { classBars, type VegaLiteSpec } from 'loaded-dice/charts';
import { ImageFolder } from 'loaded-dice/images';
import { sampleTable, type TableSample } from 'loaded-dice/tables';
import { binary, sha256 } from 'loaded-dice/wasm';
import { WeightedRandomSampler as Weighted } from 'loaded-dice/weighted';

const seed: Seed = 1n;
const sampler = new WeightedRandomSampler(Float32Array.of(1, 2), 2, { seed, backend: 'wasm' });
const drawn: Uint32Array<ArrayBuffer> = sampler.take(2);
const backend: 'wasm' | 'js' = new Plain([1, 2]).backend;
for (const batch of new BatchSampler(sampler, 2)) batch.buffer satisfies ArrayBuffer;
const pool = new SamplerPool({ threads: 2, workerUrl: new URL('https://example.org/worker.js') });
export const later: Promise<Uint32Array<ArrayBuffer>> = pool.take(sampler, 5);
export const end: Promise<void> = pool[Symbol.asyncDispose]();
export const epochs: number = coverage([1, 2]).quantile(0.5);
export const trials = simulateCoverage([1, 2], 2, { pool });
export const spec: VegaLiteSpec = classBars([{ label: 'a', count: 1 }]);
export const sample: Promise<TableSample> = sampleTable('*.parquet', { labels: 'c', target: { a: 1 }, n: 5 });
const images = new ImageFolder('photos', { size: 32, dtype: 'uint8' });
export const item: Promise<{ image: Uint8Array<ArrayBuffer>; label: number }> = images.get(0);
export const module: Promise<WebAssembly.Module> = WebAssembly.compile(binary());
export const text: string = sha256;
// one type, whichever entry a class is from
export const batches = new BatchSampler(new Weighted([1, 2]) satisfies WeightedRandomSampler, 2);
export { backend, drawn };
// @ts-expect-error what is wrong is not any
sampler.take('2');
// @ts-expect-error
pool.take([1, 2], 5);
`;

const RESOLUTIONS = [
  ['bundler', { module: 'ESNext', moduleResolution: 'bundler' }],
  ['node16', { module: 'Node16', moduleResolution: 'Node16' }],
  ['nodenext', { module: 'NodeNext', moduleResolution: 'NodeNext' }],
] as const;

/** The oldest that the README names, by npx; and this repository's. Only TypeScript before 7 has node10. */
const OLDEST = '5.7.3';
const OLD = [
  RESOLUTIONS[1],
  ['node10', { module: 'ESNext', moduleResolution: 'node10' }],
  ['node10, as CommonJS', { module: 'CommonJS', moduleResolution: 'node10' }],
] as const;

function user(resolution: object, type = 'module'): string {
  const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
  const compilerOptions = { ...strict, ...resolution, target: 'ES2022', lib: ['ES2022', 'DOM'], types: [] };
  const manifest = JSON.stringify({ private: true, type });
  return project({
    'package.json': manifest,
    'use.ts': USE,
    'tsconfig.json': JSON.stringify({ compilerOptions, files: ['use.ts'] }),
  });
}

it.each(RESOLUTIONS)('every entry has types under moduleResolution %s', async (_, resolution) => {
  expect(await node(user(resolution), tool('typescript/bin/tsc'), '-p', '.')).toBe('');
});

it('and in a CommonJS project', async () => {
  expect(await node(user(RESOLUTIONS[1][1], 'commonjs'), tool('typescript/bin/tsc'), '-p', '.')).toBe('');
});

it.each(OLD)(`and with TypeScript ${OLDEST} under %s`, async (_, resolution) => {
  const npx = ['-y', '-p', `typescript@${OLDEST}`, 'tsc', '-p', '.'];
  expect(await run(user(resolution), 'npx', npx, { shell: process.platform === 'win32' })).toBe('');
});

it('publint finds nothing', async () => {
  const { messages, pkg } = await publint({
    pkgDir: join(installed(), 'node_modules/loaded-dice'),
    strict: true,
    pack: false,
  });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

it('nor does arethetypeswrong', async () => {
  const files = ['', '-extra', '-dynamic', '-trials', '-uniform'].map((name) => `./kernels${name}.wasm`);
  const options = ['--format', 'json', '--exclude-entrypoints', './worker', ...files];
  const json = await node(installed(), tool('@arethetypeswrong/cli/dist/index.js'), tarball(), ...options);
  const { analysis, problems } = JSON.parse(json);
  expect(Object.values<never[]>(problems ?? {}).flat()).toEqual([]);
  expect(Object.keys(analysis.entrypoints)).toEqual(
    expect.arrayContaining(['.', './images', './js', './parallel', './tables', './wasm', './weighted']),
  );
});
