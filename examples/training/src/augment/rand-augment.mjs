// RandAugment: E. D. Cubuk, B. Zoph, J. Shlens, Q. V. Le, "RandAugment: Practical automated data augmentation with a
// reduced search space", CVPR Workshops 2020, doi:10.1109/CVPRW50498.2020.00359.
import { PcgGenerator } from 'loaded-dice';
import { OPERATIONS } from './operations.mjs';

/** Magnitudes are in [0, 10]. */
export const MOST = 10;
/** timm's: each operation that was chosen is done in one of two cases. */
const CHANCE = 0.5;

/**
 * @typedef {object} Augmentation
 * @property {number} operations how many an image has done to it, one after the other
 * @property {number} magnitude how strong they are, in [0, 10]; 0 changes nothing
 */

/** Seeds that are far from one another, for numbers that are neighbors: multiples of two odd constants of 64 bits. */
function seedOf(seed, draw) {
  return BigInt.asUintN(64, BigInt(seed) * 0x9e3779b97f4a7c15n + BigInt(draw + 1) * 0xd1342543de82ef95n);
}

/**
 * The numbers that decide what becomes of a picture at its draw: a function of seed and draw alone, so that a picture
 * that is drawn again comes differently, and that a run can go on anywhere.
 * @param {Augmentation} augmentation
 * @param {number} seed
 * @param {number} draw the number of the draw in its run
 * @returns {Float64Array} (operations * 5,), in [0, 1)
 */
export function numbersFor({ operations }, seed, draw) {
  const random = new PcgGenerator(seedOf(seed, draw));
  return Float64Array.from({ length: 5 * operations }, () => random.nextFloat());
}

/**
 * What becomes of a picture.
 * @param {import('./operations.mjs').Picture} picture
 * @param {Augmentation} augmentation
 * @param {Float64Array} numbers as `numbersFor` gives them
 * @returns {import('./operations.mjs').Picture}
 */
export function augment(picture, { operations, magnitude }, numbers) {
  const names = Object.keys(OPERATIONS);
  let changed = picture;
  for (let i = 0; i < operations; i++) {
    const [which, whether, side, x, y] = numbers.subarray(5 * i);
    const operation = OPERATIONS[names[Math.floor(which * names.length)]];
    if (whether < CHANCE) changed = operation(changed, magnitude / MOST, side < 0.5 ? 1 : -1, [x, y]);
  }
  return changed;
}
