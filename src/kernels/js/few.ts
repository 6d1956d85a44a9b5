// The twin of assembly/few.ts, which explains the method.
import type { Memory } from './memory.js';
import { continueShares, scaleOf } from './quantize.js';

const CELLS = 64;
const TWO_32 = 2 ** 32;
const PRODUCT_ERROR = 2 ** -50;
const CARRY_ERROR = 2 ** -31;
const TO_INTEGER = 1.5 * 2 ** 52;

/** The twin of `floorBlocks`. */
export function floorBlocks(
  { f64, u32 }: Memory,
  weights: number,
  blocks: number,
  bits: number,
  sums: number,
  out: number,
): number {
  const first = weights >>> 3;
  const unit = f64[(sums >>> 3) + 4];
  const scale = scaleOf(f64, sums) / TWO_32;
  const parts = 2 ** (bits + 16);
  const error = 2 ** Math.max(bits - 16, 0) + 3;
  const magic = (1.5 * 2 ** 52) / parts;
  const limit = 2 ** 51 / parts;
  const shares = new Float64Array(CELLS);
  let isNear = false;
  for (let block = 0; block < blocks; block++) {
    let most = 0;
    let near = false;
    for (let i = 0; i < CELLS; i++) {
      const weight = f64[first + CELLS * block + i];
      const product = weight >= unit ? weight * scale : 0;
      if (product > most) most = product;
      const fixed = (product + magic - magic) * parts + error;
      const share = Math.floor(fixed / parts);
      if (share >= 1 && fixed - share * parts <= 2 * error) near = true;
      shares[i] = share;
    }
    if (most >= limit) {
      near = false;
      for (let i = 0; i < CELLS; i++) {
        const weight = f64[first + CELLS * block + i];
        const product = weight >= unit ? weight * scale : 0;
        shares[i] = floorOf(product, -1);
        if (shares[i] !== floorOf(product, 1)) near = true;
      }
    }
    if (near) isNear = true;
    tally(u32, shares, 0, 2 ** (32 - bits), (out >>> 2) + 4 * block);
  }
  return isNear ? 1 : 0;
}

function floorOf(product: number, sign: number): number {
  const error = product * (sign * PRODUCT_ERROR) + sign * CARRY_ERROR;
  return Math.max(product - 0.5 + error, -0.5) + TO_INTEGER - TO_INTEGER;
}

function tally(u32: Uint32Array, shares: ArrayLike<number>, first: number, capacity: number, at: number): void {
  let missing = 0;
  let beyond = 0;
  let heavies = 0;
  for (let i = first; i < first + CELLS; i++) {
    const share = shares[i];
    if (share < capacity) {
      missing += capacity - share;
    } else {
      beyond += share - capacity;
      heavies++;
    }
  }
  u32[at] = missing;
  u32[at + 1] = beyond;
  u32[at + 2] = heavies;
  u32[at + 3] = 0;
}

/** The twin of `shareBlocks`. */
export function shareBlocks(
  memory: Memory,
  weights: number,
  blocks: number,
  bits: number,
  sums: number,
  shares: number,
  out: number,
): void {
  const { u32 } = memory;
  for (let block = 0; block < blocks; block++) {
    const carry = u32[(sums >>> 2) + 10];
    continueShares(memory, weights + 8 * CELLS * block, CELLS, shares, shares + 4 * CELLS, sums);
    const at = (out >>> 2) + 4 * block;
    tally(u32, u32, shares >>> 2, 2 ** (32 - bits), at);
    u32[at + 3] = carry;
  }
}
