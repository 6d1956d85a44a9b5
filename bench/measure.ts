import { Bench } from 'tinybench';

/** Rounds in which all rivals take turns, so that a slow minute affects all of them. */
export const ROUNDS = 5;

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

/** Receives the name of a rival that failed, and what it threw. It is then left out. */
export type Failed = (name: string, reason: string) => void;

export interface MeasureOptions {
  /** Rounds, `ROUNDS` by default. */
  rounds?: number;
  failed?: Failed;
}

/** Measures tasks once, each for `time` milliseconds and at least three runs. A task that throws has no samples. */
export async function measureRound(tasks: readonly Task[], failed: Failed, time = 100): Promise<Samples> {
  const bench = new Bench({ time, iterations: 3, warmupTime: 20, warmupIterations: 2, retainSamples: true });
  for (const [name, , run] of tasks) bench.add(name, run);
  const items = new Map(tasks.map(([name, many]) => [name, many]));
  const samples: Samples = new Map();
  for (const { name, result } of await bench.run()) {
    if (result.state === 'completed') {
      const runs = result.latency.samples ?? [];
      samples.set(
        name,
        runs.map((ms) => (1e6 * ms) / (items.get(name) as number)),
      );
    } else {
      failed(name, 'error' in result ? result.error.message : result.state);
    }
  }
  return samples;
}

/** All samples of all rounds. */
export async function sampleRounds(
  tasks: readonly Task[],
  elsewhere: readonly Elsewhere[] = [],
  { rounds = ROUNDS, failed = () => {} }: MeasureOptions = {},
): Promise<Samples> {
  const samples: Samples = new Map(tasks.map(([name]) => [name, []]));
  const out = new Set<string | Elsewhere>();
  const leave: Failed = (name, reason) => {
    out.add(name);
    samples.delete(name);
    failed(name, reason);
  };
  for (let round = 0; round < rounds; round++) {
    const found = await measureRound(
      tasks.filter(([name]) => !out.has(name)),
      leave,
    );
    for (const [name, runs] of found) samples.set(name, [...(samples.get(name) ?? []), ...runs]);
    for (const each of elsewhere.filter((program) => !out.has(program))) {
      try {
        for (const [name, runs] of await each()) samples.set(name, [...(samples.get(name) ?? []), ...runs]);
      } catch (error) {
        out.add(each);
        failed('a program', (error as Error).message);
      }
    }
  }
  return samples;
}

/** Nanoseconds an item, least and median over all runs of all rounds. A rival that failed is left out. */
export async function measure(
  tasks: readonly Task[],
  elsewhere: readonly Elsewhere[] = [],
  options: MeasureOptions = {},
): Promise<Figures> {
  const samples = await sampleRounds(tasks, elsewhere, options);
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

export function digits(value: number): string {
  return value < 1000 ? value.toFixed(2) : value.toFixed(0);
}
