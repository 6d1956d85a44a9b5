// The twin of assembly/stream.ts.
import type { Memory } from './memory.js';
import { add, multiply, toU64, type U64 } from './u64.js';

function xor(a: U64, b: U64): U64 {
  return [a[0] ^ b[0], a[1] ^ b[1]];
}

/** z ^ (z >> shift), shift below 32 */
function xorShift([high, low]: U64, shift: number): U64 {
  return [high ^ (high >>> shift), low ^ ((low >>> shift) | (high << (32 - shift)))];
}

export function mix(z: U64): U64 {
  z = xorShift(z, 30);
  z = xorShift(multiply(z, [0xbf58476d, 0x1ce4e5b9]), 27);
  return xorShift(multiply(z, [0x94d049bb, 0x133111eb]), 31);
}

export const GOLDEN: U64 = [0x9e3779b9, 0x7f4a7c15];

function chain(start: U64, seed: U64, epoch: U64, purpose: U64): U64 {
  let hash = mix(add(add(start, GOLDEN), seed));
  hash = mix(xor(add(hash, GOLDEN), epoch));
  return mix(xor(add(hash, GOLDEN), purpose));
}

/** Writes the stream's state and increment (16 bytes at `stream`). */
export function openStream(memory: Memory, stream: number, seed: number, epoch: number, purpose: number): void {
  const at = stream >>> 2;
  const state = chain([0, 0], toU64(seed), toU64(epoch), toU64(purpose));
  const increment = chain([0xd1b54a32, 0xd192ed03], toU64(seed), toU64(epoch), toU64(purpose));
  memory.u32[at] = state[1];
  memory.u32[at + 1] = state[0];
  memory.u32[at + 2] = increment[1] | 1;
  memory.u32[at + 3] = increment[0];
}
