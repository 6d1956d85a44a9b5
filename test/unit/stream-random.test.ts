// Random runs of loaders over iterables: whatever fails or is left, no item is lost or comes twice, and nothing hangs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataLoader } from '../../src/index.js';
import { rounds } from '../support/rounds.js';
import { KINDS } from '../support/streams.js';

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

interface Run {
  count: number;
  batchSize: number;
  prefetch: number;
  dropLast: boolean;
  /** How many turns each item and each batch takes. */
  delays: number[];
  steps: Step[];
}

/** What happens in a loop: after how many batches, and what. */
interface Step {
  after: number;
  what: 'break' | 'source' | 'collate' | 'item' | 'state' | 'throw' | 'skip' | 'inner' | 'end';
}

const step = fc.record({
  after: fc.nat(6),
  what: fc.constantFrom<Step['what']>('break', 'source', 'collate', 'item', 'state', 'throw', 'skip', 'inner', 'end'),
});

const runs: fc.Arbitrary<Run> = fc.record({
  count: fc.nat(17),
  batchSize: fc.integer({ min: 1, max: 5 }),
  prefetch: fc.nat(4),
  dropLast: fc.boolean(),
  delays: fc.array(fc.nat(5), { minLength: 1, maxLength: 5 }),
  steps: fc.array(step, { minLength: 1, maxLength: 8 }),
});

/** The batches of an epoch. */
function batchesOf({ count, batchSize, dropLast }: Run): number[][] {
  const batches: number[][] = [];
  for (let i = 0; i < count; i += batchSize) {
    const size = Math.min(batchSize, count - i);
    if (size === batchSize || !dropLast) batches.push(Array.from({ length: size }, (_, j) => i + j));
  }
  return batches;
}

describe.each(KINDS)('random loops over an %s', (kind, Counting) => {
  async function run(given: Run): Promise<void> {
    const { count, batchSize, prefetch, dropLast, delays, steps } = given;
    const expected = batchesOf(given);
    const source = new Counting(count, { failing: -1, wait: (i) => turns(delays[i % delays.length]) });
    let [failing, failingItem] = [-1, -1];
    const collate = async (items: number[], indices: Uint32Array) => {
      await turns(delays[indices[0] % delays.length]);
      if (indices.includes(failing)) throw new Error('collate failed');
      return items;
    };
    // a promise that fails, among items that do not
    const wrapped =
      kind === 'iterable'
        ? {
            *[Symbol.iterator]() {
              for (const item of source as Iterable<number>) {
                yield item === failingItem ? Promise.reject(new Error('item failed')) : item;
              }
            },
          }
        : source;
    const make = () => new DataLoader<number, number[]>(wrapped, { batchSize, prefetch, dropLast, collate });
    let loader = make();
    // epoch and position as they must be
    let [epoch, next] = [0, 0];
    for (const { after, what } of steps) {
      const at = Math.min(next + after, expected.length);
      source.options.failing = what === 'source' ? at * batchSize : -1;
      failing = what === 'collate' ? at * batchSize : -1;
      failingItem = what === 'item' && kind === 'iterable' ? at * batchSize : -1;
      const fails =
        (what === 'source' && at * batchSize <= count) ||
        (((what === 'collate' && at < expected.length) || failingItem >= 0) && at * batchSize < count);
      let left = false;
      let error: unknown;
      let restored = false;
      try {
        for await (const batch of loader) {
          expect(batch).toEqual(expected[next++]);
          if (next < at) continue;
          if (what === 'inner') {
            const inner: number[][] = [];
            for await (const of of loader) inner.push(of);
            expect(inner).toEqual(expected);
            epoch++;
            left = true;
            break;
          }
          if (what === 'skip' && next < expected.length) {
            loader.skip(1);
            next++;
          }
          if (what === 'break' || what === 'throw') left = true;
          if (what === 'throw') throw new Error('body failed');
          if (what === 'break') break;
          if (what === 'state') {
            const state = JSON.parse(JSON.stringify(loader.state()));
            loader = make();
            loader.restore(state);
            restored = true;
            break;
          }
        }
      } catch (thrown) {
        error = thrown;
      }
      if (what === 'throw' && left) expect((error as Error).message).toBe('body failed');
      else if (fails && error) expect((error as Error).message).toMatch(/failed/);
      else expect(error).toBeUndefined();
      if (restored) {
        // a shorter last batch ends its epoch at once
        const over = next === expected.length && loader.epoch === epoch + 1;
        if (over) [epoch, next] = [epoch + 1, 0];
      } else if (error === undefined || left) {
        if (!left) expect(next).toBe(expected.length);
        [epoch, next] = [epoch + 1, 0];
      } else if (fails) expect(next).toBeLessThanOrEqual(expected.length);
      if (what === 'inner' && left) epoch = loader.epoch;
      expect([loader.epoch, loader.position]).toEqual([epoch, next]);
      await turns(20);
      if (!restored) expect(source.open).toBe(0);
    }
    // and then what is left of the epoch, once and in order
    source.options.failing = -1;
    [failing, failingItem] = [-1, -1];
    const rest: number[][] = [];
    for await (const batch of loader) rest.push(batch);
    expect(rest).toEqual(expected.slice(next));
    expect([loader.epoch, loader.position]).toEqual([epoch + 1, 0]);
    expect(source.open).toBe(0);
  }

  it('give each batch once and in order, whatever fails, is left, skipped or resumed', async () => {
    await fc.assert(fc.asyncProperty(runs, run), { numRuns: rounds(5000, 25), seed: 20 });
  }, 120_000);

  it('next to each other over one loader each have an epoch of their own', async () => {
    await fc.assert(
      fc.asyncProperty(runs, fc.integer({ min: 2, max: 4 }), async (given, loops) => {
        const expected = batchesOf(given);
        const { delays, steps } = given;
        const source = new Counting(given.count, { wait: (i) => turns(delays[i % delays.length]) });
        const { batchSize, prefetch, dropLast } = given;
        const collate = (items: number[]) => items;
        const loader = new DataLoader<number, number[]>(source, { batchSize, prefetch, dropLast, collate });
        await Promise.all(
          Array.from({ length: loops }, async (_, i) => {
            const got: number[][] = [];
            const leaves = i < steps.length && steps[i].what === 'break' ? steps[i].after : Infinity;
            for await (const batch of loader) {
              got.push(batch);
              await turns(delays[i % delays.length]);
              if (got.length >= leaves) break;
            }
            expect(got).toEqual(expected.slice(0, Math.max(1, leaves)));
          }),
        );
        expect(source.opened).toBe(loops);
        expect(source.open).toBe(0);
      }),
      { numRuns: rounds(2000, 25), seed: 20 },
    );
  }, 120_000);
});
