// What runs need, made ready once for a set of classes: images, which of them validate, and the frozen network's
// features of these.
import * as tf from '@tensorflow/tfjs-core';
import { fashionBackbone } from '../backbone/fashion.mjs';
import { graphBackbone } from '../backbone/graph-model.mjs';
import { choose, toTensor } from '../images/images.mjs';
import { readImages } from '../images/read.mjs';
import { trainOnce } from '../train/run.mjs';
import { openWasm } from '../wasm.mjs';

/** Number of images that are put into the network at a time. */
const AT_ONCE = 500;
/** The seed of which images validate: the same ones in all runs. */
const SEED = 0;

export class Workshop {
  /**
   * @param {import('./plan.mjs').Setup} setup
   * @returns {Promise<Workshop>}
   */
  static async open({ source, classes, validation }) {
    await openWasm();
    const { backbone: place, range } = source;
    const backbone = place === null ? await fashionBackbone(classes) : await graphBackbone(place, range);
    const { images } = await readImages(source, { classes, side: backbone.side });
    const [unseen, others] = choose(images, validation, SEED);
    return Object.assign(new Workshop(), {
      backbone,
      others,
      validation: { features: featuresOf(backbone, unseen), labels: unseen.labels },
    });
  }

  /**
   * @param {import('./plan.mjs').Task} task
   * @param {Parameters<typeof trainOnce>[2]} [options]
   * @returns {Promise<import('../train/run.mjs').Run>}
   */
  run({ setup, way, augmentation, seed, training }, options) {
    const [kept] = choose(this.others, setup.keep, seed);
    const { validation, backbone } = this;
    const settings = { ...training, way, seed, augmentation: augmentation ?? undefined };
    return trainOnce({ training: kept, validation, backbone }, settings, options);
  }
}

function featuresOf(backbone, images) {
  return tf.tidy(() => {
    const parts = [];
    for (let from = 0; from < images.labels.length; from += AT_ONCE) {
      const indices = Array.from({ length: Math.min(AT_ONCE, images.labels.length - from) }, (_, i) => from + i);
      parts.push(backbone.features(toTensor(images, indices)));
    }
    return tf.concat(parts);
  });
}
