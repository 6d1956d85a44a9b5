// WeightedRandomSampler.create gives what the constructor gives, and lets other tasks run meanwhile.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CreateOptions, TorchGenerator, WeightedRandomSampler } from '../../src/index.js';
import { fingerprint } from '../../src/internal/fingerprint.js';
import { Allocation } from '../../src/kernels/allocation.js';
import { backends, inSharedMemory } from '../support/backends.js';

const COUNT = 70_001;
const ofLength = (count: number) => Float64Array.from({ length: count }, (_, i) => (i * 7919) % 1013);
const weights = ofLength(COUNT);

/** Each look at the clock is 10 ms later, so that the loop turns after each piece. */
function hurry(): void {
  let now = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => (now += 10));
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** Settings, state, and fingerprints of the table, read back, and of some draws. */
function shown(sampler: WeightedRandomSampler): string {
  const arrays = [sampler.weights, sampler.probabilities(), sampler.take(3000)];
  return JSON.stringify([
    sampler,
    sampler.state(),
    ...arrays.map(({ buffer }) => fingerprint('', new Uint32Array(buffer))),
  ]);
}

describe.each(backends)('create (%s)', (backend) => {
  it.each<[string, ArrayLike<number>, number | undefined, CreateOptions]>([
    ['many weights', weights, 5000, {}],
    ['few weights', ofLength(1000), undefined, {}],
    ['the fewest that are built in pieces', ofLength(2 ** 16), undefined, {}],
    ['an array', Array.from(weights), 5000, {}],
    ['a Float32Array', Float32Array.from(weights), undefined, {}],
    ['integers', Uint8Array.from(weights), undefined, {}],
    ['an object', { ...Array.from(weights), length: COUNT }, undefined, {}],
    ['shared memory', inSharedMemory(weights), undefined, {}],
    ['without replacement', weights, 60_000, { replacement: false }],
    ['few without replacement', weights, 100, { replacement: false }],
    ['mostly zeros', weights.map((weight, i) => (i > 60_000 ? weight : 0)), undefined, {}],
    ['a single one', weights.map((_, i) => Number(i === 65_537)), undefined, {}],
    ['numbers whose sum is infinite', weights.map((weight) => 1e305 * weight), undefined, {}],
  ])('gives what the constructor gives: %s', async (_, given, numSamples, options) => {
    hurry();
    const sampler = await WeightedRandomSampler.create(given, numSamples, { ...options, seed: 7, backend });
    const made = new WeightedRandomSampler(given, numSamples, { ...options, seed: 7, backend });
    expect(sampler.backend).toBe(backend);
    expect(shown(sampler) === shown(made)).toBe(true);
  });

  it('draws from a generator, too', async () => {
    const [sampler, made] = [
      await WeightedRandomSampler.create(weights, 50, { generator: new TorchGenerator(3), backend }),
      new WeightedRandomSampler(weights, 50, { generator: new TorchGenerator(3), backend }),
    ];
    expect(sampler.take(120)).toEqual(made.take(120));
  });

  it('makes subclasses, and several samplers at a time', async () => {
    hurry();
    class Own extends WeightedRandomSampler {}
    const all = await Promise.all(
      [1, 2, 3].map((k) =>
        Own.create(
          weights.map((w) => w + k),
          40,
          { seed: k, backend },
        ),
      ),
    );
    for (const [i, sampler] of all.entries()) {
      expect(sampler).toBeInstanceOf(Own);
      const made = new Own(
        weights.map((w) => w + i + 1),
        40,
        { seed: i + 1, backend },
      );
      expect(shown(sampler) === shown(made)).toBe(true);
    }
  });

  it('reports progress: it never goes back, and ends with all', async () => {
    hurry();
    const seen: number[][] = [];
    await WeightedRandomSampler.create(weights, 5, { backend, onProgress: (...args) => seen.push(args) });
    expect(seen.length).toBeGreaterThan(15);
    expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b));
    expect(seen.every(([done, all]) => Number.isInteger(done) && all === COUNT)).toBe(true);
    expect(seen.at(-1)).toEqual([COUNT, COUNT]);
    expect(seen.filter(([done]) => done === COUNT)).toHaveLength(1);
    const few: number[][] = [];
    await WeightedRandomSampler.create([1, 2], 5, { backend, onProgress: (...args) => few.push(args) });
    expect(few).toEqual([[2, 2]]);
  });

  it('lets other tasks run, however long it takes', async () => {
    hurry();
    let turns = 0;
    const count = (): void => {
      turns++;
      timer = setTimeout(count);
    };
    let timer = setTimeout(count);
    await WeightedRandomSampler.create(weights, 5, { backend });
    clearTimeout(timer);
    expect(turns).toBeGreaterThan(0);
  });

  it('frees everything and rejects with the reason, after any piece', async () => {
    hurry();
    let turns = 0;
    await WeightedRandomSampler.create(weights, 5, { backend, onProgress: () => void turns++ });
    // the last report is made when nothing is left to abort
    for (let at = 1; at < turns; at++) {
      const free = vi.spyOn(Allocation.prototype, 'free');
      const controller = new AbortController();
      const reason = new Error(`stop ${at}`);
      let left = at;
      const onProgress = () => --left === 0 && controller.abort(reason);
      const aborted = WeightedRandomSampler.create(weights, 5, {
        backend,
        signal: controller.signal,
        onProgress: onProgress as never,
      });
      await expect(aborted).rejects.toBe(reason);
      // the first piece is the check, before anything is allocated
      expect(free).toHaveBeenCalledTimes(Number(at > 1));
      free.mockRestore();
    }
  });

  it('rejects with what onProgress throws, and frees everything', async () => {
    hurry();
    for (const at of [1, 5, 18]) {
      const free = vi.spyOn(Allocation.prototype, 'free');
      let left = at;
      const onProgress = () => {
        if (--left === 0) throw new Error(`no ${at}`);
      };
      await expect(WeightedRandomSampler.create(weights, 5, { backend, onProgress })).rejects.toThrow(`no ${at}`);
      expect(free).toHaveBeenCalledTimes(Number(at > 1));
      free.mockRestore();
    }
  });

  it.each([
    ['after it was copied', 20, 'given'],
    ['before it is copied', 1, 'changed'],
  ])('draws by its copy if a weight changes %s', async (_, when, which) => {
    hurry();
    const given = weights.slice();
    const changed = weights.map((weight, i) => (i === 70_000 ? 5 : weight));
    const expected = new WeightedRandomSampler(which === 'given' ? given : changed, 5, { seed: 1, backend });
    const before = shown(expected);
    let turns = 0;
    const onProgress = () => {
      if (++turns === when) given.set(changed);
    };
    const sampler = await WeightedRandomSampler.create(given, 5, { seed: 1, backend, onProgress });
    expect(shown(sampler) === before).toBe(true);
  });

  it('rejects and frees everything if a weight becomes invalid before it is copied', async () => {
    hurry();
    const given = weights.slice();
    const free = vi.spyOn(Allocation.prototype, 'free');
    let turns = 0;
    const onProgress = () => {
      if (++turns === 1) given[69_999] = -1;
    };
    const rejected = WeightedRandomSampler.create(given, 5, { backend, onProgress });
    await expect(rejected).rejects.toThrow('weights[69999] must be a finite number of at least 0, got -1');
    expect(free).toHaveBeenCalledTimes(1);
  });
});

describe('create', () => {
  const many = weights.map((weight, i) => (i === 69_000 ? Number.NaN : weight));

  // biome-ignore lint/suspicious/noExplicitAny: these are the arguments that the types forbid
  it.each<[any, any, any]>([
    [undefined, undefined, undefined],
    [[], undefined, undefined],
    [[1, -1], undefined, undefined],
    [new Float64Array(COUNT), undefined, undefined],
    [many, undefined, undefined],
    [Array.from(many), undefined, undefined],
    [Array.from(weights, String), undefined, undefined],
    [new BigInt64Array(COUNT), undefined, undefined],
    [{ length: COUNT }, undefined, undefined],
    [many, 60_000, { replacement: false }],
    [weights, COUNT, { replacement: false }],
    [weights, 0, undefined],
    [weights, 2.5, undefined],
    [weights, undefined, { replacement: 1 }],
    [weights, undefined, { seed: -1 }],
    [weights, undefined, { backend: 'gpu' }],
    [weights, undefined, { seed: 1, generator: new TorchGenerator(1) }],
    [weights, undefined, 1],
  ])('rejects with the error of the constructor: case %#', async (given, numSamples, options) => {
    const errorOf = (): Error => {
      try {
        new WeightedRandomSampler(given, numSamples, options);
      } catch (error) {
        return error as Error;
      }
      throw new Error('the constructor takes it');
    };
    const expected = errorOf();
    const free = vi.spyOn(Allocation.prototype, 'free');
    const rejected = WeightedRandomSampler.create(given, numSamples, options).catch((error) => error);
    expect(await rejected).toEqual(expected);
    expect((await rejected).constructor).toBe(expected.constructor);
    expect(free).not.toHaveBeenCalled();
  });

  // biome-ignore lint/suspicious/noExplicitAny: these are the arguments that the types forbid
  it.each<[string, any, RegExp]>([
    ['a number as signal', { signal: 1 }, /^signal must be an AbortSignal, got 1$/],
    ['null as signal', { signal: null }, /^signal must be an AbortSignal, got null$/],
    ['an onProgress that is no function', { onProgress: 'x' }, /^onProgress must be a function, got "?'?x/],
    ['a number as pool', { pool: 2 }, /^pool must be a SamplerPool, got 2$/],
    ['null as pool', { pool: null }, /^pool must be a SamplerPool, got null$/],
    ['an object as pool', { pool: {} }, /^pool must be a SamplerPool, got /],
    ['an unknown option', { progress: 1 }, /^options has no "?'?progress.*known are .*signal, onProgress, pool$/],
  ])('rejects %s, whatever the number of weights', async (_, options, message) => {
    for (const given of [[1, 2], weights]) {
      const error = await WeightedRandomSampler.create(given, 5, options).catch((reason) => reason);
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toMatch(message);
    }
  });

  it('rejects with the reason of a signal that is aborted already', async () => {
    const reason = new Error('never mind');
    for (const given of [[1, 2], weights]) {
      const rejected = WeightedRandomSampler.create(given, 5, { signal: AbortSignal.abort(reason) });
      await expect(rejected).rejects.toBe(reason);
    }
  });
});
