// A linear layer over features, trained by AdamW: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization",
// ICLR 2019, arXiv:1711.05101. Adam is TensorFlow.js's; decay and rate are set before each step.
import * as tf from '@tensorflow/tfjs-core';

/**
 * @typedef {object} Schedule
 * @property {number} rate the highest
 * @property {number} warmUp steps over which it rises to that; then it falls to 0 as a cosine does
 * @property {number} steps in all
 * @property {number} decay of weights, times the rate, a step
 */

/** The rate at a step, from 0 on. */
export function rateAt(step, { rate, warmUp, steps }) {
  if (step < warmUp) return (rate * (step + 1)) / warmUp;
  return (rate / 2) * (1 + Math.cos((Math.PI * (step - warmUp)) / Math.max(1, steps - warmUp)));
}

export class LinearLayer {
  #kernel;
  #bias;
  #optimizer;
  #step = 0;

  /** It begins with zeros: no seed decides on what it learns but those of images and draws. */
  constructor(features, classes, schedule) {
    this.schedule = schedule;
    // tidied up is what they begin with, and not they themselves
    [this.#kernel, this.#bias] = tf.tidy(() =>
      [[features, classes], [classes]].map((shape) => tf.variable(tf.zeros(shape))),
    );
    this.#optimizer = tf.train.adam(schedule.rate);
  }

  /** Scores of each class, (n, classes), of features (n, features). */
  scores(features) {
    return tf.tidy(() => tf.add(tf.matMul(features, this.#kernel), this.#bias));
  }

  /**
   * The mean loss of a batch and its gradients, as plain numbers, so that processes can send them to one another.
   * @param {tf.Tensor2D} features (n, features)
   * @param {ArrayLike<number>} labels (n,)
   * @param {readonly number[] | undefined} lossWeights of each class
   * @returns {{ loss: number, gradients: Float32Array[] }}
   */
  gradients(features, labels, lossWeights) {
    return tf.tidy(() => {
      const classes = this.#bias.shape[0];
      const wanted = tf.oneHot(tf.tensor1d(Int32Array.from(labels), 'int32'), classes);
      const weights = tf.tensor1d(Float32Array.from(labels, (label) => lossWeights?.[label] ?? 1));
      const variables = [this.#kernel, this.#bias];
      const { value, grads } = tf.variableGrads(() => {
        const each = tf.neg(tf.sum(tf.mul(tf.logSoftmax(this.scores(features)), wanted), 1));
        return tf.mean(tf.mul(each, weights));
      }, variables);
      return { loss: value.dataSync()[0], gradients: variables.map(({ name }) => grads[name].dataSync().slice()) };
    });
  }

  /** One step of AdamW along gradients. */
  apply(gradients) {
    const rate = rateAt(this.#step++, this.schedule);
    this.#optimizer.learningRate = rate;
    tf.tidy(() => {
      // what multiplies is decayed; what is added is not
      this.#kernel.assign(tf.mul(this.#kernel, 1 - rate * this.schedule.decay));
      const variables = [this.#kernel, this.#bias];
      const named = variables.map(({ name, shape }, i) => [name, tf.tensor(gradients[i], shape)]);
      this.#optimizer.applyGradients(Object.fromEntries(named));
    });
  }

  dispose() {
    for (const each of [this.#kernel, this.#bias, this.#optimizer]) each.dispose();
  }
}
