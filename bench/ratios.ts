// Holds the speed of the main rows to what was recorded: how many times as fast as the plain JS table of
// bench/baseline.ts, in the same run.
import { type Failed, figureOf, type Samples, sampleRounds } from './measure.js';
import type { Machine } from './results.js';
import type { Table } from './table.js';

export const RATIOS = 'bench/ratios.json';

/** Table to row to rival to how many times as fast as plain JS it is; for plain JS itself, its nanoseconds. */
export type Ratios = Record<string, Record<string, Record<string, number>>>;
/** The ratios of each machine that recorded some, by `machineName`. */
export type Recorded = Record<string, Ratios>;

/** The rows that are held to their ratios. */
export const CHECKED: Record<string, readonly string[]> = {
  draw: ['n = 2^3', 'n = 2^10', 'n = 2^20'],
  construct: ['n = 2^10', 'n = 2^20'],
  out: ['take', 'draw', 'for…of', 'batches of 256'],
};
const RIVALS = ['wasm', 'js'];
const PLAIN = 'plain JS';

/** A ratio may fall by this part of what was recorded. */
export const ALLOWED = 0.25;
/** On a machine that recorded nothing, a ratio may fall by this part of the least that others recorded. */
export const ALLOWED_ELSEWHERE = 0.5;

/**
 * Where plain JS takes as many times as long as when it was recorded, something else has the processor: others suffer
 * more or less than it does, and only `ALLOWED_ELSEWHERE` can be held.
 */
const BUSY = 1.5;

/** Rounds before a row may pass, and before it may fail. */
const FEWEST_ROUNDS = 4;
const MOST_ROUNDS = 24;

/** The key of a machine's ratios: they depend on the processor, and on the engine that compiles plain JS. */
export function machineName({ processor, node }: Pick<Machine, 'processor' | 'node'>): string {
  return `${processor}, Node ${node.replace(/^v/, '').split('.')[0]}`;
}

/** How many times as fast as plain JS the others are, each by its least time; and the nanoseconds of plain JS. */
export function ratiosOf(samples: Samples): Record<string, number> {
  const plain = samples.get(PLAIN);
  if (!plain?.length) throw new Error(`there is no ${PLAIN} in this row`);
  const base = figureOf(plain).least;
  const ratios = RIVALS.flatMap((name) => {
    const runs = samples.get(name);
    return runs?.length ? [[name, base / figureOf(runs).least]] : [];
  });
  return Object.fromEntries([...ratios, [PLAIN, base]]);
}

/** What a row is held to. */
export interface Limit {
  rival: string;
  /** The recorded ratio, or the least of all machines. */
  recorded: number;
  /** The ratio that it must reach. */
  least: number;
  /** Whether this machine recorded it. */
  own: boolean;
  /** Nanoseconds of plain JS when it was recorded. */
  plain?: number | undefined;
}

/** The limits of a row on a machine. Rivals that nobody recorded have none. */
export function limitsOf(recorded: Recorded, machine: string, table: string, row: string): Limit[] {
  return RIVALS.flatMap((rival): Limit[] => {
    const own = recorded[machine]?.[table]?.[row]?.[rival];
    const plain = recorded[machine]?.[table]?.[row]?.[PLAIN];
    if (own !== undefined) return [{ rival, recorded: own, least: own * (1 - ALLOWED), own: true, plain }];
    const all = Object.values(recorded).flatMap((ratios) => ratios[table]?.[row]?.[rival] ?? []);
    if (all.length === 0) return [];
    const lowest = Math.min(...all);
    return [{ rival, recorded: lowest, least: lowest * (1 - ALLOWED_ELSEWHERE), own: false }];
  });
}

/** The limits that ratios do not reach, as sentences. A rival without a ratio reaches none. */
export function findings(where: string, ratios: Record<string, number>, limits: readonly Limit[]): string[] {
  return limits.flatMap(({ rival, recorded, least: usual, own, plain = Infinity }) => {
    const ratio = ratios[rival];
    const least = ratios[PLAIN] > BUSY * plain ? Math.min(usual, recorded * (1 - ALLOWED_ELSEWHERE)) : usual;
    if (ratio >= least) return [];
    const found = ratio === undefined ? 'it has no figure' : `${ratio.toPrecision(3)} × as fast as ${PLAIN}`;
    const source = own ? 'recorded on this machine' : 'the least that other machines recorded';
    const limit = `${least.toPrecision(3)} is the least allowed (${recorded.toPrecision(3)} ${source})`;
    return [`${where}, ${rival}: ${found}; ${limit}`];
  });
}

/** The rows of `CHECKED` among some tables. */
export function checkedRows(tables: readonly Table[]) {
  return Object.entries(CHECKED).flatMap(([id, names]) =>
    names.map((name) => {
      const row = tables.find((table) => table.id === id)?.rows.find((each) => each.name === name);
      if (!row) throw new Error(`there is no row ${name} in the table ${id}`);
      return { id, name, row };
    }),
  );
}

export interface RowCheck {
  ratios: Record<string, number>;
  findings: string[];
  rounds: number;
  /** Everything that was measured, for another try. */
  samples: Samples;
}

/**
 * Measures a row until it reaches its limits, or until it has had enough rounds. The least times of all rounds count:
 * they only come closer to what the machine can do, so that a busy minute costs time and not the row. `samples` are
 * those of an earlier try.
 */
export async function checkRow(
  where: string,
  { tasks }: ReturnType<Table['rows'][number]['set']>,
  limits: readonly Limit[],
  { fewest = FEWEST_ROUNDS, most = MOST_ROUNDS, samples = new Map() as Samples } = {},
): Promise<RowCheck> {
  const wanted = tasks.filter(([name]) => name === PLAIN || RIVALS.includes(name));
  const reasons = new Map<string, string>();
  const failed: Failed = (name, reason) => reasons.set(name, reason);
  for (let rounds = 1; ; rounds++) {
    for (const [name, runs] of await sampleRounds(wanted, [], { rounds: 1, failed })) {
      samples.set(name, [...(samples.get(name) ?? []), ...runs]);
    }
    const ratios = ratiosOf(samples);
    const found = findings(where, ratios, limits);
    if (rounds >= most || (rounds >= fewest && found.length === 0)) {
      const why = [...reasons].map(([name, reason]) => `${where}, ${name} failed: ${reason}`);
      return { ratios, findings: [...found, ...why], rounds, samples };
    }
  }
}

/** Ratios as they are recorded: three digits. */
export function roundedRatios(ratios: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(ratios).map(([name, ratio]) => [name, Number(ratio.toPrecision(3))]));
}
