import { Bench } from 'tinybench';

/** Rounds in which all rivals take turns, so that a slow minute affects all of them. */
const ROUNDS = 5;

/** Nanoseconds an item in every run, by rival. */
export type Samples = Map<string, number[]>;
export interface Figure {
  least: number;
  median: number;
}
export type Figures = Map<string, Figure>;

/** A rival that runs in this process: `run` handles `items` items. */
export type Task = [name: string, items: number, run: () => unknown];
/** A rival that runs elsewhere: measures one round. */
export type Elsewhere = () => Samples | Promise<Samples>;

/** Nanoseconds an item, least and median over all runs of all rounds. */
export async function measure(tasks: Task[], elsewhere: Elsewhere[] = []): Promise<Figures> {
  const samples: Samples = new Map(tasks.map(([name]) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    const bench = new Bench({ time: 100, iterations: 3, warmupTime: 20, warmupIterations: 2, retainSamples: true });
    for (const [name, , run] of tasks) bench.add(name, run);
    const items = new Map(tasks.map(([name, many]) => [name, many]));
    for (const { name, result } of await bench.run()) {
      if (result.state !== 'completed') throw new Error(`${name}: ${result.state}`);
      const runs = result.latency.samples ?? [];
      samples.get(name)?.push(...runs.map((ms) => (1e6 * ms) / (items.get(name) as number)));
    }
    for (const each of elsewhere) {
      for (const [name, runs] of await each()) samples.set(name, [...(samples.get(name) ?? []), ...runs]);
    }
  }
  return new Map([...samples].map(([name, runs]) => [name, figureOf(runs)]));
}

export function figureOf(runs: readonly number[]): Figure {
  const sorted = [...runs].sort((a, b) => a - b);
  return { least: sorted[0], median: sorted[sorted.length >> 1] };
}

/** A row of figures, each also as a multiple of the first one. */
export function row(what: string, figures: Figures): string {
  const [base] = figures.values();
  const cells = [...figures].map(([name, { least, median }], i) => {
    const ratio = i === 0 ? '' : `  ×${(least / base.least).toFixed(2)}`;
    return `${`${name} ${digits(least)} (${digits(median)})${ratio}`.padEnd(33)} `;
  });
  return `  ${what.padEnd(18)}${cells.join('')}`.trimEnd();
}

function digits(value: number): string {
  return value < 1000 ? value.toFixed(2) : value.toFixed(0);
}
