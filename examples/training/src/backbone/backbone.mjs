/**
 * A frozen network: what a linear layer learns from.
 * @typedef {object} Backbone
 * @property {number} side of the square images that it takes, in pixels
 * @property {number} size how many features it gives
 * @property {(images: import('@tensorflow/tfjs-core').Tensor4D) => import('@tensorflow/tfjs-core').Tensor2D} features
 * of images (n, side, side, channels), in [0, 1]: (n, size)
 */
export {};
