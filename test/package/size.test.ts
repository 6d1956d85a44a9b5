// What a page loads, of the installed package: minified and gzipped, with all it needs. A limit is just above what it
// was when it was set; raise it knowingly, with what the bytes are for.
//
// On the first page, 5 KB are kernels, 3 the memory that small samplers share, and 7 few draws without a table, logits,
// and schemes: no bundler drops them from the class. create(), share() and attach() have taken its last 3.4 KB. A page
// loads only the binaries of what it draws: DataLoader alone has 1 KB of kernels. 8 KB of its page are what a loader
// imports when it has workers: esbuild puts that into the page unless it splits.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { project } from '../support/project.js';

const KB = 1000;

it.each([
  ['a page with WeightedRandomSampler', `export { WeightedRandomSampler } from 'loaded-dice';`, 30.3],
  ['the same without WebAssembly', `export { WeightedRandomSampler } from 'loaded-dice/js';`, 22.7],
  ['a page with DataLoader', `export { DataLoader } from 'loaded-dice';`, 37.2],
  ['a page with RandomSampler', `export { RandomSampler } from 'loaded-dice';`, 13.4],
  ['a page with SystematicSampler', `export { SystematicSampler } from 'loaded-dice';`, 20.4],
  ['a page with WeightedPicker', `export { WeightedPicker } from 'loaded-dice';`, 20.9],
  ['classWeights alone', `export { classWeights } from 'loaded-dice';`, 2.8],
  ['all of loaded-dice', `export * from 'loaded-dice';`, 114],
  ['all of loaded-dice/js', `export * from 'loaded-dice/js';`, 99.4],
  ['all of loaded-dice/parallel', `export * from 'loaded-dice/parallel';`, 9.8],
  ['all of loaded-dice/analysis', `export * from 'loaded-dice/analysis';`, 23.4],
  ['all of loaded-dice/charts', `export * from 'loaded-dice/charts';`, 10.8],
  ['all of loaded-dice/weighted', `export * from 'loaded-dice/weighted';`, 31],
  ['all of loaded-dice/wasm', `export * from 'loaded-dice/wasm';`, 15.2],
])('%s', async (_, app, limit) => {
  const folder = project({ 'app.js': app });
  const options = { bundle: true, minify: true, format: 'esm', target: 'es2022', charset: 'utf8' } as const;
  const { outputFiles } = await build({ absWorkingDir: folder, entryPoints: ['app.js'], write: false, ...options });
  const { length } = gzipSync(outputFiles[0].contents, { level: 9 });
  expect(length / KB).toBeLessThan(limit);
  // a limit that is far off holds nothing
  expect(length / KB).toBeGreaterThan(0.95 * limit);
});
