// A small convolutional network for 28 × 28 gray images: three times 3 × 3 convolutions, halved in between, and the
// mean over what is left of the image: 64 features.
import * as tf from '@tensorflow/tfjs-core';

/** How many maps each layer has. */
const WIDTHS = [16, 32, 64];
export const FEATURES = 64;

/** The shape of each weight by its name, in the order in which they are stored. */
export const SHAPES = WIDTHS.flatMap((width, layer) => [
  [`kernel${layer}`, [3, 3, layer === 0 ? 1 : WIDTHS[layer - 1], width]],
  [`bias${layer}`, [width]],
]);

/**
 * The features of images.
 * @param {Record<string, tf.Tensor>} weights by SHAPES
 * @param {tf.Tensor4D} images (n, 28, 28, 1), in [0, 1]
 * @param {typeof tf.conv2d} convolve
 * @returns {tf.Tensor2D} (n, 64)
 */
export function featuresOf(weights, images, convolve = tf.conv2d) {
  return tf.tidy(() => {
    let maps = images;
    WIDTHS.forEach((_, layer) => {
      if (layer > 0) maps = tf.avgPool(maps, 2, 2, 'valid');
      maps = tf.relu(tf.add(convolve(maps, weights[`kernel${layer}`], 1, 'same'), weights[`bias${layer}`]));
    });
    return tf.mean(maps, [1, 2]);
  });
}

/**
 * A 3 × 3 convolution as a product of matrices, which TensorFlow.js can differentiate on WebAssembly: its own has no
 * gradient there.
 * @param {tf.Tensor4D} maps (n, height, width, channels)
 * @param {tf.Tensor4D} kernel (3, 3, channels, width)
 * @returns {tf.Tensor4D} (n, height, width, width of the kernel)
 */
export function convolveByProducts(maps, kernel) {
  const [n, height, width, channels] = maps.shape;
  const padded = tf.pad(maps, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  const parts = [];
  for (let y = 0; y < 3; y++) {
    for (let x = 0; x < 3; x++) parts.push(tf.slice(padded, [0, y, x, 0], [n, height, width, channels]));
  }
  const patches = tf.reshape(tf.concat(parts, 3), [n * height * width, 9 * channels]);
  const product = tf.matMul(patches, tf.reshape(kernel, [9 * channels, kernel.shape[3]]));
  return tf.reshape(product, [n, height, width, kernel.shape[3]]);
}
