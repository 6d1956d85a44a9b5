import {
  BatchSampler,
  RandomSampler,
  StratifiedBatchSampler,
  SystematicSampler,
  TorchGenerator,
  WeightedRandomSampler,
} from 'loaded-dice';
import { Baseline, BinarySearch } from './baseline.js';
import { batchTables } from './batches.js';
import { changingTables } from './changing.js';
import { constructTables } from './construct.js';
import { fewTables } from './few.js';
import { jsPeers } from './js-peers.js';
import { labelWeights } from './label-weights.js';
import { loaderTable } from './loader.js';
import { logitsTable } from './logits.js';
import type { Elsewhere, Samples, Task } from './measure.js';
import { mixtureTable } from './mixture.js';
import { NativeTable } from './native.js';
import { pickerTables } from './pickers.js';
import { BACKENDS, filling, type Row, type Table } from './table.js';
import { threadTables } from './threads.js';
import { decadeWeights, powerLawWeights, uniformWeights } from './weights.js';

const MILLION = 1 << 20;

function draws(weights: Float64Array, numSamples = Number.MAX_SAFE_INTEGER) {
  return (backend: 'wasm' | 'js') => new WeightedRandomSampler(weights, numSamples, { seed: 1, backend });
}

/** What the library is measured beside. */
export interface Beside {
  /** Whether there is a C compiler. */
  native: boolean;
  /** Whether the packages of bench/peers/ are installed. */
  peers: boolean;
  /** Libraries of other languages. */
  rivals: { measure(task: string, n: number, k: number): Promise<Samples> };
}

/** Nothing but the library, and what is written here in plain JavaScript. */
export const ALONE: Beside = { native: false, peers: false, rivals: { measure: async () => new Map() } };

/** All tables. Rivals that are not installed have no figures. */
export function tables(has: Beside): Table[] {
  const others =
    (task: string, n: number, k: number): Elsewhere =>
    () =>
      has.rivals.measure(task, n, k);
  let sink = 0;

  /** A row for each size. Only `all` has other libraries too, since their speed does not depend on the weights. */
  const drawing = (weightsOf: (n: number) => Float64Array, all: boolean): Row[] => [
    ...[3, 10, 16, 20, 24].map(
      (bits): Row => ({
        name: `n = 2^${bits}`,
        set() {
          const weights = weightsOf(2 ** bits);
          const plain = new Baseline(weights);
          const out = new Uint32Array(MILLION);
          const tasks = [
            ...filling(MILLION, draws(weights)),
            ['plain JS', MILLION, () => plain.fill(out)] as Task,
            ...(all && has.peers && bits <= 20 ? jsPeers(weights, MILLION) : []),
          ];
          const native = has.native
            ? new NativeTable(weights, MILLION, draws(weights)('wasm').take(MILLION))
            : undefined;
          const c: Elsewhere[] = native ? [() => native.measure()] : [];
          return { tasks, elsewhere: [...c, ...(all ? [others('draw', 2 ** bits, MILLION)] : [])] };
        },
      }),
    ),
    {
      name: 'n = 10^8',
      set() {
        const sampler = draws(weightsOf(1e8))('wasm');
        const out = new Uint32Array(MILLION);
        const ours: Task = ['wasm', MILLION, () => sampler.fill(out)];
        return { tasks: [ours], elsewhere: all ? [others('draw', 1e8, MILLION)] : [] };
      },
    },
  ];

  const withoutReplacement = (part: number, first: boolean): Row => ({
    name: part === 1 ? 'k = n' : `k = n/${part}`,
    set() {
      const k = Math.floor(MILLION / part);
      const weights = uniformWeights(MILLION);
      const make = (backend: 'wasm' | 'js') =>
        new WeightedRandomSampler(weights, k, { replacement: false, seed: 1, backend });
      const again = (backend: 'wasm' | 'js') => ({ fill: (out: Uint32Array) => make(backend).fill(out) });
      return { tasks: filling(k, first ? again : make), elsewhere: [others('distinct', MILLION, k)] };
    },
  });

  return [
    labelWeights,
    {
      id: 'draw',
      title: `a draw: fill() of ${MILLION}, uniform weights`,
      rows: drawing(uniformWeights, true),
    },
    {
      id: 'draw-power-law',
      title: 'a draw, weights 1 / i',
      rows: drawing(powerLawWeights, false),
    },
    {
      id: 'draw-decades',
      title: 'a draw, weights over 12 decades',
      rows: drawing(decadeWeights, false),
    },
    {
      id: 'distinct-first',
      title: 'a draw without replacement, n = 2^20: the first epoch, its sampler included',
      rows: [1, 10, 100].map((part) => withoutReplacement(part, true)),
    },
    {
      id: 'distinct',
      title: 'a draw without replacement, n = 2^20: a later epoch',
      rows: [1, 10, 100].map((part) => withoutReplacement(part, false)),
    },
    ...fewTables(others),
    {
      id: 'permutation',
      title: 'an index of a permutation, another epoch each time',
      rows: [
        {
          name: 'n = 2^22',
          set: () => ({
            tasks: filling(1 << 22, (backend) => new RandomSampler(1 << 22, { seed: 1, backend })),
            elsewhere: [others('permutation', 1 << 22, 1 << 22)],
          }),
        },
      ],
    },
    {
      id: 'epochs',
      title: 'a draw of an epoch that is made whole, n = numSamples = 2^20, another epoch each time; in batches of 32',
      rows: [
        {
          name: 'systematic',
          set() {
            const weights = uniformWeights(MILLION);
            return {
              tasks: filling(MILLION, (backend) => new SystematicSampler(weights, MILLION, { seed: 1, backend })),
            };
          },
        },
        {
          name: 'stratified, 32',
          set() {
            const labels = Array.from({ length: MILLION }, (_, i) => i % 10);
            const make = (backend: 'wasm' | 'js') =>
              new StratifiedBatchSampler(labels, { batchSize: 32, seed: 1, backend });
            return { tasks: filling(MILLION, make) };
          },
        },
        {
          name: 'distinct, 32',
          set() {
            const make = draws(uniformWeights(MILLION), MILLION);
            return {
              tasks: filling(MILLION, (backend) => new BatchSampler(make(backend), 32, false, { distinct: true })),
            };
          },
        },
      ],
    },
    {
      id: 'out',
      title: 'an index out of the library, n = 2^10, epochs of 2^20 (fill: the kernel and one copy)',
      rows: [
        ...(['fill', 'take', 'indices', 'draw', 'for…of', 'batches of 256', 'batches of 32'] as const).map(
          (name): Row => ({
            name,
            set: () => ({
              tasks: [...BACKENDS.map((backend): Task => [backend, MILLION, reading(name, backend)]), plainFill()],
              elsewhere: name === 'for…of' ? [others('iterate', 1024, MILLION)] : [],
            }),
          }),
        ),
      ],
    },
    ...threadTables,
    {
      id: 'generator',
      title: 'a draw by a TorchGenerator, n = 2^20: PyTorch’s own numbers',
      rows: [
        {
          name: 'with replacement',
          set() {
            const weights = uniformWeights(MILLION);
            const search = new BinarySearch(weights, new TorchGenerator(1));
            const out = new Uint32Array(MILLION);
            return {
              tasks: [
                ...filling(
                  MILLION,
                  (backend) =>
                    new WeightedRandomSampler(weights, MILLION, { generator: new TorchGenerator(1), backend }),
                ),
                ['binary search', MILLION, () => search.fill(out)],
              ],
              elsewhere: [others('draw', MILLION, MILLION)],
            };
          },
        },
        {
          name: 'without, k = n',
          set() {
            const weights = uniformWeights(MILLION);
            const options = { replacement: false, generator: new TorchGenerator(1) };
            return {
              tasks: filling(
                MILLION,
                (backend) => new WeightedRandomSampler(weights, MILLION, { ...options, backend }),
              ),
              elsewhere: [others('distinct', MILLION, MILLION)],
            };
          },
        },
      ],
    },
    logitsTable(),
    ...constructTables(others),
    ...pickerTables(has.peers),
    mixtureTable(),
    loaderTable(),
    ...changingTables(has.native, others),
    ...batchTables(),
  ];

  /** What all ways out are beside: the plain table, which has only one. */
  function plainFill(): Task {
    const plain = new Baseline(uniformWeights(1024));
    const out = new Uint32Array(MILLION);
    return ['plain JS', MILLION, () => plain.fill(out)];
  }

  /** A run that takes 2^20 indices out of a sampler in one of the possible ways. */
  function reading(how: string, backend: 'wasm' | 'js'): () => unknown {
    const sampler = draws(uniformWeights(1024), MILLION)(backend);
    const out = new Uint32Array(MILLION);
    const batches = (size: number) => {
      for (const batch of new BatchSampler(sampler, size)) sink ^= batch[0];
      return sink;
    };
    const ways: Record<string, () => unknown> = {
      fill: () => sampler.fill(out),
      take: () => sampler.take(MILLION),
      indices: () => sampler.indices(),
      draw() {
        for (let i = 0; i < MILLION; i++) sink ^= sampler.draw();
        return sink;
      },
      'for…of'() {
        for (const index of sampler) sink ^= index;
        return sink;
      },
      'batches of 256': () => batches(256),
      'batches of 32': () => batches(32),
    };
    return ways[how];
  }
}
