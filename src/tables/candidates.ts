import { checkInteger, throwIfAborted } from '../internal/check.js';
import type { Candidate } from './sample-plan.js';
import { TableError } from './table-error.js';

/** The order of draws: by time, then by hash. */
export function byTime(a: Candidate, b: Candidate): number {
  return a.time - b.time || (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0);
}

/**
 * The n first candidates of several lists, in the order of draws.
 *
 * If fewer than n come, the plan's limit was too low, which has a probability of less than 1e-12: take
 * {@link widenPlan} and draw again.
 * @param lists Results of {@link drawPart}, of different parts of one plan, in any order.
 * @param n The number of draws of the plan.
 * @throws {TableError} Two rows have the same id.
 */
export function mergeCandidates(lists: Iterable<readonly Candidate[]>, n: number): Candidate[] {
  checkInteger('n', n, 1);
  const result = [...lists].flat().sort(byTime).slice(0, n);
  checkIds(result);
  return result;
}

/**
 * Checks that ids are unique. Equal ids have equal hashes. A Set of a million ids takes seconds; sorting the beginnings
 * of their hashes, as numbers, a tenth.
 * @throws {TableError} Two of these rows have the same id.
 */
function checkIds(candidates: readonly Candidate[]): void {
  const first = candidates.filter(({ arrival }) => arrival === 1);
  const keyOf = ({ hash }: Candidate) => Number.parseInt(hash.slice(0, 13), 16);
  const keys = Float64Array.from(first, keyOf).sort();
  const repeated = new Set(keys.filter((key, i) => i > 0 && key === keys[i - 1]));
  if (repeated.size === 0) return;
  const seen = new Set<string>();
  for (const candidate of first) {
    if (!repeated.has(keyOf(candidate))) continue;
    const { id } = candidate;
    if (seen.has(id)) {
      throw new TableError(
        `two rows have the id ${JSON.stringify(id)}: the id column must have a different value in each row`,
      );
    }
    seen.add(id);
  }
}

/** Sorts candidates and keeps the n first. Frees the others early. */
export class FirstCandidates {
  #kept: Candidate[] = [];
  #last = Infinity;

  constructor(
    private readonly n: number,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** @returns Whether the candidate, and a later one of the same row, may be among the n first. */
  add(candidate: Candidate): boolean {
    if (candidate.time > this.#last) return false;
    this.#kept.push(candidate);
    if (this.#kept.length >= 2 * this.n + 65536) this.#prune();
    return true;
  }

  #prune(): void {
    throwIfAborted(this.signal);
    this.#kept.sort(byTime);
    if (this.#kept.length <= this.n) return;
    this.#kept.length = this.n;
    this.#last = this.#kept[this.n - 1].time;
  }

  /** The n first, in order. */
  sorted(): Candidate[] {
    this.#prune();
    return this.#kept;
  }
}
