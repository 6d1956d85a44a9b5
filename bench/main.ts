// npm run bench: nanoseconds a draw, an index and a weight, on the built package, beside a plain JavaScript alias table and, where they are
// installed, NumPy and PyTorch, in the same run.
import { cpus } from 'node:os';
import { BatchSampler, RandomSampler, TorchGenerator, WeightedRandomSampler } from 'loaded-dice';
import { SamplerPool } from 'loaded-dice/parallel';
import { aliasBits, aliasLayout } from '../src/kernels/alias-table.js';
import { openWorkspace } from '../src/kernels/workspace.js';
import { Baseline, BinarySearch } from './baseline.js';
import { type Figures, measure, row, type Task } from './measure.js';
import { Peers } from './peers.js';
import { uniformWeights } from './weights.js';

const BACKENDS = ['wasm', 'js'] as const;
const SIZES = [3, 10, 16, 20, 24];
const BUILDS = [10, 16, 20];
const DRAWS = 1 << 20;
const BIG = 1 << 20;
const peers = new Peers();

console.log(`${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}`);
console.log('nanoseconds: least (median); × is how many times as long as wasm\n');

/** A table: what is measured, each row ours and what python3 has for the same work. */
async function table(
  title: string,
  rows: [name: string, tasks: Task[], work?: [task: string, n: number, k: number]][],
) {
  console.log(title);
  for (const [name, tasks, work] of rows) {
    const figures: Figures = await measure(tasks);
    if (work) for (const [peer, figure] of await peers.measure(...work)) figures.set(peer, figure);
    console.log(row(name, figures));
  }
  console.log();
}

await table(
  `a draw, fill() of ${DRAWS} draws, uniform weights`,
  SIZES.map((bits) => {
    const weights = uniformWeights(2 ** bits);
    const out = new Uint32Array(DRAWS);
    const plain = new Baseline(weights);
    const tasks = BACKENDS.map((backend): Task => {
      const sampler = new WeightedRandomSampler(weights, Number.MAX_SAFE_INTEGER, { seed: 1, backend });
      return [backend, DRAWS, () => sampler.fill(out)];
    });
    return [`n = 2^${bits}`, [...tasks, ['plain JS', DRAWS, () => plain.fill(out)]], ['draw', 2 ** bits, DRAWS]];
  }),
);

const bigWeights = uniformWeights(BIG);
for (const [title, makes] of [
  ['the first epoch (with its sampler)', true],
  ['a later epoch', false],
] as const) {
  await table(
    `a draw without replacement, n = 2^20, ${title}`,
    [1, 10, 100].map((part) => {
      const k = Math.floor(BIG / part);
      const out = new Uint32Array(k);
      const tasks = BACKENDS.map((backend): Task => {
        const make = () => new WeightedRandomSampler(bigWeights, k, { replacement: false, seed: 1, backend });
        const sampler = make();
        return [backend, k, () => (makes ? make() : sampler).fill(out)];
      });
      return [part === 1 ? 'k = n' : `k = n/${part}`, tasks, ['distinct', BIG, k]];
    }),
  );
}

await table('an index of a permutation, another epoch each time', [
  [
    'n = 2^22',
    BACKENDS.map((backend): Task => {
      const sampler = new RandomSampler(1 << 22, { seed: 1, backend });
      const out = new Uint32Array(1 << 22);
      return [backend, out.length, () => sampler.fill(out)];
    }),
    ['permutation', 1 << 22, 1 << 22],
  ],
]);

let sink = 0;
await table('an index of a loop, n = 2^20, drawing included', [
  [
    'for…of',
    BACKENDS.map((backend): Task => {
      const sampler = new WeightedRandomSampler(bigWeights, BIG, { seed: 1, backend });
      return [
        backend,
        BIG,
        () => {
          for (const index of sampler) sink += index;
        },
      ];
    }),
    ['iterate', BIG, BIG],
  ],
  [
    'batches of 256',
    BACKENDS.map((backend): Task => {
      const batches = new BatchSampler(new WeightedRandomSampler(bigWeights, BIG, { seed: 1, backend }), 256);
      return [
        backend,
        BIG,
        () => {
          for (const batch of batches) sink += batch[0];
        },
      ];
    }),
    ['batches', BIG, BIG],
  ],
]);
if (sink === 0) throw new Error('nothing was drawn');

const TOGETHER = 1 << 24;
const pools = [1, 2].map((threads) => new SamplerPool({ threads }));
{
  const sampler = new WeightedRandomSampler(uniformWeights(1024), Number.MAX_SAFE_INTEGER, {
    seed: 1,
    backend: 'wasm',
  });
  await table('a draw of 2^24 into a new array, n = 2^10', [
    [
      'take',
      [
        ['wasm', TOGETHER, () => sampler.take(TOGETHER)],
        ...pools.map((pool): Task => [`${pool.threads} in a pool`, TOGETHER, () => pool.take(sampler, TOGETHER)]),
      ],
    ],
  ]);
}
await Promise.all(pools.map((pool) => pool.close()));

await table('a draw by a TorchGenerator, n = 2^20, PyTorch’s own numbers', [
  [
    'with replacement',
    [
      ...BACKENDS.map((backend): Task => {
        const sampler = new WeightedRandomSampler(bigWeights, BIG, { generator: new TorchGenerator(1), backend });
        const out = new Uint32Array(BIG);
        return [backend, BIG, () => sampler.fill(out)];
      }),
      (() => {
        const search = new BinarySearch(bigWeights, new TorchGenerator(1));
        const out = new Uint32Array(BIG);
        return ['binary search', BIG, () => search.fill(out)];
      })(),
    ],
    ['draw', BIG, BIG],
  ],
  [
    'without, k = n',
    BACKENDS.map((backend): Task => {
      const options = { replacement: false, generator: new TorchGenerator(1), backend };
      const sampler = new WeightedRandomSampler(bigWeights, BIG, options);
      const out = new Uint32Array(BIG);
      return [backend, BIG, () => sampler.fill(out)];
    }),
    ['distinct', BIG, BIG],
  ],
]);

await table(
  'a weight, the table alone (the kernel aliasBuild: sum, quantise, sweep)',
  BUILDS.map((bits) => {
    const weights = uniformWeights(2 ** bits);
    const { at, bytes } = aliasLayout(weights.length);
    const tasks = BACKENDS.map((backend): Task => {
      const { kernels, f64 } = openWorkspace(bytes, backend);
      f64.set(weights, at.weights / 8);
      const cells = aliasBits(weights.length);
      return [
        backend,
        weights.length,
        () => kernels.aliasBuild(at.weights, weights.length, at.cells, cells, at.heavy, at.sums),
      ];
    });
    return [`n = 2^${bits}`, tasks];
  }),
);

await table(
  'a weight, construction (that, validation, memory, copy)',
  BUILDS.map((bits) => {
    const weights = uniformWeights(2 ** bits);
    const tasks = BACKENDS.map(
      (backend): Task => [backend, weights.length, () => new WeightedRandomSampler(weights, 1, { seed: 1, backend })],
    );
    return [`n = 2^${bits}`, [...tasks, ['plain JS', weights.length, () => new Baseline(weights)]]];
  }),
);

peers.close();
