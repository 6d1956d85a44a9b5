// What samplers cost before their first draw.
import { SystematicSampler, WeightedRandomSampler } from 'loaded-dice';
import { SamplerPool } from 'loaded-dice/parallel';
import { Baseline } from './baseline.js';
import type { Elsewhere, Task } from './measure.js';
import { BACKENDS, type Row, type Table } from './table.js';
import { tableMemory } from './table-memory.js';
import { uniformWeights } from './weights.js';

const LARGE = 10 ** 7;
const TEN = Float64Array.from({ length: 10 }, (_, i) => 1 + i);
const SMALL_COUNT = 1000;

/** A task that makes samplers of ten weights, and draws from each once. */
function small(name: string, draw: (seed: number) => number): Task {
  let sink = 0;
  const run = async () => {
    for (let seed = 0; seed < SMALL_COUNT; seed++) sink += draw(seed);
    // a turn of the event loop, in which what was dropped is given back
    await new Promise((resolve) => setImmediate(resolve));
    return sink;
  };
  return [name, SMALL_COUNT, run];
}

const constructing = (weights: Float64Array) =>
  BACKENDS.map(
    (backend): Task => [backend, weights.length, () => new WeightedRandomSampler(weights, 1, { seed: 1, backend })],
  );

function systematic(name: string, then: (sampler: SystematicSampler) => unknown): Row {
  const set = () => {
    const weights = uniformWeights(1 << 20);
    const make = (backend: 'wasm' | 'js') => () => then(new SystematicSampler(weights, 1, { seed: 1, backend }));
    return { tasks: BACKENDS.map((backend): Task => [backend, weights.length, make(backend)]) };
  };
  return { name, set };
}

/** Tables of constructors. */
export function constructTables(others: (task: string, n: number, k: number) => Elsewhere): Table[] {
  const sizes = (set: (n: number) => ReturnType<Row['set']>): Row[] =>
    [10, 16, 20].map((bits) => ({ name: `n = 2^${bits}`, set: () => set(2 ** bits) }));
  return [
    {
      id: 'build',
      title: 'a weight, the table alone (the kernel aliasBuild: sum, quantize, sweep)',
      rows: sizes((n) => ({
        tasks: BACKENDS.map((backend): Task => [backend, n, tableMemory(uniformWeights(n), backend).build]),
      })),
    },
    {
      id: 'construct',
      title: 'a weight, construction (that, validation, memory, copy)',
      rows: [
        ...sizes((n) => {
          const weights = uniformWeights(n);
          const plain: Task = ['plain JS', n, () => new Baseline(weights)];
          return { tasks: [...constructing(weights), plain], elsewhere: [others('construct', n, n)] };
        }),
        { name: 'n = 10^7', set: () => ({ tasks: constructing(uniformWeights(LARGE)) }) },
        {
          name: 'n = 10^7, create',
          set() {
            const weights = uniformWeights(LARGE);
            const making = (options: object) => () => WeightedRandomSampler.create(weights, 1, options);
            const pool = new SamplerPool({ threads: 2 });
            return {
              tasks: [
                ['wasm', LARGE, making({ seed: 1 })],
                ['wasm, a pool of 2', LARGE, making({ seed: 1, pool })],
              ],
            };
          },
        },
        // what a constructor puts off, the first draw pays
        systematic('systematic, 2^20', () => undefined),
        systematic('the same, a draw', (sampler) => sampler.draw()),
      ],
    },
    {
      id: 'small',
      title: 'a sampler of ten weights, made, and its first draw',
      rows: [
        {
          name: 'n = 10',
          set() {
            const one = new Uint32Array(1);
            const plain = () => {
              new Baseline(TEN).fill(one);
              return one[0];
            };
            const ours = BACKENDS.map((backend) =>
              small(backend, (seed) => new WeightedRandomSampler(TEN, 10, { seed, backend }).draw()),
            );
            return { tasks: [...ours, small('plain JS', plain)] };
          },
        },
      ],
    },
  ];
}
