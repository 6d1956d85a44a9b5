// Samples of weighted rows by their arrivals, one after another: what every query must give.
import { hashedText, md5, waitingTime } from '../../src/tables/waiting-time.js';

export interface WeightedRow {
  /** The id as text. */
  readonly id: string;
  readonly weight: number;
}

interface Arrival extends WeightedRow {
  readonly sum: number;
  readonly number: number;
  readonly time: number;
  readonly hash: string;
}

function arrival({ id, weight }: WeightedRow, seed: number, number: number, before: number): Arrival {
  const hash = md5(hashedText(seed, number, id));
  const sum = before + waitingTime(hash);
  return { id, weight, sum, number, time: sum / weight, hash };
}

const isBefore = (a: Arrival, b: Arrival): boolean => a.time < b.time || (a.time === b.time && a.hash < b.hash);

/** The ids of n draws, in their order. O(n × rows). */
export function drawnIds(rows: readonly WeightedRow[], n: number, seed: number, replacement: boolean): string[] {
  const next = rows.filter(({ weight }) => weight > 0).map((row) => arrival(row, seed, 1, 0));
  return Array.from({ length: n }, () => {
    let first = 0;
    for (let i = 1; i < next.length; i++) if (isBefore(next[i], next[first])) first = i;
    const drawn = next[first];
    if (replacement) next[first] = arrival(drawn, seed, drawn.number + 1, drawn.sum);
    else next.splice(first, 1);
    return drawn.id;
  });
}
