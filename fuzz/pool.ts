import assert from 'node:assert/strict';
import threads from 'node:worker_threads';
import fc from 'fast-check';
import { SamplerPool } from '../src/parallel.js';
import type { Fuzzer } from './fuzzer.js';
import { type Operation, operations, type Setup, setups } from './pool-operations.js';
import { batchesOf, expectSame, KINDS, LAST, type Loops, type Pair, place } from './pool-samplers.js';

/**
 * Milliseconds that a run may take. Most take ten. A pool itself waits ten seconds for a thread that does not start.
 */
const PATIENCE = 40_000;

/** Threads of worker_threads that can be told to die. */
const Started = threads.Worker;
const threadsOf = new WeakMap<SamplerPool, Set<threads.Worker>>();
let living = new Set<threads.Worker>();
let started = 0;
let broken: readonly ('thrown' | 'ended' | undefined)[] = [];

class Mortal extends Started {
  constructor(...args: ConstructorParameters<typeof Started>) {
    const how = broken[started++];
    if (how === 'thrown') throw new Error('EAGAIN');
    super(...args);
    const all = living;
    all.add(this);
    this.on('exit', () => all.delete(this));
    if (how === 'ended') void this.terminate();
  }
}

/** Closes a pool, which ends every thread that it started. */
async function close(pool: SamplerPool): Promise<void> {
  await pool.close();
  const late = Date.now() + PATIENCE / 4;
  // a thread that ended by itself may not have reported it yet
  while (threadsOf.get(pool)?.size && Date.now() < late) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(threadsOf.get(pool)?.size, 0, 'threads are left behind');
}

/** Pools by their number of threads: starting threads takes longer than everything else. */
const pools = new Map<number, SamplerPool>();

class Run {
  readonly #pairs: Pair[];
  readonly #loops: Loops[] = [];
  readonly #pending: (() => Promise<void>)[] = [];
  pool: SamplerPool;
  hurt = false;

  constructor(
    readonly setup: Setup,
    private readonly renew: () => SamplerPool,
  ) {
    this.pool = renew();
    this.#pairs = setup.samplers.map(({ kind, length }) => {
      const [pooled, alone] = [KINDS[kind](length), KINDS[kind](length)];
      return { pooled, alone, saved: alone.state() };
    });
  }

  async end(): Promise<void> {
    for (const settle of this.#pending.splice(0)) await settle();
    for (const { pooled, alone } of this.#loops.splice(0)) {
      await pooled.return?.();
      alone.return?.();
    }
    this.compare();
  }

  compare(): void {
    for (const { pooled, alone } of this.#pairs) {
      assert.deepEqual(place(pooled), place(alone));
      assert.deepEqual(pooled.state(), alone.state());
    }
  }

  async make(operation: Operation): Promise<void> {
    const pair = this.#pairs[operation.pair % this.#pairs.length];
    const { pooled, alone } = pair;
    const { count } = operation;
    const loop = this.#loops[operation.pair % (this.#loops.length || 1)];
    switch (operation.name) {
      case 'take':
        assert.deepEqual([...(await this.pool.take(pooled, count))], [...alone.take(count)]);
        break;
      case 'fill': {
        const out = new Uint32Array(operation.far ? new ArrayBuffer(4 * count) : new SharedArrayBuffer(4 * count));
        assert.equal(await this.pool.fill(pooled, out), out);
        assert.deepEqual([...out], [...alone.take(count)]);
        break;
      }
      case 'begin to fill': {
        const out = new Uint32Array(operation.far ? new ArrayBuffer(4 * count) : new SharedArrayBuffer(4 * count));
        const filled = this.pool.fill(pooled, out);
        const expected = [...alone.take(count)];
        this.#pending.push(async () => assert.deepEqual([...(await filled)], expected));
        break;
      }
      case 'begin to take': {
        const taken = this.pool.take(pooled, count);
        const expected = [...alone.take(count)];
        this.#pending.push(async () => assert.deepEqual([...(await taken)], expected));
        break;
      }
      case 'settle':
        for (const settle of this.#pending.splice(0)) await settle();
        break;
      case 'stop':
        await this.#stop(pair, operation, (controller) => controller.abort(new Error('stopped')));
        break;
      case 'close':
        await this.end();
        await this.#stop(pair, operation, () => void this.pool.close());
        await close(this.pool);
        await assert.rejects(this.pool.take(pooled, count), /closed/);
        this.pool = this.renew();
        break;
      case 'kill':
        this.hurt = true;
        void [...living][operation.pair % (living.size || 1)]?.terminate();
        break;
      case 'indices':
        if (alone.length > 1e6) break;
        assert.deepEqual([...(await this.pool.indices(pooled))], [...alone.indices()]);
        break;
      case 'draw':
        assert.equal(pooled.draw(), alone.draw());
        break;
      case 'take alone':
        assert.deepEqual(pooled.take(count), alone.take(count));
        break;
      case 'set epoch': {
        if (alone._access === 'sequential') break;
        const epoch = operation.far ? LAST - (count % 3) : count % 4;
        for (const each of [pooled, alone]) each.setEpoch(epoch);
        break;
      }
      case 'save':
        pair.saved = alone.state();
        break;
      case 'restore':
        for (const each of [pooled, alone]) each.restore(JSON.parse(JSON.stringify(pair.saved)));
        break;
      case 'open':
        this.#loops.push({ pair, pooled: pooled[Symbol.iterator](), alone: alone[Symbol.iterator](), begun: true });
        break;
      case 'open batches': {
        const [size, dropLast] = [1 + (count % 64), operation.far];
        this.#loops.push({
          pair,
          pooled: this.pool.batches(pooled, size, dropLast),
          alone: batchesOf(alone, size, dropLast),
          begun: false,
        });
        break;
      }
      case 'go on':
        for (let i = 0; loop && i <= count % 4; i++) {
          expectSame(await loop.pooled.next(), loop.alone.next());
          loop.begun = true;
        }
        break;
      case 'go on and draw': {
        if (!loop?.begun) break;
        const before = place(loop.pair.pooled);
        const next = loop.pooled.next();
        // draws that threads still have to make come after those made here meanwhile. Everything else comes at once,
        // but the sampler does not move if a newer loop is open
        const moved = String(place(loop.pair.pooled)) !== String(before);
        const given = moved || loop.pair.alone._access === 'sequential' || !(Symbol.asyncIterator in loop.pooled);
        const early = given ? loop.alone.next() : undefined;
        assert.equal(loop.pair.pooled.draw(), loop.pair.alone.draw());
        expectSame(await next, early ?? loop.alone.next());
        break;
      }
      case 'leave':
        if (!loop) break;
        await loop.pooled.return?.();
        loop.alone.return?.();
        this.#loops.splice(this.#loops.indexOf(loop), 1);
        break;
    }
  }

  /** Several takes, stopped together. Those that resolve must be right, and the others must leave no trace. */
  async #stop({ pooled, alone }: Pair, { count, far }: Operation, stop: (controller: AbortController) => void) {
    const controller = new AbortController();
    const { signal } = controller;
    const from = place(alone);
    const all = Array.from({ length: far ? 12 : 1 }, (_, i) =>
      (i + count) % 3 === 0
        ? this.pool.fill(pooled, new Uint32Array(new SharedArrayBuffer(4 * count)), { signal })
        : this.pool.take(pooled, count, { signal }),
    );
    for (let i = 0; i < count % 3; i++) await new Promise((resolve) => setImmediate(resolve));
    stop(controller);
    const settled = await Promise.allSettled(all);
    const came = settled.map(({ status }) => status).lastIndexOf('fulfilled') + 1;
    for (const [i, each] of settled.slice(0, came).entries()) {
      // a take that was stopped before one that resolved leaves a gap
      const expected = [...alone.take(count)];
      if (each.status === 'fulfilled') assert.deepEqual([...each.value], expected, `take ${i} from ${from}`);
    }
    for (const each of settled) {
      if (each.status === 'rejected') assert.match(String(each.reason), /stopped|closed/);
    }
  }
}

async function run(setup: Setup, made: Operation[]): Promise<void> {
  const { warn } = console;
  const warned: string[] = [];
  const key = setup.threads;
  let poolsMade = 0;
  console.warn = (text: string) => void warned.push(text);
  threads.Worker = Mortal as typeof Started;
  const renew = () => {
    poolsMade++;
    const { few, ahead, chunk } = setup;
    started = 0;
    broken = setup.broken;
    const pool = (broken.length === 0 && pools.get(key)) || new SamplerPool({ threads: setup.threads });
    pools.delete(key);
    living = threadsOf.get(pool) ?? new Set();
    threadsOf.set(pool, living);
    Object.assign(pool._sizes, { few, ahead, chunk });
    return pool;
  };
  const state = new Run(setup, renew);
  try {
    for (const operation of made) {
      await state.make(operation);
      state.compare();
    }
    await state.end();
    // at most one warning for each pool: a sampler in JavaScript, or no threads
    assert.ok(warned.length <= poolsMade, warned.join('\n'));
    for (const text of warned) assert.match(text, /^loaded-dice: drawing on (the calling thread|\d of \d threads): /);
  } finally {
    console.warn = warn;
    threads.Worker = Started;
    if (state.hurt || broken.length > 0) await close(state.pool);
    else pools.set(key, state.pool);
  }
}

/** Fails if draws never arrive. */
async function inTime(setup: Setup, made: Operation[]): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing comes within ${PATIENCE / 1000} s`)), PATIENCE);
  });
  await Promise.race([run(setup, made), late]).finally(() => clearTimeout(timer));
}

/** Pools and samplers, compared with samplers that draw alone. */
export const pool: Fuzzer = {
  name: 'pool',
  property: fc.asyncProperty(setups, fc.array(operations, { maxLength: 60, size: 'max' }), inTime),
  runs: 60,
  async end() {
    await Promise.all([...pools.values()].map((each) => each.close()));
    pools.clear();
  },
};
