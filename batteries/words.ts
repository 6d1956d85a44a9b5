// The random words that samplers draw from: those of the streams of (seed, epoch), low half first.
import { pcgWords } from '../src/kernels/js/pcg.js';
import { openStream } from '../src/kernels/js/stream.js';
import { PURPOSE } from '../src/sources/source.js';

/** Writes the next 32-bit numbers of a stream to all of `out`. Its length is a multiple of 256. */
export type Fill = (out: Uint32Array) => void;

/** Address of word 0 of the working memory, after the stream. */
const OUT = 16;

/** Number of consecutive seeds or epochs that take turns. */
export const INTERLEAVED = 64;

/** Working memory of the kernels: for a stream, and for `count` words of 64 bits. */
function memoryOf(count: number) {
  const bytes = new ArrayBuffer(OUT + 8 * count);
  return { u32: new Uint32Array(bytes), f64: new Float64Array(bytes) };
}

/** The words of one stream, each as two numbers: its low half, then its high half. */
export function wordsOf(seed: number, epoch: number): Fill {
  let memory = memoryOf(0);
  let position = 0;
  return (out) => {
    const count = out.length / 2;
    if (memory.u32.length < OUT / 4 + out.length) {
      memory = memoryOf(count);
      openStream(memory, 0, seed, epoch, PURPOSE.draws);
    }
    pcgWords(memory, 0, position, 1, OUT, count);
    position += count;
    out.set(memory.u32.subarray(OUT / 4, OUT / 4 + out.length));
  };
}

/** One half of each word of one stream. */
export function halvesOf(seed: number, half: 'low' | 'high'): Fill {
  const fill = wordsOf(seed, 0);
  let words = new Uint32Array(0);
  return (out) => {
    if (words.length !== 2 * out.length) words = new Uint32Array(2 * out.length);
    fill(words);
    for (let i = 0, at = half === 'low' ? 0 : 1; i < out.length; i++, at += 2) out[i] = words[at];
  };
}

/** The numbers of `fill`, each with its bits in reverse order. */
export function reversed(fill: Fill): Fill {
  return (out) => {
    fill(out);
    for (let i = 0; i < out.length; i++) out[i] = reverse(out[i]);
  };
}

export function reverse(word: number): number {
  let bits = ((word >>> 1) & 0x55555555) | ((word & 0x55555555) << 1);
  bits = ((bits >>> 2) & 0x33333333) | ((bits & 0x33333333) << 2);
  bits = ((bits >>> 4) & 0x0f0f0f0f) | ((bits & 0x0f0f0f0f) << 4);
  bits = ((bits >>> 8) & 0x00ff00ff) | ((bits & 0x00ff00ff) << 8);
  return ((bits >>> 16) | (bits << 16)) >>> 0;
}

/** Word 0 of each stream, then word 1 of each, and so on. Each word is two numbers. */
export function interleaved(streams: readonly Fill[]): Fill {
  let words = new Uint32Array(0);
  return (out) => {
    const each = out.length / streams.length;
    if (words.length !== each) words = new Uint32Array(each);
    streams.forEach((fill, stream) => {
      fill(words);
      for (let i = 0, at = 2 * stream; i < each; i += 2, at += 2 * streams.length) {
        out[at] = words[i];
        out[at + 1] = words[i + 1];
      }
    });
  };
}

/** Word 0 of stream 0, 1, 2, …. `settings` maps the stream's number to its seed and epoch. */
export function firstWords(settings: (stream: number) => readonly [seed: number, epoch: number]): Fill {
  const memory = memoryOf(1);
  let stream = 0;
  return (out) => {
    for (let i = 0; i < out.length; i += 2, stream++) {
      const [seed, epoch] = settings(stream);
      openStream(memory, 0, seed, epoch, PURPOSE.draws);
      pcgWords(memory, 0, 0, 1, OUT, 1);
      out[i] = memory.u32[OUT / 4];
      out[i + 1] = memory.u32[OUT / 4 + 1];
    }
  };
}
