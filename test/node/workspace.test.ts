import { setImmediate as macrotask } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as entry from '../../src/index.js';
import { WEIGHTS } from '../support/sampler-cases.js';

// Each test has the library for itself, as just imported: its module not compiled, its budget whole.
const load = (): Promise<typeof entry> => import('../../src/index.js');
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
      expect([modules.calls(), memories.calls()]).toEqual([1, i]);
    }
  });
});

describe('the budget', () => {
  const budget = 1000;

  it(`lets ‘auto’ have ${budget} live memories, then JavaScript: the numbers are the same`, async () => {
    const { WeightedRandomSampler } = await load();
    const make = (backend: 'auto' | 'wasm') => new WeightedRandomSampler(WEIGHTS, 40, { seed: 3, backend });
    const explicit = [make('wasm'), make('wasm')];
    const samplers = Array.from({ length: budget + 20 }, () => make('auto'));
    const used = samplers.map((sampler) => sampler.backend);
    expect(used.slice(0, budget - explicit.length).every((backend) => backend === 'wasm')).toBe(true);
    expect(used.slice(budget - explicit.length).every((backend) => backend === 'js')).toBe(true);
    const draws = explicit[0].indices();
    for (const sampler of samplers) expect(sampler.indices()).toEqual(draws);
    // 'wasm' is what was asked for, whatever the budget
    expect(make('wasm').backend).toBe('wasm');
  });

  it('is given back by garbage collection', async () => {
    setFlagsFromString('--expose-gc');
    const gc: () => void = runInNewContext('gc');
    const { WeightedRandomSampler } = await load();
    const make = () => new WeightedRandomSampler(WEIGHTS, 40, { seed: 3 });
    /** Uses it up; returns nothing that keeps a sampler alive. */
    const useUp = () => {
      const samplers = Array.from({ length: budget }, make);
      expect(samplers.at(-1)!.backend).toBe('wasm');
      expect(make().backend).toBe('js');
    };
    for (let round = 0; round < 3; round++) {
      useUp();
      // finalizers run in a task of their own, at some time after the collection
      for (let wait = 0; wait < 100 && make().backend === 'js'; wait++) {
        gc();
        await macrotask();
      }
      expect(make().backend).toBe('wasm');
      gc();
      await macrotask();
    }
  });

  it('is not used up by what failed', async () => {
    const { WeightedRandomSampler } = await load();
    stubWebAssembly({ Memory: failing(new RangeError('out of memory')) });
    for (let i = 0; i < budget; i++) new WeightedRandomSampler([1, 2], 2);
    vi.unstubAllGlobals();
    expect(new WeightedRandomSampler([1, 2], 2).backend).toBe('wasm');
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
      "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not an allowed source of script in the following Content Security Policy directive: \"script-src 'self'\".",
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

it('without a FinalizationRegistry, ‘auto’ has WebAssembly within the budget', async () => {
  vi.stubGlobal('FinalizationRegistry', undefined);
  const { WeightedRandomSampler } = await load();
  const used = Array.from({ length: 1001 }, () => new WeightedRandomSampler(WEIGHTS, 5).backend);
  expect([used[0], used[999], used[1000]]).toEqual(['wasm', 'wasm', 'js']);
});

it.each(['auto', 'wasm', 'js'] as const)('%s has no memory that addresses do not reach', async (backend) => {
  const { openWorkspace } = await import('../../src/kernels/workspace.js');
  expect(() => openWorkspace(2 ** 32, backend)).toThrow(
    new RangeError('a sampler must fit less than 4 GiB of memory, this one takes 4.0 GiB: give fewer weights or draws'),
  );
  expect(() => openWorkspace(2 ** 36, backend)).toThrow(/takes 64\.0 GiB/);
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
