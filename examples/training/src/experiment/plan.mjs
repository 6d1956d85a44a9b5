// Which runs make an experiment, and how one is told from another.
import { WAYS } from '../train/ways.mjs';

/** How each run is trained, unless it is said otherwise. */
export const TRAINING = { epochs: 10, batchSize: 16, rate: 0.03, decay: 0.05 };

/** How images are augmented, where they are: as many operations and as strong as in timm's rand-m9-n2. */
export const AUGMENTATION = { operations: 2, magnitude: 9 };

/**
 * Where images are from, and what makes features of them.
 * @typedef {object} Source
 * @property {string | null} folder of photographs; null for Fashion-MNIST
 * @property {string | null} backbone a graph model's folder or address; null for the network of weights/
 * @property {[number, number]} range what black and white are to it
 *
 * @typedef {object} Setup an imbalanced set
 * @property {Source} source
 * @property {string[]} classes
 * @property {number[]} keep images of each class to train with
 * @property {number[]} validation images of each class that are never trained with
 * @property {string} content a hash of images and network
 *
 * @typedef {object} Task one run
 * @property {Setup} setup
 * @property {string} way one of WAYS
 * @property {import('../augment/rand-augment.mjs').Augmentation | null} augmentation
 * @property {number} seed of which images are kept, of draws and of augmentation
 * @property {typeof TRAINING} training
 */

/** @type {Source} */
export const FASHION = { folder: null, backbone: null, range: [0, 1] };

/**
 * Every way, without and with augmentation, by each seed; seeds come first, so that what is there after a while is of
 * all ways.
 * @param {Setup[]} setups
 * @param {{ seeds: number, ways?: string[], training?: typeof TRAINING }} options
 * @returns {Task[]}
 */
export function tasksOf(setups, { seeds, ways = Object.keys(WAYS), training = TRAINING }) {
  return Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) =>
    setups.flatMap((setup) =>
      ways.flatMap((way) => [null, AUGMENTATION].map((augmentation) => ({ setup, way, augmentation, seed, training }))),
    ),
  );
}

/** A text that equal set-ups share. */
export function setupKey({ source: { folder, backbone, range }, classes, keep, validation, content }) {
  return JSON.stringify([folder, backbone, range, classes, keep, validation, content]);
}

/** A text that equal tasks share. */
export function keyOf({ setup, way, augmentation, seed, training: { epochs, batchSize, rate, decay } }) {
  const { operations, magnitude } = augmentation ?? {};
  const how = augmentation ? [operations, magnitude] : null;
  return JSON.stringify([setupKey(setup), way, how, seed, epochs, batchSize, rate, decay]);
}
