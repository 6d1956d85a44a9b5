// The draw as the design states it, in BigInt: computed in another way, as an independent check of both backends.

import type { Table } from './exact.js';

const WORD = (1n << 64n) - 1n;
export const MULTIPLIER = 6364136223846793005n;
const OUTPUT = 12605985483714917081n;

export interface Stream {
  readonly state: bigint;
  readonly increment: bigint;
}

/** The output function of pcg_setseq_64_rxs_m_xs_64. */
export function output(state: bigint): bigint {
  const word = (((state >> ((state >> 59n) + 5n)) ^ state) * OUTPUT) & WORD;
  return (word >> 43n) ^ word;
}

const OUTPUT_INVERSE = inverse(OUTPUT);

/**
 * The inverse of an odd number modulo 2^64, by Newton's iteration. It begins with 3 correct low bits, and each step
 * doubles them.
 */
function inverse(odd: bigint): bigint {
  let found = odd;
  for (let bits = 3; bits < 64; bits *= 2) found = (found * (2n - odd * found)) & WORD;
  return found;
}

/** The only state with output `word`: the output function is a bijection. */
export function stateOf(word: bigint): bigint {
  const product = ((word ^ (word >> 43n)) * OUTPUT_INVERSE) & WORD;
  // the top five bits, which are the shift, were not changed
  const shift = (product >> 59n) + 5n;
  let state = product;
  for (let known = shift; known < 64n; known += shift) state = product ^ (state >> shift);
  return state;
}

/** The reference's srandom: a step from 0, plus the seed, and another step. */
export function referenceSeeding(seed: bigint, sequence: bigint): Stream {
  const increment = ((sequence << 1n) | 1n) & WORD;
  const state = ((increment + seed) * MULTIPLIER + increment) & WORD;
  return { state, increment };
}

/**
 * The state after `steps` steps, in closed form: a^t s + c (a^t - 1) / (a - 1). a^t is computed modulo 2^64 (a - 1), so
 * that the division is exact. The number of steps may be negative.
 */
export function stateAfter({ state, increment }: Stream, steps: bigint): bigint {
  const modulus = (MULTIPLIER - 1n) << 64n;
  let power = 1n;
  let square = MULTIPLIER;
  for (let rest = BigInt.asUintN(64, steps); rest > 0n; rest >>= 1n) {
    if (rest & 1n) power = (power * square) % modulus;
    square = (square * square) % modulus;
  }
  return (power * state + increment * ((power - 1n) / (MULTIPLIER - 1n))) & WORD;
}

/** Words position, position + stride, … of a stream. */
export function words(stream: Stream, position: number, stride: number, count: number): bigint[] {
  return Array.from({ length: count }, (_, i) =>
    output(stateAfter(stream, BigInt(position) + BigInt(i) * BigInt(stride))),
  );
}

/** Stafford's variant 13 of MurmurHash3's finalizer, as in SplitMix64. */
function mix(z: bigint): bigint {
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & WORD;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & WORD;
  return z ^ (z >> 31n);
}

/** The number that `mix` makes to `mixed`. */
function unmix(mixed: bigint): bigint {
  const unshift = (z: bigint, shift: bigint) => z ^ (z >> shift) ^ (z >> (2n * shift)) ^ (z >> (3n * shift));
  let z = (unshift(mixed, 31n) * inverse(0x94d049bb133111ebn)) & WORD;
  z = (unshift(z, 27n) * inverse(0xbf58476d1ce4e5b9n)) & WORD;
  return unshift(z, 30n);
}

/** The stream with this increment in which draw `t` has `word` as its first further word. */
export function streamWith(word: bigint, t: number, increment: bigint): Stream {
  const state = (unmix(stateOf(word)) - (BigInt(t) + 1n) * 0x9e3779b97f4a7c15n) & WORD;
  return { state, increment };
}

/** The stream for (seed, epoch, purpose). */
export function streamOf(seed: number, epoch: number, purpose: number): Stream {
  const golden = 0x9e3779b97f4a7c15n;
  const chain = (start: bigint) => {
    const afterSeed = mix((start + golden + BigInt(seed)) & WORD);
    const afterEpoch = mix(((afterSeed + golden) & WORD) ^ BigInt(epoch));
    return mix(((afterEpoch + golden) & WORD) ^ BigInt(purpose));
  };
  return { state: chain(0n), increment: chain(0xd1b54a32d192ed03n) | 1n };
}

/** A word of the stream that decides draw `t` if its own word is an escape. It is a height and an index. */
export function pairOf(stream: Stream, t: number, tries: bigint): bigint {
  const start = mix((stream.state + (BigInt(t) + 1n) * 0x9e3779b97f4a7c15n) & WORD);
  return output(stateAfter({ ...stream, state: start }, tries));
}

/**
 * Draw `t` of a stream. Its half of a word decides. For an escape, the first pair of an index and a height below the
 * index's residual decides.
 */
export function drawOf(table: Table, stream: Stream, t: number): number {
  const { bits, cells, residuals, escapes } = table;
  const word = Number(BigInt.asUintN(32, output(stateAfter(stream, BigInt(t) / 2n)) >> (32n * (BigInt(t) % 2n))));
  const size = 2 ** bits;
  if (word < 2 ** 32 - escapes) {
    const packed = cells[word % size];
    return word >>> bits < packed >>> bits ? word % size : packed % size;
  }
  for (let tries = 0n; ; tries++) {
    const pair = pairOf(stream, t, tries);
    const index = Number(pair % BigInt(size));
    if (pair >> 32n < residuals[index]) return index;
  }
}

/** Draws position, position + stride, … of a stream. */
export function drawsOf(table: Table, stream: Stream, position: number, stride: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => drawOf(table, stream, position + i * stride));
}
