// The library as just imported, for each test anew: nothing compiled, no memory made.
import { afterEach, beforeEach, vi } from 'vitest';
import type * as entry from '../../src/index.js';

export const load = async (): Promise<typeof entry> => {
  loaded.push(await import('../../src/index.js'));
  return loaded.at(-1)!;
};
/** Kept, with their registries: V8 calls no finalizer anymore once a registry was collected that had some to call. */
export const loaded: (typeof entry)[] = [];
beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

/** WebAssembly, but for what a test exchanges. */
export function stubWebAssembly(changes: object): void {
  vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), changes));
}

export function failing(error: Error): new () => never {
  return class {
    constructor() {
      throw error;
    }
  } as never;
}

/** A constructor that counts its calls. */
export function counted<C extends new (...args: never[]) => object>(original: C): { counting: C; calls: () => number } {
  let calls = 0;
  const counting = new Proxy(original, {
    construct(target, args, made): object {
      calls++;
      return Reflect.construct(target, args, made);
    },
  });
  return { counting, calls: () => calls };
}
