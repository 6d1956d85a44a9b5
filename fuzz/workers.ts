// A DataLoader whose items are made on threads: items that come late, fail or end their thread; loops that are left;
// states that continue with another number of workers. Beside it, plain arrays.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { DataLoader, RandomSampler, type SamplerState } from '../src/index.js';
import type { Fuzzer } from './fuzzer.js';
import { same } from './same.js';

const FATES = 'test/support/datasets/fates.mjs';
// the kinds of items that the data set has
const KINDS = { 'at once': 0, late: 1, throws: 2, rejects: 3, 'dies once': 4, dies: 5, waits: 6, function: 7 } as const;
type Kind = keyof typeof KINDS;

const fate = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  { weight: 6, arbitrary: fc.constantFrom<Kind>('throws', 'rejects', 'function', 'waits') },
  { weight: 1, arbitrary: fc.constantFrom<Kind>('dies once', 'dies') },
);
const turn = fc.record({
  batches: fc.array(fc.array(fc.nat(999), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 7 }),
  late: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
  fate,
  at: fc.nat(100),
  leave: fc.boolean(),
});
const plan = fc.record({
  numWorkers: fc.integer({ min: 1, max: 3 }),
  prefetch: fc.nat(5),
  here: fc.boolean(),
  turns: fc.array(turn, { minLength: 1, maxLength: 5 }),
  length: fc.integer({ min: 1, max: 30 }),
  batchSize: fc.integer({ min: 1, max: 5 }),
  seed: fc.nat(),
  cut: fc.nat(20),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

const FAILS: Partial<Record<Kind, RegExp>> = {
  throws: /^dataset\.get\(\d*\) failed: refused \d+$/,
  rejects: /^dataset\.get\(\d*\) failed: refused \d+$/,
  function: /^item \d+ (cannot be sent from its worker|must be of the kind)/,
  dies: /^worker \d of .* ended twice with the batch of items? [\d, ]*: a thread ended with code 5/,
};
/** Milliseconds in which a batch comes. */
const PATIENCE = 40_000;

let folder: string | undefined;
let nonce = 0;
const loaders = new Map<string, { loader: DataLoader<number, number[]>; plans: number[][][] }>();

function open({ numWorkers, prefetch, here }: Plan) {
  const key = `${numWorkers} ${prefetch} ${here}`;
  const known = loaders.get(key);
  if (known) return known;
  folder ??= mkdtempSync(join(tmpdir(), 'loaded-dice-fuzz-'));
  const file = join(folder, 'fates.mjs');
  writeFileSync(file, readFileSync(FATES, 'utf8').replace('given = {}', `given = ${JSON.stringify({ folder })}`));
  const plans: number[][][] = [];
  const made = {
    plans,
    loader: new DataLoader<number, number[]>(pathToFileURL(file), {
      batchSampler: { [Symbol.iterator]: () => (plans.shift() ?? [])[Symbol.iterator]() },
      ...{ numWorkers, prefetch, ...(here && { collate: (items: number[]) => items }) },
    }),
  };
  loaders.set(key, made);
  return made;
}

async function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no batch within ${PATIENCE / 1000} s`)), PATIENCE);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** One loop: the batches before the one that fails or waits, then what is expected of that one. */
async function loop(given: Plan, { batches, late, fate, at, ...turn }: Plan['turns'][number]): Promise<void> {
  // a thread that ends with a batch of a loop that was left may have one of the next loop, too: an end of that one
  const leave = turn.leave && fate !== 'dies' && fate !== 'dies once';
  const { loader, plans } = open(given);
  const fails = at % batches.length;
  const indices = batches.map((items, b) =>
    items.map((item, i) => {
      const kind = b === fails && i === 0 && fate ? fate : late[(b + i) % late.length] ? 'late' : 'at once';
      return KINDS[kind] * 1e8 + (++nonce % 1e5) * 1e3 + item;
    }),
  );
  const error = fate && FAILS[fate];
  const isCut = error !== undefined || fate === 'waits' || leave;
  const values = isCut ? batches.slice(0, fails) : batches;
  plans.push(indices);
  const iterator = loader[Symbol.asyncIterator]();
  for (const items of values) {
    const { value, done } = await inTime(iterator.next());
    same('a batch', [done, [...(value ?? [])]], [false, items]);
  }
  if (error && !leave) {
    const failed = await inTime(iterator.next()).then(
      () => undefined,
      (reason: Error) => reason,
    );
    if (!failed || !error.test(failed.message)) throw failed ?? new Error(`${fate}: nothing failed`);
    // a failed batch can be asked for again: leave the epoch
    await loader[Symbol.asyncIterator]().return?.();
  } else if (isCut) await iterator.return?.();
  same('the end', await iterator.next(), { value: undefined, done: true });
  if (plans.includes(indices)) plans.splice(plans.indexOf(indices), 1);
}

/** A run that a state continues with another number of workers gives the rest of the epoch. */
async function resume({ length, batchSize, seed, cut, numWorkers }: Plan): Promise<void> {
  const url = pathToFileURL(join(folder as string, 'fates.mjs'));
  const make = (workers: number) =>
    new DataLoader<number, number[]>(url, {
      ...{ sampler: new RandomSampler(length, { seed }), batchSize, numWorkers: workers, numItems: 2 ** 32 - 1 },
      collate: (items: number[]) => items,
    });
  const all = [...new RandomSampler(length, { seed })];
  const batches = Array.from({ length: Math.ceil(length / batchSize) }, (_, i) =>
    all.slice(i * batchSize, (i + 1) * batchSize),
  );
  const [first, second] = [make(numWorkers), make(numWorkers % 3)];
  const turns = cut % batches.length;
  const iterator = first[Symbol.asyncIterator]();
  const seen: number[][] = [];
  for (let i = 0; i < turns; i++) seen.push((await inTime(iterator.next())).value as number[]);
  const state = JSON.parse(JSON.stringify(first.state())) as SamplerState;
  await iterator.return?.();
  second.restore(state);
  for await (const batch of second) seen.push(batch);
  await Promise.all([first.close(), second.close()]);
  same('batches before and after', seen, batches);
}

export const workers: Fuzzer = {
  name: 'workers',
  property: fc.asyncProperty(plan, async (given) => {
    for (const turn of given.turns) await loop(given, turn);
    if (given.cut % 5 === 0) await resume(given);
  }),
  runs: 8,
  async end() {
    await Promise.all([...loaders.values()].map(({ loader }) => loader.close()));
    loaders.clear();
    if (folder) rmSync(folder, { recursive: true, force: true });
    folder = undefined;
  },
};
