import { describe, expect, it, vi } from 'vitest';
import { counted, failing, load, stubWebAssembly } from '../support/fresh-library.js';
import { WEIGHTS } from '../support/sampler-cases.js';

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
