// TensorFlow.js trained from a DataLoader: tf.data.generator over balanced draws, and what it does for a rare class.
// node examples/tensorflow/train.mjs
import { pathToFileURL } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfd from '@tensorflow/tfjs-data';
import * as tfl from '@tensorflow/tfjs-layers';
import { DataLoader, PcgGenerator, RandomSampler, WeightedRandomSampler } from 'loaded-dice';

/** Points of two classes that overlap, 1 in 20 of the rare one. */
export function makePoints(count, seed) {
  const generator = new PcgGenerator(seed);
  // a sum of uniform numbers: near enough to normal
  const noise = () => generator.nextFloat() + generator.nextFloat() + generator.nextFloat() - 1.5;
  return Array.from({ length: count }, (_, i) => {
    const label = i % 20 === 0 ? 1 : 0;
    return { x: Float32Array.of(label * 0.8 + noise(), label * 0.8 + noise()), label };
  });
}

/**
 * One epoch of a loader as tf.data has it. Each time it is iterated is the loader's next epoch, and its state can be
 * saved in between.
 */
export function toDataset(loader) {
  return tfd.generator(async function* () {
    for await (const { x, label } of loader)
      yield { xs: tf.tensor2d(x.data, x.shape), ys: tf.tensor2d(label, [label.length, 1]) };
  });
}

export async function train(points, { balanced, epochs = 4, seed = 1 }) {
  const labels = points.map(({ label }) => label);
  const sampler = balanced ? WeightedRandomSampler.fromLabels(labels, { seed }) : new RandomSampler(points, { seed });
  const loader = new DataLoader(points, { batchSize: 32, sampler });
  const model = tfl.sequential();
  model.add(tfl.layers.dense({ units: 1, activation: 'sigmoid', inputShape: [2], kernelInitializer: 'zeros' }));
  model.compile({ optimizer: tf.train.sgd(0.5), loss: 'binaryCrossentropy' });
  await model.fitDataset(toDataset(loader), { epochs, verbose: 0 });
  return { model, loader };
}

/** The share of a class's points that the model finds. */
export function recall(model, points, wanted) {
  const own = points.filter(({ label }) => label === wanted);
  const scores = tf.tidy(() => model.predict(tf.tensor2d(own.map(({ x }) => [...x]))).dataSync());
  return scores.filter((score) => (score > 0.5 ? 1 : 0) === wanted).length / own.length;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [seen, unseen] = [makePoints(2000, 1), makePoints(2000, 2)];
  for (const balanced of [false, true]) {
    const { model } = await train(seen, { balanced });
    const [common, rare] = [0, 1].map((label) => recall(model, unseen, label).toFixed(2));
    console.log(
      `${balanced ? 'balanced draws' : 'plain shuffle '}: recall ${rare} of the rare class, ${common} of the other`,
    );
  }
}
