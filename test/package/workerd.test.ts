// The installed package in real workerd, bundled by wrangler: WebAssembly from the package's files, and the same
// numbers.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { binary, dynamicBinary, extraBinary, trialsBinary, uniformBinary } from 'loaded-dice/wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import { importedKernels } from '../../scripts/variants.mjs';
import { engineBundle, heldVectors } from '../support/golden-bundle.js';
import { bundleWorker, withWorker } from '../support/workerd.js';

const APP = `
import { WeightedRandomSampler } from 'loaded-dice';
import * as js from 'loaded-dice/js';
import { engineReport } from './report.js';

// outside a handler, where workerd's crypto throws
const { seed } = new WeightedRandomSampler([1, 2]);

export default {
  fetch() {
    return Response.json({ ...engineReport(), seed, js: new js.WeightedRandomSampler([1]).backend });
  },
};
`;

let folder: string;
// npx may have 190 MB to install
beforeAll(async () => {
  const report = await engineBundle('loaded-dice', importedKernels);
  folder = await bundleWorker({
    'app.js': APP,
    'report.js': report,
    'kernels.wasm': binary(),
    'kernels-extra.wasm': extraBinary(),
    'kernels-dynamic.wasm': dynamicBinary(),
    'kernels-trials.wasm': trialsBinary(),
    'kernels-uniform.wasm': uniformBinary(),
  });
}, 300_000);

const uploaded = (ending: string) => readdirSync(join(folder, 'out')).filter((name) => name.endsWith(ending));

describe('workerd', () => {
  it('is given the binaries as files, once each, and no second copy as text', () => {
    const binaries = [binary(), extraBinary(), dynamicBinary(), trialsBinary(), uniformBinary()].map((bytes) =>
      Buffer.from(bytes).toString('hex'),
    );
    const files = uploaded('.wasm').map((name) => readFileSync(join(folder, 'out', name), 'hex'));
    expect(files.sort()).toEqual(binaries.sort());
    const text = uploaded('.js').map((name) => readFileSync(join(folder, 'out', name), 'utf8'));
    for (const hex of binaries) expect(text.filter((each) => each.includes(hex.slice(0, 100)))).toEqual([]);
  });

  it('draws what Node draws, on both backends; seeds are fresh, outside a handler, too', async () => {
    const reports = await Promise.all(
      [1, 2].map(() => withWorker(folder, async (origin) => (await fetch(`${origin}/report`)).json())),
    );
    for (const { auto, js, vectors } of reports) {
      expect([auto, js]).toEqual(['wasm', 'js']);
      expect(vectors).toEqual({ wasm: heldVectors(), js: heldVectors() });
    }
    const seeds = reports.flatMap(({ seed, unseeded }) => [seed, ...unseeded]);
    expect(seeds.every(Number.isSafeInteger)).toBe(true);
    expect(new Set(seeds).size).toBe(6);
  });
});
