// Images of classes, and which of them are for training.
import * as tf from '@tensorflow/tfjs-core';
import { RandomSampler } from 'loaded-dice';
import { Told } from '../told.mjs';

/**
 * @typedef {object} Images
 * @property {string[]} names of the classes
 * @property {Int32Array} labels (n,), each image's class, in [0, names.length)
 * @property {Uint8Array} pixels (n * height * width * channels,), in [0, 255]
 * @property {number} height
 * @property {number} width
 * @property {number} channels 1 or 3
 */

/**
 * Some of the images, in the order of `indices`.
 * @param {Images} images
 * @param {ArrayLike<number>} indices
 * @returns {Images}
 */
export function pick(images, indices) {
  const size = images.height * images.width * images.channels;
  const pixels = new Uint8Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    pixels.set(images.pixels.subarray(indices[i] * size, (indices[i] + 1) * size), i * size);
  }
  return { ...images, labels: Int32Array.from(indices, (index) => images.labels[index]), pixels };
}

/**
 * Each image once: of several that are the same, pixel by pixel, the first. One that were drawn for training and for
 * validation, too, would be no unseen one.
 * @param {Images} images
 * @returns {Images}
 */
export function withoutDoubles(images) {
  const size = images.height * images.width * images.channels;
  const seen = new Set();
  const kept = [];
  for (let i = 0; i < images.labels.length; i++) {
    const key = Buffer.from(images.pixels.buffer, images.pixels.byteOffset + i * size, size).toString('latin1');
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(i);
  }
  return pick(images, kept);
}

/**
 * Sets some images of each class aside, at random by the seed.
 * @param {Images} images
 * @param {readonly number[]} counts how many of each class
 * @param {number} seed
 * @returns {[chosen: Images, rest: Images]} each class's images side by side
 * @throws {Told} A class has too few.
 */
export function choose(images, counts, seed) {
  const [chosen, rest] = [[], []];
  images.names.forEach((name, code) => {
    const own = [...images.labels.keys()].filter((i) => images.labels[i] === code);
    if (own.length < counts[code]) {
      throw new Told(`${name} has ${own.length} images: ${counts[code]} are wanted`);
    }
    const order = Array.from(new RandomSampler(own.length, { seed: `${seed} ${code}` }).indices(), (i) => own[i]);
    chosen.push(...order.slice(0, counts[code]));
    rest.push(...order.slice(counts[code]));
  });
  return [pick(images, chosen), pick(images, rest)];
}

/**
 * Images as numbers in [0, 1], (indices.length, height, width, channels).
 * @param {Images} images
 * @param {ArrayLike<number>} indices
 */
export function toTensor(images, indices) {
  const { pixels, height, width, channels } = pick(images, indices);
  return tf.tensor4d(
    Float32Array.from(pixels, (value) => value / 255),
    [indices.length, height, width, channels],
  );
}
