import { multinomial, WeightedReservoir } from 'loaded-dice';
import type { Elsewhere, Task } from './measure.js';
import type { Row, Table } from './table.js';
import { decadeWeights, uniformWeights } from './weights.js';

const MILLION = 1 << 20;
const BACKENDS = ['wasm', 'js'] as const;

/** A reservoir as it is mostly written: the smallest -log(random) / weight, in a heap. Nothing can be merged. */
class PlainReservoir {
  readonly #times: number[] = [];
  readonly #ids: number[] = [];

  constructor(readonly size: number) {}

  addMany(ids: ArrayLike<number>, weights: ArrayLike<number>): void {
    for (let i = 0; i < ids.length; i++) {
      const time = -Math.log(1 - Math.random()) / weights[i];
      if (this.#times.length < this.size) this.#rise(time, ids[i]);
      else if (time < this.#times[0]) this.#sink(time, ids[i]);
    }
  }

  #rise(time: number, id: number): void {
    let at = this.#times.push(time) - 1;
    this.#ids.push(id);
    while (at > 0 && this.#times[(at - 1) >> 1] < time) at = this.#move((at - 1) >> 1, at);
    this.#times[at] = time;
    this.#ids[at] = id;
  }

  #sink(time: number, id: number): void {
    let at = 0;
    for (let child = 1; child < this.size; child = 2 * at + 1) {
      if (child + 1 < this.size && this.#times[child + 1] > this.#times[child]) child++;
      if (this.#times[child] <= time) break;
      at = this.#move(child, at);
    }
    this.#times[at] = time;
    this.#ids[at] = id;
  }

  #move(from: number, to: number): number {
    this.#times[to] = this.#times[from];
    this.#ids[to] = this.#ids[from];
    return from;
  }
}

/** Few draws from many weights, and samples of streams. */
export function fewTables(others: (task: string, n: number, k: number) => Elsewhere): Table[] {
  const few = (name: string, k: number, items: number, weightsOf = uniformWeights): Row => ({
    name,
    set() {
      const weights = weightsOf(MILLION);
      let seed = 0;
      const tasks = BACKENDS.map(
        (backend): Task => [backend, items, () => multinomial(weights, k, { seed: seed++, backend })],
      );
      const drawn = others('distinct', MILLION, k);
      const scaled: Elsewhere = async () =>
        new Map([...(await drawn())].map(([library, runs]) => [library, runs.map((ns) => (ns * k) / items)]));
      return { tasks, elsewhere: weightsOf === uniformWeights ? [scaled] : [] };
    },
  });
  const sizes = [100, 1000, 10_000];
  return [
    {
      id: 'one',
      title: 'a weight, multinomial(weights, 1), n = 2^20',
      rows: [
        few('uniform', 1, MILLION),
        few('12 decades', 1, MILLION, decadeWeights),
        few('equal', 1, MILLION, (n) => new Float64Array(n).fill(0.1)),
      ],
    },
    {
      id: 'few',
      title: 'a draw, multinomial(weights, k), n = 2^20',
      rows: [100, 1000].map((part) => few(`k = n/${part}`, Math.floor(MILLION / part), Math.floor(MILLION / part))),
    },
    {
      id: 'reservoir',
      title: 'an item, addMany of 2^20, after as many others',
      rows: sizes.flatMap((size) =>
        (['numbers', 'texts', 'bigints'] as const).map(
          (kind): Row => ({
            name: `${size} of ${kind}`,
            set() {
              const weights = uniformWeights(MILLION);
              const numbers = Uint32Array.from(weights.keys());
              const ids = {
                numbers,
                texts: Array.from(numbers, (id) => `user-${id}`),
                bigints: BigInt64Array.from(numbers, BigInt),
              }[kind] as ArrayLike<number | string | bigint>;
              const ours = new WeightedReservoir(size, { seed: 1 }).addMany(ids, weights);
              const plain = new PlainReservoir(size);
              plain.addMany(numbers, weights);
              const tasks: Task[] = [['loaded-dice', MILLION, () => ours.addMany(ids, weights)]];
              if (kind === 'numbers') tasks.push(['plain JS', MILLION, () => plain.addMany(numbers, weights)]);
              return { tasks };
            },
          }),
        ),
      ),
    },
  ];
}
