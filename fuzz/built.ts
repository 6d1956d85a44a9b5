// Samplers that are made in pieces or on a pool's threads, shared with another thread, and aborted at any time. All
// must be the sampler that the constructor makes. Threads are lost at random.
import threads from 'node:worker_threads';
import fc from 'fast-check';
import { WeightedRandomSampler } from '../src/index.js';
import { SamplerPool } from '../src/parallel.js';
import type { Fuzzer } from './fuzzer.js';
import { same } from './same.js';

const plan = fc.record({
  n: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 300 }) },
    // those that are built in pieces, and those that own their memory
    { weight: 1, arbitrary: fc.integer({ min: 2 ** 16 - 2, max: 2 ** 17 + 9 }) },
  ),
  kind: fc.constantFrom('mixed', 'equal', 'zeros', 'huge', 'tiny'),
  seed: fc.nat(),
  part: fc.double({ min: 0, max: 1, noNaN: true }),
  replacement: fc.boolean(),
  backend: fc.constantFrom('auto' as const, 'js' as const),
  other: fc.constantFrom('auto' as const, 'js' as const),
  pooled: fc.boolean(),
  skipped: fc.nat(2000),
  epoch: fc.nat(1000),
  /** After how many reports of progress the construction is aborted. */
  abort: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(6) }),
  kill: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(3) }),
  use: fc.array(fc.tuple(fc.nat(2), fc.nat(200)), { maxLength: 8 }),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

const KINDS: Readonly<Record<Plan['kind'], (i: number) => number>> = {
  mixed: (i) => 1 + ((i * 7919) % 1013),
  equal: () => 0.1,
  zeros: (i) => (i % 3 === 0 ? 1 / (1 + i) : 0),
  huge: (i) => 1e308 * ((1 + (i % 7)) / 7),
  tiny: (i) => 5e-324 * (1 + (i % 9)),
};

const Started = threads.Worker;
const living = new Set<threads.Worker>();
class Counted extends Started {
  constructor(...args: ConstructorParameters<typeof Started>) {
    super(...args);
    living.add(this);
    this.on('exit', () => living.delete(this));
  }
}

let pool: SamplerPool | undefined;

/** A construction in pieces, perhaps aborted or with a thread that is lost on the way. */
async function made(weights: Float64Array, length: number, given: Plan): Promise<WeightedRandomSampler | undefined> {
  const { seed, replacement, backend, pooled, abort, kill } = given;
  const controller = new AbortController();
  const reason = new Error('stopped');
  let reports = 0;
  let last = 0;
  const onProgress = (done: number, all: number): void => {
    if (done < last || done > all || all !== weights.length) throw new Error(`progress of ${done} after ${last}`);
    last = done;
    if (reports === kill) for (const each of living) void each.terminate();
    if (reports++ === abort) controller.abort(reason);
  };
  if (pooled) pool ??= new SamplerPool({ threads: 2 });
  if (abort === 0) controller.abort(reason);
  try {
    const sampler = await WeightedRandomSampler.create(weights, length, {
      ...{ seed, replacement, backend, signal: controller.signal, onProgress },
      ...(pooled && { pool }),
    });
    same('the last progress', last, weights.length);
    return sampler;
  } catch (error) {
    if (error !== reason || !controller.signal.aborted) throw error;
    return undefined;
  }
}

/** What another thread receives. */
function posted(sampler: WeightedRandomSampler) {
  const shared = sampler.share();
  return structuredClone(shared, { transfer: shared.transfer });
}

async function run(given: Plan): Promise<void> {
  const { n, kind, seed, part, replacement, backend, other, skipped, epoch, use } = given;
  const weights = Float64Array.from({ length: n }, (_, i) => KINDS[kind](i));
  const positives = weights.filter((weight) => weight > 0).length;
  const length = 1 + Math.floor(part * ((replacement ? n : positives) - 1));
  const plain = new WeightedRandomSampler(weights, length, { seed, replacement, backend });
  const created = await made(weights, length, given);
  if (!created) return;
  const all = [plain, created];
  for (const sampler of all) {
    sampler.setEpoch(epoch);
    sampler.skip(skipped);
  }
  // one that was posted by each, and one that was posted on
  const [a, b] = all.map((sampler) => WeightedRandomSampler.attach(posted(sampler), { backend: other }));
  all.push(a, b, WeightedRandomSampler.attach(posted(a)));
  for (const sampler of all) {
    same('state', sampler.state(), plain.state());
    same('probabilities', [...sampler.probabilities().subarray(0, 99)], [...plain.probabilities().subarray(0, 99)]);
  }
  for (const [what, much] of use) {
    const drawn = all.map((sampler) => {
      if (what === 0) return [...sampler.take(much)];
      if (what === 1) return [sampler.draw()];
      sampler.setEpoch(much);
      return [...sampler.indices().subarray(0, 200)];
    });
    for (const each of drawn) same('draws', each, drawn[0]);
  }
  const saved = plain.state();
  for (const sampler of all) sampler.restore(saved);
  // one that is disposed of does not take the others with it
  all[1]._dispose();
  const rest = all.filter((_, i) => i !== 1).map((sampler) => [...sampler.take(50)]);
  for (const each of rest) same('draws after one was disposed of', each, rest[0]);
  for (const sampler of all) sampler._dispose();
}

/** Lost threads are warned of. */
async function quietly(given: Plan): Promise<void> {
  const { warn } = console;
  console.warn = () => {};
  threads.Worker = Counted as typeof Started;
  try {
    await run(given);
  } finally {
    threads.Worker = Started;
    console.warn = warn;
    if (given.kill !== undefined) {
      await pool?.close();
      pool = undefined;
    }
  }
}

export const built: Fuzzer = {
  name: 'built',
  property: fc.asyncProperty(plan, quietly),
  runs: 30,
  async end() {
    await pool?.close();
    pool = undefined;
    if (living.size > 0) throw new Error(`${living.size} threads are left behind`);
  },
};
