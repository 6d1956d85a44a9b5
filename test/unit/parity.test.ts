// The JavaScript twin is the WebAssembly kernels' equal, byte for byte: same memory before, same memory and answer
// after.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../src/kernels/kernels.js';
import { backends, openMemory, twins } from '../support/backends.js';
import { type Call, cases, edgeDraw, largeDraw, type Range, tableOf } from '../support/kernel-cases.js';
import { wholeCells } from '../support/weight-sets.js';

const names = Object.keys(twins) as (keyof Kernels)[];

/** Both backends' memories of `bytes` bytes, which calls of that size share. */
const memoriesOf = (() => {
  const opened = new Map<number, ReturnType<typeof openMemory>[]>();
  return (bytes: number) => {
    // whole pages, so that there is no more of the WebAssembly memory than is compared; and room to write out of place
    const size = 65536 * 2 ** Math.max(0, Math.ceil(Math.log2((bytes + 1024) / 65536)));
    if (!opened.has(size))
      opened.set(
        size,
        backends.map((backend) => openMemory(size, backend)),
      );
    return opened.get(size)!;
  };
})();

/** The memory before a call: numbers that mean nothing, then what the call needs to find. */
function before({ noise, fill }: Call, words: number): Uint32Array {
  const u32 = new Uint32Array(words);
  for (let i = 0, word = noise; i < words; i++) {
    word = (Math.imul(word, 1664525) + 1013904223) | 0;
    u32[i] = word ^ (word >>> 15);
  }
  fill(u32, new Float64Array(u32.buffer));
  return u32;
}

function isIn(ranges: readonly Range[], byte: number): boolean {
  return ranges.some(([from, to]) => byte >= from && byte < to);
}

/** Makes the call on both backends; what differs, or was written out of place, as sentences. */
function compare(name: keyof Kernels, call: Call, memories = memoriesOf(call.bytes)) {
  const [wasm, js] = memories.map(({ u32 }) => u32);
  const start = before(call, wasm.length);
  const returned = memories.map(({ kernels, u32 }) => {
    u32.set(start);
    return (kernels[name] as (...args: readonly number[]) => number | undefined)(...call.args);
  });
  const wrong: string[] = [];
  if (!Object.is(returned[0], returned[1])) wrong.push(`returned ${returned.join(' and ')}`);
  if (js.length !== wasm.length) wrong.push(`memories of ${wasm.length} and ${js.length} words`);
  let changed = 0;
  for (let word = 0; word < start.length; word++) {
    const same = wasm[word] === js[word];
    if (same && wasm[word] === start[word]) continue;
    changed++;
    // regions begin and end at words
    if (!isIn(call.writes, 4 * word)) wrong.push(`byte ${4 * word} is outside of what ${name} may write`);
    if (!same && !isIn(call.scratch, 4 * word)) wrong.push(`byte ${4 * word} on: ${wasm[word]} and ${js[word]}`);
  }
  return { wrong: wrong.slice(0, 10), returned: returned[0], changed };
}

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
