import { Bench } from 'tinybench';

/** Rounds take every rival in turn, so that a slow minute is everybody's. */
const ROUNDS = 5;

export type Task = [name: string, items: number, run: () => unknown];
export type Figures = Map<string, { least: number; median: number }>;

/** Nanoseconds an item, least and median over all runs of all rounds. */
export async function measure(tasks: Task[]): Promise<Figures> {
  const samples = new Map<string, number[]>(tasks.map(([name]) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    const bench = new Bench({ time: 100, iterations: 3, warmupTime: 20, warmupIterations: 2, retainSamples: true });
    for (const [name, , run] of tasks) bench.add(name, run);
    for (const { name, result } of await bench.run()) {
      if (result.state !== 'completed') throw new Error(`${name}: ${result.state}`);
      samples.get(name)?.push(...(result.latency.samples ?? []));
    }
  }
  return new Map(
    tasks.map(([name, items]) => {
      const sorted = (samples.get(name) ?? []).map((ms) => (1e6 * ms) / items).sort((a, b) => a - b);
      return [name, { least: sorted[0], median: sorted[sorted.length >> 1] }];
    }),
  );
}

/** A row of figures, each also as how many times the first one's. */
export function row(what: string, figures: Figures): string {
  const [base] = figures.values();
  const cells = [...figures].map(([name, { least, median }], i) => {
    const ratio = i === 0 ? '' : `  ×${(least / base.least).toFixed(2)}`;
    return `${name} ${least.toFixed(2)} (${median.toFixed(2)})${ratio}`.padEnd(34);
  });
  return `  ${what.padEnd(18)}${cells.join('')}`.trimEnd();
}
