// One run: a linear layer over a frozen network, trained on images as one way draws them.
import * as tf from '@tensorflow/tfjs-core';
import { augment, DrawNumbers } from '../augment/rand-augment.mjs';
import { toTensor } from '../images/images.mjs';
import { LinearLayer } from './linear.mjs';
import { metricsOf } from './metrics.mjs';
import { shareOf, WAYS } from './ways.mjs';

/**
 * @typedef {object} Settings
 * @property {string} way one of WAYS
 * @property {import('../augment/rand-augment.mjs').Augmentation | undefined} augmentation
 * @property {number} seed of draws and augmentation
 * @property {number} epochs
 * @property {number} batchSize
 * @property {number} rate
 * @property {number} decay
 *
 * @typedef {object} Run
 * @property {import('./metrics.mjs').Metrics[]} epochs each epoch's, by the validation set
 * @property {number[]} losses each step's
 * @property {number} best the epoch with the highest balanced accuracy, from 0 on; of several the first
 * @property {number[]} seen how often each training image was drawn in all
 * @property {{ total: number, drawing: number }} milliseconds of training, and of these inside loaded-dice: samplers
 * and the numbers of augmentation
 */

/**
 * Where a run is one of several processes that train together: which one, and what makes the mean of all their
 * gradients.
 * @typedef {object} Together
 * @property {number} replicas
 * @property {number} rank
 * @property {(step: Step) => Promise<Step>} average of all processes' steps
 * @typedef {{ loss: number, gradients: Float32Array[] }} Step
 */

/**
 * @param {{ training: import('../images/images.mjs').Images, validation: { features: tf.Tensor2D, labels: Int32Array },
 * backbone: import('../backbone/backbone.mjs').Backbone }} given
 * @param {Settings} settings
 * @param {{ watch?: (epoch: number, batch: Uint32Array) => void, together?: Together }} [options] `watch` is told each
 * batch's indices
 * @returns {Promise<Run>}
 */
export async function trainOnce({ training, validation, backbone }, settings, { watch, together } = {}) {
  const { way, augmentation, seed, epochs, batchSize, rate, decay } = settings;
  const { names, labels } = training;
  const start = performance.now();
  const { replicas = 1, rank = 0 } = together ?? {};
  let drawing = 0;
  const timed = (draw) => {
    const before = performance.now();
    const drawn = draw();
    drawing += performance.now() - before;
    return drawn;
  };
  const { batches, lossWeights } = timed(() => {
    const drawn = WAYS[way].draw({ labels, batchSize, seed });
    return together ? shareOf(drawn, together) : drawn;
  });
  const steps = epochs * batches.length;
  const layer = new LinearLayer(backbone.size, names.length, { rate, decay, steps, warmUp: batches.length });
  const plain = augmentation ? undefined : tf.tidy(() => backbone.features(toTensor(training, [...labels.keys()])));
  const run = { epochs: [], losses: [], best: 0, seen: new Array(labels.length).fill(0) };
  const chances = augmentation && new DrawNumbers(augmentation, seed);
  let draws = 0;
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      const loop = batches[Symbol.iterator]();
      for (;;) {
        const { value: batch, done } = timed(() => loop.next());
        if (done) break;
        watch?.(epoch, batch);
        for (const i of batch) run.seen[i]++;
        // of all processes' draws, each process has one in `replicas`
        const first = draws;
        const numbers = timed(() => chances && Array.from(batch, (_, i) => chances.at((first + i) * replicas + rank)));
        draws += batch.length;
        const own = tf.tidy(() => {
          const features = plain
            ? tf.gather(plain, Int32Array.from(batch))
            : backbone.features(toTensor(augmented(training, batch, augmentation, numbers), [...batch.keys()]));
          return layer.gradients(
            features,
            Array.from(batch, (i) => labels[i]),
            lossWeights,
          );
        });
        const { loss, gradients } = together ? await together.average(own) : own;
        run.losses.push(loss);
        layer.apply(gradients);
      }
      const scores = tf.tidy(() => layer.scores(validation.features).dataSync());
      run.epochs.push(metricsOf(scores, validation.labels, names.length));
    }
  } finally {
    layer.dispose();
    plain?.dispose();
  }
  const balanced = run.epochs.map((each) => each.balanced);
  run.best = balanced.indexOf(Math.max(...balanced));
  run.milliseconds = { total: performance.now() - start, drawing };
  return run;
}

/** A batch's images, each as its draw changes it. */
function augmented(images, batch, augmentation, numbers) {
  const size = images.height * images.width * images.channels;
  const { height, width, channels } = images;
  const pixels = new Uint8Array(batch.length * size);
  batch.forEach((index, i) => {
    const picture = { pixels: images.pixels.subarray(index * size, (index + 1) * size), height, width, channels };
    pixels.set(augment(picture, augmentation, numbers[i]).pixels, i * size);
  });
  return { ...images, pixels, labels: Int32Array.from(batch, (index) => images.labels[index]) };
}
