import { setImmediate as macrotask } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as entry from '../../src/index.js';
import { WEIGHTS } from '../support/sampler-cases.js';

// Each test has the library for itself, as just imported: its module not compiled, its budget whole.
const load = async (): Promise<typeof entry> => {
  loaded.push(await import('../../src/index.js'));
  return loaded.at(-1)!;
};
/** Kept, with their registries: V8 calls no finalizer anymore once a registry was collected that had some to call. */
const loaded: (typeof entry)[] = [];
beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

/** WebAssembly, but for what a test exchanges. */
function stubWebAssembly(changes: object): void {
  vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), changes));
}

function failing(error: Error): new () => never {
  return class {
    constructor() {
      throw error;
    }
  } as never;
}

/** A constructor that counts its calls. */
function counted<C extends new (...args: never[]) => object>(original: C): { counting: C; calls: () => number } {
  let calls = 0;
  const counting = new Proxy(original, {
    construct(target, args, made): object {
      calls++;
      return Reflect.construct(target, args, made);
    },
  });
  return { counting, calls: () => calls };
}

describe('the kernels', () => {
  it('are compiled at the first use, not at import, and once', async () => {
    const modules = counted(WebAssembly.Module);
    const memories = counted(WebAssembly.Memory);
    stubWebAssembly({ Module: modules.counting, Memory: memories.counting });
    const { WeightedRandomSampler, SequentialSampler } = await load();
    new WeightedRandomSampler(WEIGHTS, 5, { backend: 'js' }).take(10);
    new SequentialSampler(5).take(10);
    expect([modules.calls(), memories.calls()]).toEqual([0, 0]);
    for (let i = 1; i <= 20; i++) {
      const sampler = new WeightedRandomSampler(WEIGHTS, 5, { backend: i % 2 ? 'wasm' : 'auto' });
      sampler.take(10);
      expect(sampler.backend).toBe('wasm');
      expect([modules.calls(), memories.calls()]).toEqual([1, 1]);
    }
  });
});

const registry = new FinalizationRegistry((count: { left: number }) => count.left--);

/** Calls, drops what that gives, and waits until the engine has collected nearly all of it. */
async function dropped(make: () => object[]): Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  const count = { left: 0 };
  // in a function of its own, whose variables do not outlive it
  const register = () => {
    for (const each of make()) {
      count.left++;
      registry.register(each, count);
    }
  };
  register();
  // now and then the engine keeps one for longer
  const most = count.left / 20;
  for (let wait = 0; count.left > most; wait++) {
    expect(wait).toBeLessThan(1000);
    gc();
    await macrotask();
  }
  // other registries have their turn, too
  for (let i = 0; i < 5; i++) await macrotask();
}

/** Memories that were made, by WebAssembly alone: what they have now. */
function watchMemories(): WebAssembly.Memory[] {
  const made: WebAssembly.Memory[] = [];
  const counting = new Proxy(WebAssembly.Memory, {
    construct(target, args): object {
      made.push(new target(args[0]));
      return made.at(-1)!;
    },
  });
  stubWebAssembly({ Memory: counting });
  return made;
}

/** 32 KiB in a memory, with its table. */
const SOME = new Float64Array(2000).fill(1);
/** So many of them have 64 MiB. */
const A_TURN = 2080;

describe('small samplers', () => {
  it('share one memory, however many there are', async () => {
    const made = watchMemories();
    const { WeightedRandomSampler, RandomSampler, SystematicSampler, StratifiedBatchSampler } = await load();
    const samplers = Array.from({ length: 2000 }, (_, seed) => [
      new WeightedRandomSampler(WEIGHTS, 40, { seed }),
      new RandomSampler(20, { seed }),
      new SystematicSampler(WEIGHTS, 40, { seed }),
      new StratifiedBatchSampler(['a', 'b', 'b'], { batchSize: 2, seed }),
    ]).flat();
    expect(new Set(samplers.map(({ backend }) => backend))).toEqual(new Set(['wasm']));
    expect(made).toHaveLength(1);
    expect(made[0].buffer.byteLength).toBeLessThan(8000 * 400);
  });

  it('give their bytes back when they are collected', async () => {
    const made = watchMemories();
    const { WeightedRandomSampler } = await load();
    for (let round = 0; round < 20; round++) {
      await dropped(() => {
        const samplers = Array.from({ length: 500 }, () => new WeightedRandomSampler(SOME));
        expect(samplers.every(({ backend }) => backend === 'wasm')).toBe(true);
        return samplers;
      });
    }
    // 20 * 16 MB, if nothing were given back
    expect(made[0].buffer.byteLength).toBeLessThan(64e6);
  });

  it('beyond 64 MiB in one turn of the event loop go on in JavaScript, with the same numbers', async () => {
    const { WeightedRandomSampler } = await load();
    const make = (backend: 'auto' | 'wasm') => new WeightedRandomSampler(SOME, 40, { seed: 3, backend });
    const draws = make('wasm').indices();
    const used: string[] = [];
    for (let i = 0; i < A_TURN; i++) {
      const sampler = make('auto');
      used.push(sampler.backend);
      if (i % 100 === 0 || i > A_TURN - 50) expect(sampler.indices()).toEqual(draws);
    }
    expect(used.indexOf('js')).toBeGreaterThan(1900);
    expect(used.slice(used.indexOf('js')).every((backend) => backend === 'js')).toBe(true);
    // 'wasm' is what was asked for, and a large one is no small one
    expect(make('wasm').backend).toBe('wasm');
    expect(new WeightedRandomSampler(new Float64Array(10_000).fill(1)).backend).toBe('wasm');
    await macrotask();
    await macrotask();
    expect(make('auto').backend).toBe('wasm');
  });

  it('that are disposed of never are too many, and take no memory', async () => {
    const made = watchMemories();
    const { WeightedRandomSampler, multinomial } = await load();
    for (let i = 0; i < 10_000; i++) {
      const sampler = new WeightedRandomSampler(SOME, 40, { seed: i });
      expect(sampler.backend).toBe('wasm');
      sampler.draw();
      sampler[Symbol.dispose]();
    }
    for (let i = 0; i < 1000; i++) multinomial(SOME, 3, { seed: i, backend: 'wasm' });
    expect(made).toHaveLength(1);
    expect(made[0].buffer.byteLength).toBeLessThan(1e6);
  });

  it('without a FinalizationRegistry have 64 MiB, and what is disposed of', async () => {
    vi.stubGlobal('FinalizationRegistry', undefined);
    const { WeightedRandomSampler } = await load();
    const make = () => new WeightedRandomSampler(SOME);
    for (let i = 0; i < 5000; i++) make()[Symbol.dispose]();
    const samplers = Array.from({ length: A_TURN }, make);
    expect([samplers[1900].backend, samplers.at(-1)!.backend]).toEqual(['wasm', 'js']);
    await macrotask();
    expect(make().backend).toBe('js');
    samplers[7][Symbol.dispose]();
    expect(make().backend).toBe('wasm');
  });

  it('are not counted where their memory failed', async () => {
    const { WeightedRandomSampler } = await load();
    stubWebAssembly({ Memory: failing(new RangeError('out of memory')) });
    for (let i = 0; i < A_TURN; i++) new WeightedRandomSampler(SOME, 2);
    vi.unstubAllGlobals();
    expect(new WeightedRandomSampler([1, 2], 2).backend).toBe('wasm');
  });

  it.each([
    [[], 16384],
    [[16384], 4096],
    [[16384, 4096], 1024],
  ])('where %j pages cannot be reserved share one of %i', async (refused, maximum) => {
    const asked: (number | undefined)[] = [];
    const Memory = new Proxy(WebAssembly.Memory, {
      construct(target, args): object {
        asked.push(args[0].maximum);
        if ((refused as number[]).includes(args[0].maximum)) throw new RangeError('too many');
        return new target(args[0]);
      },
    });
    stubWebAssembly({ Memory });
    const { WeightedRandomSampler } = await load();
    const samplers = Array.from({ length: 10 }, () => new WeightedRandomSampler([1, 2], 2));
    expect(samplers.every(({ backend }) => backend === 'wasm')).toBe(true);
    expect(asked).toEqual([...refused, maximum]);
  });
});

describe('large samplers', () => {
  // 1.2 MB, which nobody touches before the first draw
  const LENGTH = 300_000;

  it('have a memory of their own; beyond 256 of them they share', async () => {
    const made = watchMemories();
    const { RandomSampler } = await load();
    const samplers = Array.from({ length: 300 }, (_, seed) => new RandomSampler(LENGTH, { seed }));
    expect(samplers.every(({ backend }) => backend === 'wasm')).toBe(true);
    expect(made).toHaveLength(257);
    const [own, shared] = [samplers[0], samplers[299]].map((sampler) => sampler.take(10));
    expect([own, shared]).toEqual([0, 299].map((seed) => new RandomSampler(LENGTH, { seed, backend: 'js' }).take(10)));
  });

  it('that were disposed of leave their memory to the next one', async () => {
    const made = watchMemories();
    const { RandomSampler } = await load();
    for (let seed = 0; seed < 50; seed++) {
      const sampler = new RandomSampler(LENGTH, { seed });
      expect(sampler.take(10)).toEqual(new RandomSampler(LENGTH, { seed, backend: 'js' }).take(10));
      sampler[Symbol.dispose]();
      // twice is once
      sampler[Symbol.dispose]();
    }
    expect(made).toHaveLength(1);
  });

  it('are counted no more when they were collected', async () => {
    const made = watchMemories();
    const { RandomSampler } = await load();
    for (let round = 0; round < 3; round++) {
      await dropped(() => Array.from({ length: 200 }, () => new RandomSampler(LENGTH)));
    }
    // each had its own
    expect(made).toHaveLength(600);
  });
});

describe('a refusal of instances', () => {
  /** How many instances 50 samplers ask for, which all draw in JavaScript. */
  async function tries(error: Error): Promise<number> {
    const instances = counted(failing(error));
    stubWebAssembly({ Instance: instances.counting });
    const { WeightedRandomSampler } = await load();
    for (let i = 0; i < 50; i++) expect(new WeightedRandomSampler(WEIGHTS, 5).backend).toBe('js');
    expect(() => new WeightedRandomSampler(WEIGHTS, 5, { backend: 'wasm' })).toThrow(error.message);
    return instances.calls() - 1;
  }

  it.each([
    // WebKit, which compiles the module all the same
    new EvalError(
      "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source " +
        'of script in the following Content Security Policy directive: "script-src \'self\'".',
    ),
    new WebAssembly.CompileError('call to WebAssembly.instantiate() blocked by CSP'),
  ])('by a policy is remembered: %s', async (error) => {
    expect(await tries(error)).toBe(1);
  });

  it.each([
    new RangeError('WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance'),
    new RangeError('Out of memory'),
  ])('for want of memory is not: %s', async (error) => {
    expect(await tries(error)).toBe(50);
    vi.unstubAllGlobals();
    const { WeightedRandomSampler } = await load();
    expect(new WeightedRandomSampler(WEIGHTS, 5).backend).toBe('wasm');
  });
});

it.each(['auto', 'wasm', 'js'] as const)('%s has no memory that addresses do not reach', async (backend) => {
  const { allocate } = await import('../../src/kernels/memory.js');
  const { CORE } = await import('../../src/sources/seeded-kernels.js');
  expect(() => allocate(2 ** 32, 0, backend, CORE)).toThrow(
    new RangeError('this sampler needs 4.0 GiB, but must need less than 4 GiB: pass fewer weights or draws'),
  );
  expect(() => allocate(2 ** 35, 2 ** 35, backend, CORE)).toThrow(/needs 64\.0 GiB/);
});

describe.each<[string, () => void, RegExp]>([
  ['missing', () => vi.stubGlobal('WebAssembly', undefined), /undefined/],
  [
    'forbidden by a Content-Security-Policy',
    () => stubWebAssembly({ Module: failing(new WebAssembly.CompileError('blocked by CSP')) }),
    /blocked by CSP/,
  ],
  [
    'out of memory',
    () => stubWebAssembly({ Memory: failing(new RangeError('could not allocate memory')) }),
    /could not allocate memory/,
  ],
  [
    'refused an instance',
    () => stubWebAssembly({ Instance: failing(new RangeError('no room for an instance')) }),
    /no room for an instance/,
  ],
])('where WebAssembly is %s', (_, stub, reason) => {
  it('‘auto’ goes on in JavaScript, with the same numbers', async () => {
    const { WeightedRandomSampler } = await load();
    const expected = new WeightedRandomSampler(WEIGHTS, 40, { seed: 3, backend: 'wasm' });
    vi.resetModules();
    stub();
    const fresh = await load();
    expect(fresh.WeightedRandomSampler).not.toBe(WeightedRandomSampler);
    for (const options of [{ seed: 3 }, { seed: 3, backend: 'auto' }, { seed: 3, backend: 'js' }] as const) {
      const sampler = new fresh.WeightedRandomSampler(WEIGHTS, 40, options);
      expect(sampler.backend).toBe('js');
      expect(sampler.take(100)).toEqual(expected.take(100));
      expected.setEpoch(0);
    }
  });

  it('‘wasm’ throws and says why, and works once there is some', async () => {
    stub();
    const { WeightedRandomSampler } = await load();
    const make = () => new WeightedRandomSampler(WEIGHTS, 40, { seed: 3, backend: 'wasm' });
    let error: unknown;
    try {
      make();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toMatch(/^backend 'wasm' is not available here: /);
    expect((error as Error).message).toMatch(reason);
    expect((error as Error).cause).toBeInstanceOf(Error);
    expect((error as Error).message).toContain(((error as Error).cause as Error).message);
    vi.unstubAllGlobals();
    expect(make().backend).toBe('wasm');
  });
});

it('multinomial takes small calls where no memory is needed', async () => {
  const { multinomial } = await load();
  const Memory = WebAssembly.Memory;
  let made = 0;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      made++;
      super(descriptor);
    }
  };
  try {
    multinomial([1, 2, 3], 2, { seed: 1 });
    expect(made).toBe(0);
    multinomial(new Float64Array(2000).fill(1), 2, { seed: 1 });
    expect(made).toBe(1);
  } finally {
    WebAssembly.Memory = Memory;
  }
});
