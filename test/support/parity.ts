// One call of a kernel on both backends, for the parity suite and for the fuzzer of kernels.
import type { Kernels } from '../../src/kernels/kernels.js';
import { backends, openMemory } from './backends.js';
import type { Call, Range } from './kernel-arbitraries.js';

/** Both backends' memories of `bytes` bytes, which calls of that size share. */
export const memoriesOf = (() => {
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
export function compare(name: keyof Kernels, call: Call, memories = memoriesOf(call.bytes)) {
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
