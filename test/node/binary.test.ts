// The build's own checks of the binary: it passes them, and each of them can fail.
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { CALLED, faults, kernelNames } from '../../scripts/kernels.mjs';
import { binary, dynamicBinary, extraBinary, trialsBinary, uniformBinary } from '../../src/kernels/wasm/binaries.js';
import { coreModule } from '../../src/kernels/wasm/core.js';
import { dynamicModule } from '../../src/kernels/wasm/dynamic.js';
import { extraModule } from '../../src/kernels/wasm/extra.js';
import { trialsModule } from '../../src/kernels/wasm/trials.js';
import { uniformModule } from '../../src/kernels/wasm/uniform.js';

describe.each([
  ['kernels', binary, coreModule],
  ['kernels-extra', extraBinary, extraModule],
  ['kernels-dynamic', dynamicBinary, dynamicModule],
  ['kernels-trials', trialsBinary, trialsModule],
  ['kernels-uniform', uniformBinary, uniformModule],
] as const)('the built binary %s', (name, inlined, module) => {
  const bytes = readFileSync(new URL(`../../build/${name}.wasm`, import.meta.url));

  it('has no fault', async () => {
    expect(faults(bytes, (await kernelNames())[name])).toEqual([]);
  });

  it('is the one that is inlined and run', async () => {
    expect(Buffer.from(inlined()).equals(bytes)).toBe(true);
    const exports = WebAssembly.Module.exports(module()).map(({ name }) => name);
    expect(exports.sort()).toEqual((await kernelNames())[name].sort());
  });

  it('is the same however its digits are read', () => {
    vi.stubGlobal('Buffer', undefined);
    expect(inlined()).toEqual(new Uint8Array(bytes));
    Object.defineProperty(Uint8Array, 'fromHex', { value: () => 'native', configurable: true });
    expect(inlined()).toBe('native');
    delete (Uint8Array as { fromHex?: unknown }).fromHex;
    vi.unstubAllGlobals();
  });

  it('imports one shared memory, of as many pages as it is given', () => {
    const open = (descriptor: WebAssembly.MemoryDescriptor) => () =>
      new WebAssembly.Instance(module(), { env: { memory: new WebAssembly.Memory(descriptor) } });
    expect(open({ initial: 1, maximum: 1, shared: true })).not.toThrow();
    expect(open({ initial: 300, maximum: 300, shared: true })).not.toThrow();
    expect(open({ initial: 1, maximum: 1 })).toThrow(WebAssembly.LinkError);
  });
});

it.each(CALLED)('%s, which is called and not copied into kernels, is a function of assembly/', (path) => {
  const [file, name] = path.split('/');
  const source = readFileSync(new URL(`../../assembly/${file}.ts`, import.meta.url), 'utf8');
  expect(source).toMatch(new RegExp(`^(export )?function ${name}\\(`, 'm'));
});

// Modules by hand: WebAssembly core specification, 5.5. A function that does nothing, and the section in question.
type Sections = Record<number, number[]>;
const text = (characters: string) => [characters.length, ...Buffer.from(characters)];
/** Shared, 1 page, at most 65,536. */
const MEMORY = [0x03, 1, 0x80, 0x80, 0x04];
const IMPORTED_MEMORY = [...text('env'), ...text('memory'), 0x02, ...MEMORY];
const ZERO = [0x41, 0, 0x0b];
const good: Sections = {
  1: [1, 0x60, 0, 0],
  2: [1, ...IMPORTED_MEMORY],
  3: [1, 0],
  7: [1, ...text('one'), 0x00, 0],
  10: [1, 2, 0, 0x0b],
};
/** The order that sections have in a binary: the count of data segments comes before the code that it is for. */
const ORDER = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11, 0];

function moduleOf(changed: Sections = {}): Uint8Array<ArrayBuffer> {
  const sections: Sections = { ...good, ...changed };
  const body = ORDER.filter((id) => sections[id]).flatMap((id) => [id, ...leb(sections[id].length), ...sections[id]]);
  return Uint8Array.from([0, ...Buffer.from('asm'), 1, 0, 0, 0, ...body]);
}

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

describe('the checks of the binary', () => {
  it('let a module pass that has nothing but its functions', () => {
    expect(faults(moduleOf(), ['one'])).toEqual([]);
  });

  it.each<[string, Sections, string]>([
    ['a mutable global', { 6: [1, 0x7f, 0x01, ...ZERO] }, 'a global section'],
    ['a start function', { 8: [0] }, 'a start section'],
    ['a table with elements', { 4: [1, 0x70, 0, 1], 9: [1, 0, ...ZERO, 1, 0] }, 'an? element section'],
    ['a data segment', { 11: [1, 0, ...ZERO, ...text('data')] }, 'a data section'],
    ['a count of data segments', { 12: [0] }, 'a dataCount section'],
  ])('refuse %s', (_, changed, sentence) => {
    expect(faults(moduleOf(changed), ['one'])).toEqual([expect.stringMatching(`^${sentence}: each instantiation`)]);
  });

  it('refuse a memory of its own', () => {
    const own = moduleOf({ 2: [0], 5: [1, ...MEMORY] });
    expect(faults(own, ['one'])).toEqual([
      expect.stringMatching('^a memory section'),
      expect.stringMatching('expected only env.memory$'),
    ]);
  });

  it('refuse a memory that is not shared', () => {
    // limits 1: a maximum, not shared
    const unshared = moduleOf({ 2: [1, ...text('env'), ...text('memory'), 0x02, 0x01, 1, 1] });
    expect(faults(unshared, ['one'])).toEqual(['a memory that is not shared']);
  });

  it('refuse an import beside the memory, and the memory under another name', () => {
    const more = moduleOf({ 2: [2, ...IMPORTED_MEMORY, ...text('env'), ...text('abort'), 0x00, 0] });
    expect(faults(more, ['one'])).toContainEqual(
      'imports env.memory (memory),env.abort (function), expected only env.memory',
    );
    const renamed = moduleOf({ 2: [1, ...text('env'), ...text('heap'), 0x02, ...MEMORY] });
    expect(faults(renamed, ['one'])).toEqual(['imports env.heap (memory), expected only env.memory']);
  });

  it('refuse exports that are not those of the interface', () => {
    const wanted = (names: string[]) => faults(moduleOf(), names);
    expect(wanted(['one', 'two'])).toEqual([
      'exports one (function), expected the interface Kernels: one (function),two (function)',
    ]);
    expect(wanted([])).toEqual(['exports one (function), expected the interface Kernels: ']);
    expect(wanted(['other'])).toHaveLength(1);
    const memoryToo = moduleOf({ 7: [2, ...text('one'), 0x00, 0, ...text('memory'), 0x02, 0] });
    expect(faults(memoryToo, ['one'])).toEqual([expect.stringMatching(/^exports one \(function\),memory \(memory\)/)]);
  });

  it('refuse what is too large to be inlined', () => {
    const padded = (bytes: number) => moduleOf({ 0: [...text('padding'), ...new Array<number>(bytes).fill(0)] });
    expect(faults(padded(16000), ['one'])).toEqual([]);
    expect(faults(padded(16384), ['one'])).toEqual([expect.stringMatching(/^16\d{3} bytes, more than 16384$/)]);
  });

  it('do not take what is no module', () => {
    expect(() => faults(moduleOf().subarray(1), ['one'])).toThrow(WebAssembly.CompileError);
  });
});
