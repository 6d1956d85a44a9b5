// Where samplers lie in memory, and when it is given back.
import { setImmediate as macrotask } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import { counted, failing, load, stubWebAssembly } from '../support/fresh-library.js';
import { rounds } from '../support/rounds.js';
import { WEIGHTS } from '../support/sampler-cases.js';

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
/** Number of them that take 64 MiB. */
const A_TURN = 2080;

describe('small samplers', () => {
  it('share one memory, however many there are', async () => {
    const made = watchMemories();
    const { WeightedRandomSampler, RandomSampler, SystematicSampler, StratifiedBatchSampler, ClassBatchSampler } =
      await load();
    const samplers = Array.from({ length: 2000 }, (_, seed) => [
      new WeightedRandomSampler(WEIGHTS, 40, { seed }),
      new RandomSampler(20, { seed }),
      new SystematicSampler(WEIGHTS, 40, { seed }),
      new StratifiedBatchSampler(['a', 'b', 'b'], { batchSize: 2, seed }),
      new ClassBatchSampler(['a', 'b', 'b'], { classesPerBatch: 2, itemsPerClass: 1, seed }),
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

  it.each([
    ['middle-sized', 6000, 4000, 400e6],
    ['at the border to memories of their own', 30_000, 1000, 400e6],
  ])('%s ones that are dropped do not fill the memory, either', async (_, weights, count, most) => {
    const made = watchMemories();
    const { WeightedRandomSampler } = await load();
    const some = new Float64Array(weights).fill(1);
    for (let i = 0; i < rounds(3 * count, 3); i++) {
      new WeightedRandomSampler(some, 40, { seed: i });
      if (i % 50 === 0) await macrotask();
    }
    expect(made[0].buffer.byteLength).toBeLessThan(most);
  });

  it('that are dropped come back where the memory was full', async () => {
    const { WeightedRandomSampler } = await load();
    // the engine can reserve no more than 64 MiB
    const { Memory } = WebAssembly;
    const small = new Proxy(Memory, {
      construct(target, [options]: [WebAssembly.MemoryDescriptor]) {
        if (options.maximum! > 1024) throw new RangeError('could not allocate memory');
        return new target(options);
      },
    });
    stubWebAssembly({ Memory: small });
    const large = new Float64Array(60_000).fill(1);
    const make = () => new WeightedRandomSampler(large, 40, { seed: 1 });
    const kept = Array.from({ length: 4 }, make);
    await dropped(() => {
      const samplers = Array.from({ length: 76 }, make);
      expect(samplers.at(-1)!.backend).toBe('js');
      return samplers;
    });
    const others = Array.from({ length: 600 }, () => new WeightedRandomSampler(SOME, 40, { seed: 1 }));
    expect(new Set([...kept, ...others].map(({ backend }) => backend))).toEqual(new Set(['wasm']));
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
