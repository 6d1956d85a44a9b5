// Any TensorFlow.js graph model as a frozen network: model.json with its weights, in a folder or at an address.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { Told } from '../told.mjs';

/**
 * @param {string} place a folder, or the address of a model.json
 * @param {[number, number]} range what black and white are to the network: TensorFlow Hub's models take 0 and 1,
 * @tensorflow-models/mobilenet -1 and 1
 * @returns {Promise<import('./backbone.mjs').Backbone>}
 * @throws {Told} There is no such model, or it takes no color images of one square size.
 */
export async function graphBackbone(place, [black, white]) {
  const source = /^https?:/.test(place) ? place : inFolder(place);
  const model = await loadGraphModel(source).catch((error) => {
    throw error instanceof Told ? error : noModel(place, error);
  });
  const { shape } = model.inputs[0];
  const [, height, width, channels] = shape ?? [];
  if (!(height > 0 && height === width && channels === 3)) {
    throw new Told(
      `${place} takes (${shape}): a network for color images of one square size, (n, side, side, 3), is wanted`,
    );
  }
  const features = (images) =>
    tf.tidy(() => {
      const given = tf.add(tf.mul(images, white - black), black);
      const found = model.predict(given);
      const out = Array.isArray(found) ? found[0] : found;
      // maps become their means
      return out.rank === 4 ? tf.mean(out, [1, 2]) : tf.reshape(out, [images.shape[0], -1]);
    });
  try {
    const size = tf.tidy(() => features(tf.zeros([1, height, width, 3])).shape[1]);
    return { side: height, size, features };
  } catch (error) {
    throw new Told(`${place} gives no features of an image (${error.message})`);
  }
}

/** The files of a model in a folder. @throws {Told} They are not there. */
export async function filesOf(folder) {
  try {
    const model = await readFile(join(folder, 'model.json'));
    const { weightsManifest } = JSON.parse(model);
    const paths = weightsManifest.flatMap(({ paths }) => paths);
    return [model, ...(await Promise.all(paths.map((path) => readFile(join(folder, path)))))];
  } catch (error) {
    throw noModel(folder, error);
  }
}

function noModel(place, { message }) {
  return new Told(
    `${place} is no graph model of TensorFlow.js (${message}): --backbone names a folder or an ` +
      'address with a model.json',
  );
}

/** Reads them for TensorFlow.js. */
function inFolder(folder) {
  return {
    async load() {
      const [model, ...parts] = await filesOf(folder);
      const { modelTopology, weightsManifest, ...rest } = JSON.parse(model);
      const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
      return { ...rest, modelTopology, weightSpecs, weightData: Uint8Array.from(Buffer.concat(parts)).buffer };
    },
  };
}
