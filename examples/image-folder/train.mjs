// A folder of images in which one class is rare: balanced batches train a TensorFlow.js model that finds it.
// node examples/image-folder/train.mjs
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfd from '@tensorflow/tfjs-data';
import * as tfl from '@tensorflow/tfjs-layers';
import { DataLoader, RandomSampler, randomSplit, WeightedRandomSampler } from 'loaded-dice';
import { ImageFolder } from 'loaded-dice/images';
import { makePhotos } from './photos.mjs';

/** A batch as tensors. On the CPU backend they share the memory of the batch. */
export const tensorsOf = ({ image, label }, shape) => ({
  xs: tf.tensor(image.data, [label.length, ...shape]),
  ys: tf.tensor(label, [label.length, 1]),
});

/** The epochs of a loader as a tf.data.Dataset: each time it is iterated is the loader's next epoch. */
export function toDataset(loader, shape) {
  return tfd.generator(async function* () {
    for await (const batch of loader) yield tensorsOf(batch, shape);
  });
}

/** Trains on 4 of 5 images, and returns the share of each class that the model finds among the others. */
export async function train(folder, { balanced, epochs = 3, seed = 1 }) {
  const images = new ImageFolder(folder, { size: 12, mean: [0.6, 0.6, 0.6], std: [0.2, 0.2, 0.2] });
  const [seen, unseen] = randomSplit(images, [0.8, 0.2], { seed });
  const labels = Array.from(seen.indices, (index) => images.labels[index]);
  const sampler = balanced ? WeightedRandomSampler.fromLabels(labels, { seed }) : new RandomSampler(seen, { seed });
  const loader = new DataLoader(seen, { batchSize: 32, sampler });
  const model = tfl.sequential();
  model.add(tfl.layers.flatten({ inputShape: images.shape }));
  model.add(tfl.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: 'zeros' }));
  model.compile({ optimizer: tf.train.sgd(0.02), loss: 'binaryCrossentropy' });
  await model.fitDataset(toDataset(loader, images.shape), { epochs, verbose: 0 });

  const recall = images.classes.map(() => 0);
  for await (const batch of new DataLoader(unseen, { batchSize: unseen.length })) {
    const scores = tf.tidy(() => model.predict(tensorsOf(batch, images.shape).xs).dataSync());
    const right = (label) => batch.label.filter((own, i) => own === label && Number(scores[i] > 0.5) === label).length;
    for (const label of recall.keys()) recall[label] = right(label) / batch.label.filter((own) => own === label).length;
  }
  return { classes: images.classes, recall, loader };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = mkdtempSync(join(tmpdir(), 'photos-'));
  await makePhotos(folder, 480, 12, 1);
  for (const balanced of [false, true]) {
    const { classes, recall } = await train(folder, { balanced });
    const shares = classes.map((name, label) => `${recall[label].toFixed(2)} of ${name}`).join(', ');
    console.log(`${balanced ? 'balanced draws' : 'plain shuffle '}: finds ${shares}`);
  }
  rmSync(folder, { recursive: true });
}
