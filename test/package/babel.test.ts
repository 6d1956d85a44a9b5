// The installed package compiled to ES5 by Babel's preset-env without targets: it imports, and draws the same numbers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformAsync } from '@babel/core';
import { expect, it } from 'vitest';
import { ENTRIES, installed, node, project, tool } from '../support/project.js';

const dist = join(installed(), 'node_modules/loaded-dice/dist');
const files = ENTRIES.map((entry) => `${entry.split('/')[1] ?? 'index'}.js`);

/** Draws by whatever computes with BigInt or has a generator, and what the other entries say. */
const use = (from: (file: string) => string) => `
${files.map((file, i) => `import * as e${i} from '${from(file)}';`).join('\n')}
const [{ SamplerPool }, { coverage }, { classBars }, { sha256 }] = [e2, e3, e4, e5];
const drawn = [e0, e1].map((dice) => {
  const weights = [1, 2, 3, 4, 0.5];
  const labels = ['a', 'b', 'b', 'b', 'a'];
  const sampler = new dice.WeightedRandomSampler(weights, 50, { seed: 1 });
  const loader = new dice.DataLoader([5, 6, 7, 8, 9], { sampler, batchSize: 3 });
  return [
    ...[sampler, new dice.SystematicSampler(weights, 50, { seed: 1 }), new dice.RandomSampler(9, { seed: 1 })],
    ...[new dice.StratifiedBatchSampler(labels, { batchSize: 3, seed: 1 }), new dice.BatchSampler(sampler, 7)],
    ...[new dice.WeightedRandomSampler(weights, 50, { generator: new dice.TorchGenerator(3) }), loader],
  ].map((each) => [...each].join());
});
const pool = new SamplerPool({ threads: 1 });
const make = () => new e0.RandomSampler(200_000, { seed: 1 });
console.log(JSON.stringify({
  drawn,
  backend: make().backend,
  pcg: String(new e0.PcgGenerator(1).nextUint64()),
  pool: (await pool.take(make(), 200_000)).join() === make().take(200_000).join(),
  rest: [coverage([1, 2]).mean, classBars([{ label: 'a', count: 1 }]), sha256],
}));
await pool.close();
`;

it('compiled to ES5 it draws the same', async () => {
  const compiled = await Promise.all(
    files.map(async (file) => {
      const presets = [[tool('@babel/preset-env'), { modules: false, targets: {} }]];
      const options = { presets, babelrc: false, configFile: false, compact: false, sourceType: 'module' } as const;
      const { code } = (await transformAsync(readFileSync(join(dist, file), 'utf8'), options)) ?? {};
      expect(code).not.toMatch(/\bclass [A-Z]|=> (?!Float64Array\.from\(items\))/);
      return [file, code ?? ''];
    }),
  );
  const folder = project({
    ...Object.fromEntries(compiled),
    'es5.mjs': use((file) => `./${file}`),
    'built.mjs': use((file) => join(dist, file)),
  });
  const built = JSON.parse(await node(folder, 'built.mjs'));
  expect(built).toMatchObject({ backend: 'wasm', pool: true });
  expect(JSON.parse(await node(folder, 'es5.mjs'))).toEqual(built);
});
