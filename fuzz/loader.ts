// DataLoaders: loops that wait or do not wait, errors of items and of collate, states at any position, samplers with
// states of their own.
import fc from 'fast-check';
import { DataLoader, RandomSampler, type SamplerState, TorchGenerator } from '../src/index.js';
import type { Fuzzer } from './fuzzer.js';

type Loader = DataLoader<number, string>;

/** A resumable sampler as a user would write one: epoch e gives n indices from e on, wrapping around. */
class Own {
  epoch = 0;
  at = 0;

  constructor(readonly length: number) {}

  *[Symbol.iterator](): Generator<number> {
    while (this.at < this.length) yield (this.epoch + this.at++) % this.length;
    this.epoch++;
    this.at = 0;
  }

  state(): { epoch: number; at: number } {
    return { epoch: this.epoch, at: this.at };
  }

  restore({ epoch, at }: { epoch: number; at: number }): void {
    this.epoch = epoch;
    this.at = at;
  }
}

const KINDS = ['in order', 'seed', 'generator', 'replacement', 'own'] as const;

const plan = fc.record({
  kind: fc.constantFrom(...KINDS),
  n: fc.integer({ min: 1, max: 9 }),
  batchSize: fc.integer({ min: 1, max: 10 }),
  dropLast: fc.boolean(),
  prefetch: fc.nat(4),
  seed: fc.nat(),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

/** What fails next: an item, or the collation of the batch that begins with it. */
interface Trouble {
  item?: number | undefined;
  batch?: number | undefined;
}

function make({ kind, n, batchSize, dropLast, prefetch, seed }: Plan, trouble: Trouble) {
  const generator = kind === 'generator' || kind === 'replacement' ? new TorchGenerator(seed) : undefined;
  const get = (index: number): number | Promise<number> => {
    if (index === trouble.item) throw new Error('trouble');
    return index;
  };
  const collate = (items: number[], indices: Uint32Array): string => {
    if (items[0] === trouble.batch) throw new Error('trouble');
    if (items.join() !== indices.join()) throw new Error(`items ${items} of indices ${indices}`);
    return items.join();
  };
  const order =
    kind === 'own'
      ? { sampler: new Own(n) }
      : kind === 'replacement'
        ? { sampler: new RandomSampler(n, { replacement: true, numSamples: n + 30, generator }) }
        : kind === 'in order'
          ? {}
          : { shuffle: true, ...(kind === 'seed' && { seed }) };
  const options = { ...order, ...(generator && { generator }), batchSize, dropLast, prefetch, collate };
  return { generator, loader: new DataLoader<number, string>({ length: n, get }, options) };
}

/** The batches of the first epochs, each in whole loops, worked out from the indices of each. */
function epochsOf({ kind, n, batchSize, dropLast, seed }: Plan, count: number): string[][] {
  const words = new TorchGenerator(seed);
  const permutation = () => {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < n - 1; i++) {
      const j = i + (words.nextUint32() % (n - i));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  };
  const shuffle = new RandomSampler(n, { seed });
  const indices = (epoch: number): number[] => {
    if (kind === 'seed') return [...shuffle.indices(epoch)];
    if (kind === 'own') return Array.from({ length: n }, (_, i) => (epoch + i) % n);
    if (kind === 'in order') return Array.from({ length: n }, (_, i) => i);
    // the base seed comes first
    words.nextUint64();
    if (kind === 'replacement') return Array.from({ length: n + 30 }, () => words.nextUint32() % n);
    const order = permutation();
    // the last permutation, which PyTorch draws although nothing is missing
    permutation();
    return order;
  };
  return Array.from({ length: count }, (_, epoch) => {
    const all = indices(epoch);
    const batches: string[] = [];
    for (let i = 0; i < all.length; i += batchSize) {
      if (!dropLast || i + batchSize <= all.length) batches.push(all.slice(i, i + batchSize).join());
    }
    return batches;
  });
}

function same(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`${what}: got ${got}, expected ${wanted}`);
}

const operation = fc.record({
  kind: fc.constantFrom('loop', 'wait', 'draw', 'take up', 'fail', 'fail waiting', 'break'),
  much: fc.nat(20),
});

const MOST_EPOCHS = 14;

/**
 * Runs a loop from the loader's position to its end or to an error. Returns what it gave, and a state from one of its
 * turns.
 */
async function loop(loader: Loader, waits: boolean, turn: number, stop = false) {
  const got: string[] = [];
  let state: SamplerState | undefined;
  let error: unknown;
  const each = (batch: string): boolean => {
    got.push(batch);
    if (got.length - 1 !== turn) return false;
    state = JSON.parse(JSON.stringify(loader.state()));
    return stop;
  };
  try {
    if (waits) {
      for await (const batch of loader) if (each(batch)) break;
    } else {
      for (const batch of loader) if (each(batch)) break;
    }
  } catch (thrown) {
    error = thrown;
  }
  return { got, state, error };
}

const property = fc.asyncProperty(plan, fc.array(operation, { maxLength: 10 }), async (given, operations) => {
  const trouble: Trouble = {};
  let { loader } = make(given, trouble);
  const epochs = epochsOf(given, MOST_EPOCHS + 2);
  const { length } = epochs[0];
  if (length === 0) return;
  let [epoch, position] = [0, 0];
  let saved: { state: SamplerState; epoch: number; position: number } | undefined;
  const step = (count: number) => {
    position += count;
    if (position < length) return;
    epoch++;
    position = 0;
  };
  for (const { kind, much } of operations) {
    if (epoch >= MOST_EPOCHS) break;
    const rest = epochs[epoch].slice(position);
    const turn = much % rest.length;
    const waits = kind === 'wait' || kind === 'fail waiting' || (kind === 'break' && much % 2 === 1);
    if (kind === 'draw') {
      same(loader.draw(), rest[0], kind);
      step(1);
    } else if (kind === 'take up') {
      if (!saved) continue;
      // continue with a new loader, as after a crash
      ({ loader } = make(given, trouble));
      loader.restore(saved.state);
      ({ epoch, position } = saved);
    } else if (kind === 'fail' || kind === 'fail waiting') {
      // delivers the batches before the one that fails; the loader stays there, and continues once it can
      if (much % 2 === 0) trouble.item = much % given.n;
      else trouble.batch = much % given.n;
      const fails = rest.findIndex((batch) => {
        const items = batch.split(',').map(Number);
        return items[0] === trouble.batch || items.includes(trouble.item as number);
      });
      const { got, error } = await loop(loader, waits, -1);
      trouble.item = undefined;
      trouble.batch = undefined;
      if (error !== undefined && !/trouble/.test(String(error))) throw error;
      same([got, error !== undefined], [fails < 0 ? rest : rest.slice(0, fails), fails >= 0], kind);
      step(got.length);
    } else {
      // a generator and a user's own sampler only move forward: leaving them within an epoch differs from whole loops
      const stop = kind === 'break' && (given.kind === 'seed' || given.kind === 'in order');
      const { got, state, error } = await loop(loader, waits, turn, stop);
      if (error !== undefined) throw error;
      same(got, stop ? rest.slice(0, turn + 1) : rest, kind);
      step(turn + 1);
      saved = { state: state as SamplerState, epoch, position };
      if (stop && position > 0) step(length - position);
      if (!stop) {
        step(0);
        if (position > 0) step(length - position);
      }
    }
    same([loader.epoch, loader.position], [epoch, position], `position after ${kind}`);
  }
  if (saved) {
    const again = make(given, {}).loader;
    again.restore(saved.state);
    const rest = epochs
      .slice(saved.epoch, saved.epoch + 2)
      .flat()
      .slice(saved.position);
    const got: string[] = [];
    while (got.length < rest.length) got.push(...(await loop(again, operations.length % 2 === 0, -1)).got);
    same(got, rest, 'a run that a state continues');
  }
});

export const loader: Fuzzer = { name: 'loader', property, runs: 200 };
