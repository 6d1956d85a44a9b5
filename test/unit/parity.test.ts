// The JavaScript twin is the WebAssembly kernels' equal, byte for byte: same memory before, same memory and answer
// after.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../src/kernels/kernels.js';
import { twins } from '../support/backends.js';
import { cases, edgeDraw, largeDraw, tableOf } from '../support/kernel-cases.js';
import { compare, memoriesOf } from '../support/parity.js';
import { wholeCells } from '../support/weight-sets.js';

const names = Object.keys(twins) as (keyof Kernels)[];

describe('parity of the backends', () => {
  it('is tested for every kernel that there is', () => {
    expect(names.length).toBeGreaterThan(3);
    expect(Object.keys(cases).sort()).toEqual([...names].sort());
    for (const { kernels } of memoriesOf(0)) expect(Object.keys(kernels).sort()).toEqual([...names].sort());
  });

  it.each(names)('%s: the same memory and answer on both, and nothing written out of place', (name) => {
    let changed = 0;
    fc.assert(
      fc.property(cases[name], (call) => {
        const result = compare(name, call);
        changed += result.changed;
        expect(result.wrong).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(changed).toBeGreaterThan(1000);
  });

  it.each([
    [15, 0, 0, 1],
    [16, 2 ** 31, 2 ** 50, 1],
    [17, 2 ** 20, 2 ** 50 + 1, 1],
    [18, 2 ** 24, 2 ** 50 + 1, 3],
    [18, 2 ** 24, 7, 2 ** 30],
  ])('aliasDraw from 2^%i cells, %i escapes, draws %i and on by %i: the same', (bits, escapes, position, stride) => {
    const { wrong, changed } = compare('aliasDraw', largeDraw(bits, escapes, position, stride));
    expect(wrong).toEqual([]);
    expect(changed).toBeGreaterThan(5 * 1024);
  });

  it.each([1, 2, 3])('aliasDraw at an edge, by %i: the same', (stride) => {
    for (const edge of ['word', 'height'] as const) {
      for (let t = 0; t < 8 * stride; t++) expect(compare('aliasDraw', edgeDraw(edge, t, stride)).wrong).toEqual([]);
    }
  });

  it('aliasBuild of shares that are whole cells, and of one word less: the same', () => {
    // whatever the bytes beyond are
    for (let noise = 0; noise < 40; noise++) {
      for (const given of wholeCells) expect(compare('aliasBuild', tableOf(given, noise, 8)).wrong).toEqual([]);
    }
  });

  it('aliasBuild gives every status on both', () => {
    const seen = new Set<number>();
    for (const call of fc.sample(cases.aliasBuild, { numRuns: 300, seed: 1 })) {
      const { wrong, returned } = compare('aliasBuild', call);
      expect(wrong).toEqual([]);
      seen.add(Math.min(returned ?? Number.NaN, 2));
    }
    expect([...seen].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
  });

  it('would be missed: a byte that differs, one out of place, another answer', () => {
    const [call] = fc.sample(cases.pcgWords, { numRuns: 20, seed: 5 }).filter(({ args }) => args[4] > 4);
    const [from] = call.writes[0];
    const [wasm, js] = memoriesOf(call.bytes);
    expect(compare('pcgWords', call).wrong).toEqual([]);
    expect(compare('pcgWords', { ...call, writes: [[from + 8, call.bytes]] }).wrong).toEqual([
      `byte ${from} is outside of what pcgWords may write`,
      `byte ${from + 4} is outside of what pcgWords may write`,
    ]);
    const pcgWords: Kernels['pcgWords'] = (...args) => {
      js.kernels.pcgWords(...args);
      js.u32[from / 4] ^= 1;
      js.u32[js.u32.length - 1] ^= 1;
      return 1 as unknown as undefined;
    };
    const altered = { ...js, kernels: { ...js.kernels, pcgWords } };
    expect(compare('pcgWords', call, [wasm, altered]).wrong).toEqual([
      'returned  and 1',
      expect.stringMatching(`^byte ${from} on: \\d+ and \\d+$`),
      `byte ${wasm.u32.length * 4 - 4} is outside of what pcgWords may write`,
      expect.stringMatching(`^byte ${wasm.u32.length * 4 - 4} on: \\d+ and \\d+$`),
    ]);
  });
});
