// Weights that change, beside what people do without a sampler for it: build an alias table anew, or write a sum tree.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { DynamicWeightedSampler, WeightedRandomSampler } from 'loaded-dice';
import type { Elsewhere, Task } from './measure.js';
import type { Table } from './table.js';
import { uniformWeights } from './weights.js';

const BACKENDS = ['wasm', 'js'] as const;
const COUNT = 1 << 14;
const PROGRAM = 'build/bench-sum-tree';
const RUNS = 20;

/** A sum tree of two children a node, as most people write it. */
class SumTree {
  readonly #sums: Float64Array;
  readonly #leaves: number;

  constructor(weights: ArrayLike<number>) {
    this.#leaves = 1;
    while (this.#leaves < weights.length) this.#leaves *= 2;
    this.#sums = new Float64Array(2 * this.#leaves);
    this.#sums.set(weights, this.#leaves);
    for (let i = this.#leaves - 1; i > 0; i--) this.#sums[i] = this.#sums[2 * i] + this.#sums[2 * i + 1];
  }

  update(index: number, weight: number): void {
    let node = this.#leaves + index;
    this.#sums[node] = weight;
    for (node >>= 1; node > 0; node >>= 1) this.#sums[node] = this.#sums[2 * node] + this.#sums[2 * node + 1];
  }

  draw(): number {
    let rest = Math.random() * this.#sums[1];
    let node = 1;
    while (node < this.#leaves) {
      node *= 2;
      if (rest >= this.#sums[node]) rest -= this.#sums[node++];
    }
    return node - this.#leaves;
  }
}

/** Compiles the sum tree in C. Returns whether there is a compiler. */
function buildSumTree(): boolean {
  try {
    mkdirSync('build', { recursive: true });
    execFileSync('cc', ['-O3', '-march=native', '-o', PROGRAM, 'bench/native/sum-tree.c'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Indices and weights of updates, in random order. */
function updatesOf(n: number, count: number) {
  const indices = new WeightedRandomSampler(new Float64Array(n).fill(1), count, { seed: 2 }).indices();
  return { indices, weights: Float64Array.from(indices, (index, i) => 0.5 + ((index + 37 * i) % 1024) / 1024) };
}

/** Tables of weights that change. `hasCompiler` says whether to compile a sum tree in C. */
export function changingTables(
  hasCompiler: boolean,
  others: (task: string, n: number, k: number) => Elsewhere,
): Table[] {
  const native = hasCompiler && buildSumTree();
  const inC = (bits: number, what: 'draw' | 'update' | 'build'): Elsewhere[] =>
    native
      ? [
          () => {
            const figures = JSON.parse(execFileSync(PROGRAM, [bits, COUNT, RUNS].map(String), { encoding: 'utf8' }));
            return new Map([['C, sum tree', figures[what]]]);
          },
        ]
      : [];
  const rows = (set: (n: number, bits: number) => { tasks: Task[]; elsewhere?: Elsewhere[] }) =>
    [10, 16, 20].map((bits) => ({ name: `n = 2^${bits}`, set: () => set(2 ** bits, bits) }));
  const samplers = (n: number) =>
    BACKENDS.map((backend) => {
      const sampler = new DynamicWeightedSampler(uniformWeights(n), 2 ** 40, { seed: 1, backend });
      return [backend, sampler] as const;
    });
  let sink = 0;
  let round = 0;

  return [
    {
      id: 'changing-draw',
      title: `a draw from weights that change: fill() of ${COUNT}`,
      rows: rows((n, bits) => {
        const tree = new SumTree(uniformWeights(n));
        const out = new Uint32Array(COUNT);
        const plain = () => {
          for (let i = 0; i < COUNT; i++) out[i] = tree.draw();
        };
        const ours = samplers(n).map(([name, sampler]): Task => [name, COUNT, () => sampler.fill(out)]);
        return {
          tasks: [...ours, ['sum tree, JS', COUNT, plain]],
          elsewhere: [...inC(bits, 'draw'), others('changing-draw', n, COUNT)],
        };
      }),
    },
    {
      id: 'changing-update',
      title: 'an update of one weight, in random order',
      rows: rows((n, bits) => {
        const tree = new SumTree(uniformWeights(n));
        const { indices, weights } = updatesOf(n, COUNT);
        const all = (update: (index: number, weight: number) => void) => () => {
          round++;
          for (let i = 0; i < COUNT; i++) update(indices[i], weights[(i + round) % COUNT]);
        };
        const ours = samplers(n).map(
          ([name, sampler]): Task => [name, COUNT, all((index, weight) => sampler.update(index, weight))],
        );
        const plain: Task = ['sum tree, JS', COUNT, all((index, weight) => tree.update(index, weight))];
        const present = uniformWeights(n);
        const alias: Task = ['alias table anew', 1, () => new WeightedRandomSampler(present, 1, { seed: 1 })];
        return {
          tasks: [...ours, plain, alias],
          elsewhere: [...inC(bits, 'update'), others('changing-update', n, COUNT)],
        };
      }),
    },
    {
      id: 'changing-many',
      title: 'an update of one of 256 weights, in random order, by updateMany',
      rows: rows((n) => {
        const { indices, weights } = updatesOf(n, COUNT);
        const tasks = samplers(n).map(([name, sampler]): Task => {
          const run = () => {
            round++;
            for (let i = 0; i < COUNT; i += 256) {
              const from = (i + 256 * round) % COUNT;
              sampler.updateMany(indices.subarray(i, i + 256), weights.subarray(from, from + 256));
            }
          };
          return [name, COUNT, run];
        });
        return { tasks };
      }),
    },
    {
      id: 'changing-replay',
      title: 'a draw and an update of that index, in turn',
      rows: rows((n) => {
        const tree = new SumTree(uniformWeights(n));
        const { weights } = updatesOf(n, COUNT);
        const turns = (made: { draw(): number; update(index: number, weight: number): void }) => () => {
          for (let i = 0; i < COUNT; i++) {
            const index = made.draw();
            made.update(index, weights[i]);
            sink ^= index;
          }
          return sink;
        };
        const ours = samplers(n).map(([name, sampler]): Task => [name, COUNT, turns(sampler)]);
        return { tasks: [...ours, ['sum tree, JS', COUNT, turns(tree)]] };
      }),
    },
    {
      id: 'changing-build',
      title: 'a weight, construction of a sampler of weights that change',
      rows: rows((n, bits) => {
        const weights = uniformWeights(n);
        const ours = BACKENDS.map(
          (backend): Task => [backend, n, () => new DynamicWeightedSampler(weights, 1, { seed: 1, backend })],
        );
        return {
          tasks: [...ours, ['sum tree, JS', n, () => new SumTree(weights)]],
          elsewhere: [...inC(bits, 'build'), others('changing-build', n, n)],
        };
      }),
    },
  ];
}
