// An app that draws alone and with two threads, for tests of runtimes and bundlers.
import { WeightedRandomSampler } from '../../src/index.js';

/** The app's source. It logs one line, the same everywhere: see `expected`. `options` of the pool are source text. */
export const poolApp = (options = '{ threads: 2 }'): string => `import { WeightedRandomSampler } from 'loaded-dice';
import { SamplerPool } from 'loaded-dice/parallel';

const weights = Array.from({ length: 1000 }, (_, i) => (i * 37) % 91);
const sampler = () => new WeightedRandomSampler(weights, 200_000, { seed: 5 });
const digest = (draws) => draws.reduce((hash, draw) => (Math.imul(hash, 31) + draw) >>> 0, 0);
const alone = sampler();
const pool = new SamplerPool(${options});
pool.take(sampler(), 300_000).then(async (together) => {
  // a browser tells of a thread some time after its start, and not at all if it has ended
  if (globalThis.document) await new Promise((resolve) => setTimeout(resolve, 300));
  await pool.close();
  console.log(alone.backend, digest(alone.take(300_000)), digest(together));
}).catch((error) => console.log(String(error)));
`;

const weights = Array.from({ length: 1000 }, (_, i) => (i * 37) % 91);
const draws = new WeightedRandomSampler(weights, 200_000, { seed: 5 }).take(300_000);
const digest = draws.reduce((hash, draw) => (Math.imul(hash, 31) + draw) >>> 0, 0);

/** The line that it logs, computed from the sources. */
export const expected = (backend: 'wasm' | 'js' = 'wasm'): string => `${backend} ${digest} ${digest}`;
