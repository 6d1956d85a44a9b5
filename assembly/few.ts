// Few draws from many weights, without an alias table. They are the draws from the table that alias-build.ts builds:
// src/sources/few-draws.ts says how. These kernels work on pieces of the weights, so that no copy of all is needed.

import { continueShares, headOf, restOf, scaleOf } from './quantize';

/** Cells of a block, and the bytes of their weights and of the high or low words of their shares. */
const CELLS: u32 = 64;
const WEIGHT_BYTES: usize = 512;
const WORD_BYTES: usize = 256;
const TWO_MINUS_32: f64 = 2.3283064365386963e-10;
/** The bits of 1.5. */
const ONE_AND_A_HALF: u64 = 0x3ff8000000000000;
/** Adding it rounds to an integer, which the low bits of the sum are: 1.5 * 2^52. */
const TO_INTEGER: f64 = 6755399441055744;
/** What a share may differ from a product of rounded numbers, relatively, and by its carry: 2^-50, and 2^-31. */
const PRODUCT_ERROR: f64 = 8.881784197001252e-16;
const CARRY_ERROR: f64 = 4.656612873077393e-10;

/**
 * Writes four u32 for each of `blocks` blocks of 64 cells: what its light cells lack to a capacity of 2^(32 - bits);
 * what its heavy cells have beyond it; the number of heavy cells; 0. `sums` is that of `quantize`, with a factor of 1.
 *
 * The high word of a share is the floor of a rounded product, unless the product is so near to an integer that rounding
 * or the carry decides. Returns 1 if there is such a weight, and 0 if there is none.
 */
export function floorBlocks(weights: usize, blocks: u32, bits: u32, sums: usize, out: usize): u32 {
  const capacities = i32x4.splat(1 << (32 - bits));
  const units = f64x2.splat(load<f64>(sums, 32));
  const scales = f64x2.splat(scaleOf(sums) * TWO_MINUS_32);
  // fixed point, for products below eight times the mean
  const fraction = i64(bits) + 16;
  const error: i64 = (1 << max<i64>(fraction - 32, 0)) + 3;
  const magic = i64(ONE_AND_A_HALF + (u64(52 - fraction) << 52));
  const limits = f64x2.splat(reinterpret<f64>((1023 + 51 - fraction) << 52));
  const magics = i64x2.splat(magic);
  const offsets = i64x2.splat(error - magic);
  const masks = i64x2.splat((1 << fraction) - 1);
  const errors = i64x2.splat(2 * error + 1);
  let near = i64x2.splat(0);
  for (const end = out + ((<usize>blocks) << 4); out < end; out += 16) {
    const stop = weights + WEIGHT_BYTES;
    let most = f64x2.splat(0);
    let nearHere = i64x2.splat(0);
    let missing = i32x4.splat(0);
    let beyond = i32x4.splat(0);
    let heavies = i32x4.splat(0);
    do {
      const given = v128.load(weights);
      const next = v128.load(weights, 16);
      const a = f64x2.mul(v128.and(given, f64x2.ge(given, units)), scales);
      const b = f64x2.mul(v128.and(next, f64x2.ge(next, units)), scales);
      most = f64x2.pmax(most, f64x2.pmax(a, b));
      const x = i64x2.add(f64x2.add(a, magics), offsets);
      const y = i64x2.add(f64x2.add(b, magics), offsets);
      nearHere = v128.or(nearHere, v128.and(i64x2.gt_s(errors, v128.and(x, masks)), i64x2.gt_s(x, masks)));
      nearHere = v128.or(nearHere, v128.and(i64x2.gt_s(errors, v128.and(y, masks)), i64x2.gt_s(y, masks)));
      const shares = v128.shuffle<i32>(i64x2.shr_u(x, i32(fraction)), i64x2.shr_u(y, i32(fraction)), 0, 2, 4, 6);
      const difference = i32x4.sub(shares, capacities);
      const heavy = i32x4.ge_u(shares, capacities);
      beyond = i32x4.add(beyond, v128.and(difference, heavy));
      missing = i32x4.sub(missing, v128.andnot(difference, heavy));
      heavies = i32x4.sub(heavies, heavy);
      weights += 32;
    } while (weights < stop);
    storeTally(out, missing, beyond, heavies, 0);
    if (v128.any_true(f64x2.ge(most, limits))) {
      nearHere = floorLarge(weights - WEIGHT_BYTES, capacities, units, scales, out);
    }
    near = v128.or(near, nearHere);
  }
  return u32(v128.any_true(near));
}

/** Computes a block with a large product. Returns the bits in which the possible floors differ. */
function floorLarge(weights: usize, capacities: v128, units: v128, scales: v128, out: usize): v128 {
  let near = i64x2.splat(0);
  let missing = i32x4.splat(0);
  let beyond = i32x4.splat(0);
  let heavies = i32x4.splat(0);
  for (const stop = weights + WEIGHT_BYTES; weights < stop; weights += 32) {
    const given = v128.load(weights);
    const next = v128.load(weights, 16);
    const a = f64x2.mul(v128.and(given, f64x2.ge(given, units)), scales);
    const b = f64x2.mul(v128.and(next, f64x2.ge(next, units)), scales);
    const floorA = floorsOf(a, -1);
    const floorB = floorsOf(b, -1);
    near = v128.or(near, v128.or(v128.xor(floorA, floorsOf(a, 1)), v128.xor(floorB, floorsOf(b, 1))));
    const shares = v128.shuffle<i32>(floorA, floorB, 0, 2, 4, 6);
    const difference = i32x4.sub(shares, capacities);
    const heavy = i32x4.ge_u(shares, capacities);
    beyond = i32x4.add(beyond, v128.and(difference, heavy));
    missing = i32x4.sub(missing, v128.andnot(difference, heavy));
    heavies = i32x4.sub(heavies, heavy);
  }
  storeTally(out, missing, beyond, heavies, 0);
  return near;
}

/** The floors of the least (`sign` -1) or the most (1) that the true shares may be, in the low 32 bits of each lane. */
function floorsOf(products: v128, sign: f64): v128 {
  const error = f64x2.add(f64x2.mul(products, f64x2.splat(sign * PRODUCT_ERROR)), f64x2.splat(sign * CARRY_ERROR));
  const nearest = f64x2.add(f64x2.sub(products, f64x2.splat(0.5)), error);
  // -0.5 rounds to 0
  return f64x2.add(f64x2.pmax(nearest, f64x2.splat(-0.5)), f64x2.splat(TO_INTEGER));
}

/**
 * Writes for each of `blocks` blocks what `floorBlocks` writes, from exact shares, and in place of the 0 the carry
 * before the block. `sums` is that of `quantize`; its last 8 bytes, the carry (u64), advance. The shares of the last
 * block remain: 64 high words, then 64 low words (u32 at `shares`).
 */
export function shareBlocks(weights: usize, blocks: u32, bits: u32, sums: usize, shares: usize, out: usize): void {
  const scale = scaleOf(sums);
  const head = headOf(scale);
  const rest = restOf(sums, scale);
  const capacities = i32x4.splat(1 << (32 - bits));
  for (const end = out + ((<usize>blocks) << 4); out < end; out += 16, weights += WEIGHT_BYTES) {
    const carry = load<u32>(sums, 40);
    continueShares(weights, CELLS, shares, shares + WORD_BYTES, sums, head, rest);
    let missing = i32x4.splat(0);
    let beyond = i32x4.splat(0);
    let heavies = i32x4.splat(0);
    for (let at = shares; at < shares + WORD_BYTES; at += 16) {
      const difference = i32x4.sub(v128.load(at), capacities);
      const heavy = i32x4.ge_u(v128.load(at), capacities);
      beyond = i32x4.add(beyond, v128.and(difference, heavy));
      missing = i32x4.sub(missing, v128.andnot(difference, heavy));
      heavies = i32x4.sub(heavies, heavy);
    }
    storeTally(out, missing, beyond, heavies, carry);
  }
}

/** Stores the sums of the lanes, and the carry: four u32. */
function storeTally(out: usize, missing: v128, beyond: v128, heavies: v128, carry: u32): void {
  const carries = i32x4.replace_lane(i32x4.splat(0), 0, carry);
  const halves = i32x4.add(
    v128.shuffle<i32>(missing, beyond, 0, 4, 1, 5),
    v128.shuffle<i32>(missing, beyond, 2, 6, 3, 7),
  );
  const others = i32x4.add(
    v128.shuffle<i32>(heavies, carries, 0, 4, 1, 5),
    v128.shuffle<i32>(heavies, carries, 2, 6, 3, 7),
  );
  const sums = i32x4.add(v128.shuffle<i32>(halves, others, 0, 1, 4, 5), v128.shuffle<i32>(halves, others, 2, 3, 6, 7));
  v128.store(out, sums);
}
