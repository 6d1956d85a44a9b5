// RandAugment: E. D. Cubuk, B. Zoph, J. Shlens, Q. V. Le, "RandAugment: Practical automated data augmentation with a
// reduced search space", CVPR Workshops 2020, doi:10.1109/CVPRW50498.2020.00359.
import { PcgGenerator } from 'loaded-dice';
import { OPERATIONS } from './operations.mjs';

/** Magnitudes are in [0, 10]. */
export const MOST_MAGNITUDE = 10;
/** timm's: each operation that was chosen is done in one of two cases. */
const CHANCE = 0.5;

/**
 * @typedef {object} Augmentation
 * @property {number} operations how many an image has done to it, one after the other
 * @property {number} magnitude how strong they are, in [0, 10]; 0 changes nothing
 */

/** Numbers that decide what becomes of a picture, for each operation. */
const NUMBERS = 5;

/**
 * The numbers of each draw: a function of seed and draw alone, so that a picture that is drawn again comes differently,
 * and that a run can go on anywhere.
 */
export class DrawNumbers {
  #random;
  #next = 0;

  /**
   * @param {Augmentation} augmentation
   * @param {number} seed
   */
  constructor({ operations }, seed) {
    this.count = NUMBERS * operations;
    this.#random = new PcgGenerator(seed);
  }

  /**
   * @param {number} draw the number of the draw in its run
   * @returns {Float64Array} (operations * 5,), in [0, 1)
   */
  at(draw) {
    const first = draw * this.count;
    if (first !== this.#next) this.#random.advance(first - this.#next);
    this.#next = first + this.count;
    return Float64Array.from({ length: this.count }, () => this.#random.nextFloat());
  }
}

/**
 * What becomes of a picture.
 * @param {import('./operations.mjs').Picture} picture
 * @param {Augmentation} augmentation
 * @param {Float64Array} numbers those of its draw
 * @returns {import('./operations.mjs').Picture}
 */
export function augment(picture, { operations, magnitude }, numbers) {
  const names = Object.keys(OPERATIONS);
  let changed = picture;
  for (let i = 0; i < operations; i++) {
    const [which, whether, side, x, y] = numbers.subarray(NUMBERS * i);
    const operation = OPERATIONS[names[Math.floor(which * names.length)]];
    if (whether < CHANCE) changed = operation(changed, magnitude / MOST_MAGNITUDE, side < 0.5 ? 1 : -1, [x, y]);
  }
  return changed;
}
