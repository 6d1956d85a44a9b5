// Random runs of a loader with workers: errors, deaths, breaks, loops inside loops, items that never come. Nothing is
// lost, doubled or left behind, and nothing hangs.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { DataLoader, PcgGenerator } from '../../src/index.js';
import { datasetFile } from '../support/dataset-file.js';
import { livingThreads } from '../support/living-threads.js';
import { rounds } from '../support/rounds.js';

const threads = livingThreads();
const random = new PcgGenerator(20);
const below = (n: number) => Math.floor(random.nextFloat() * n);
const chance = (p: number) => random.nextFloat() < p;

// the kinds of items of datasets/fates.mjs
const [AT_ONCE, LATER, THROWS, REJECTS, DIES_ONCE, DIES, WAITS, UNCLONEABLE] = Array.from({ length: 8 }, (_, i) => i);
const FAILURES: readonly number[] = [THROWS, REJECTS, DIES, UNCLONEABLE];
let nonces = 0;
const indexOf = (kind: number, item: number) => kind * 1e8 + (++nonces % 1e5) * 1e3 + item;

interface Run {
  readonly batches: number[][];
  /** What is expected of the run: the values of batches, how many of them, and what comes then. */
  readonly values: number[][];
  readonly ends: 'done' | 'failed' | 'left';
  readonly error?: RegExp;
}

const ERRORS: Readonly<Record<number, (item: number) => RegExp>> = {
  [THROWS]: (item) => new RegExp(`^dataset\\.get\\(\\d*\\) failed: refused ${item}$`),
  [REJECTS]: (item) => new RegExp(`^dataset\\.get\\(\\d*\\) failed: refused ${item}$`),
  [DIES]: () => /^worker \d of .* ended twice with the batch of items? [\d, ]*: a thread ended with code 5/,
  [UNCLONEABLE]: () => /^item \d+ (cannot be sent from its worker|must be of the kind)/,
};

/** A run with at most one failure or wait, and what it must give. */
function randomRun(quiet = false): Run {
  const count = 1 + below(8);
  const values = Array.from({ length: count }, () => Array.from({ length: 1 + below(3) }, () => below(1000)));
  const batches = values.map((items) => items.map((item) => indexOf(chance(0.4) ? LATER : AT_ONCE, item)));
  const at = below(count);
  const place = (kind: number): number => {
    const i = below(batches[at].length);
    batches[at][i] = indexOf(kind, values[at][i]);
    return values[at][i];
  };
  if (quiet) return { batches, values, ends: 'done' };
  if (chance(0.3)) {
    const kind = chance(0.06) ? DIES : FAILURES.filter((each) => each !== DIES)[below(3)];
    const item = place(kind);
    return { batches, values: values.slice(0, at), ends: 'failed', error: ERRORS[kind](item) };
  }
  if (chance(0.3)) {
    if (chance(0.5)) place(WAITS);
    return { batches, values: values.slice(0, at), ends: 'left' };
  }
  if (chance(0.03)) place(DIES_ONCE);
  return { batches, values, ends: 'done' };
}

/** A loader whose loops take one plan of batches each. */
class Planned {
  readonly plans: number[][][] = [];
  readonly loader: DataLoader<number, number[]>;

  constructor(numWorkers: number, prefetch: number, folder: string, here: boolean) {
    const { plans } = this;
    const batchSampler = { [Symbol.iterator]: () => (plans.shift() ?? [])[Symbol.iterator]() };
    this.loader = new DataLoader<number, number[]>(datasetFile('fates', { folder }), {
      ...{ batchSampler, numWorkers, prefetch },
      ...(here && { collate: (items: number[]) => items }),
    });
  }

  open(run: Run): AsyncIterator<number[], undefined> {
    this.plans.push(run.batches);
    return this.loader[Symbol.asyncIterator]();
  }

  /** Forgets a plan that no loop has begun, because it was left before. */
  forget(run: Run): void {
    const at = this.plans.indexOf(run.batches);
    if (at >= 0) this.plans.splice(at, 1);
  }

  /**
   * After a failure, the loader is where it was: another loop fails alike. Then leaves that epoch. A loader that had a
   * loop within that one follows the newer loop.
   */
  async settle(run: Run, followsInner: boolean): Promise<void> {
    if (run.ends !== 'failed') return;
    if (!followsInner && chance(0.3)) {
      await expect(this.loader[Symbol.asyncIterator]().next()).rejects.toThrow(run.error as RegExp);
    }
    await this.loader[Symbol.asyncIterator]().return?.();
  }
}

/** Follows a run to its end; `between` runs after each batch. */
async function follow(loop: AsyncIterator<number[], undefined>, run: Run, between?: () => Promise<void>) {
  for (const items of run.values) {
    const { value, done } = await loop.next();
    expect(done).toBe(false);
    expect([...(value as number[])]).toEqual(items);
    await between?.();
  }
  if (run.ends === 'left') {
    // with and without a batch that is waited for
    const pending = chance(0.5) ? loop.next() : undefined;
    await loop.return?.();
    const late = await pending?.catch(() => undefined);
    if (late) expect([true, false]).toContain(late.done);
  } else if (run.ends === 'failed') {
    await expect(loop.next()).rejects.toThrow(run.error as RegExp);
  }
  expect(await loop.next()).toEqual({ value: undefined, done: true });
}

const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);
process.on('unhandledRejection', note);
afterAll(() => process.off('unhandledRejection', note));

it('random runs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loaded-dice-'));
  const loaders = [
    new Planned(1, 2, folder, false),
    new Planned(2, 2, folder, false),
    new Planned(2, 0, folder, true),
    new Planned(3, 1, folder, false),
    new Planned(2, 5, folder, true),
  ];
  const count = rounds(10_000, 40);
  for (let round = 0; round < count; round++) {
    const planned = loaders[below(loaders.length)];
    const run = randomRun();
    const loop = planned.open(run);
    let inner: Promise<void> | undefined;
    await follow(loop, run, async () => {
      if (inner || !chance(0.1)) return;
      // a loop inside this one, at the same time or within a turn
      const other = randomRun(true);
      inner = follow(planned.open(other), other);
      if (chance(0.5)) await inner;
    });
    await inner;
    planned.forget(run);
    await planned.settle(run, inner !== undefined);
    // a death that a run has left behind may still come: it must harm nothing
    if (run.ends !== 'done' && chance(0.2)) {
      const after = randomRun(true);
      await follow(planned.open(after), after);
    }
  }
  expect(threads.size).toBeLessThanOrEqual(10);
  await Promise.all(loaders.map(({ loader }) => loader.close()));
  expect(threads.size).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(unhandled).toEqual([]);
}, 600_000);
