// The network for Fashion-MNIST, whose weights are of classes that the experiment does not show it.
import { fileURLToPath } from 'node:url';
import { FEATURES, featuresOf } from './network.mjs';
import { readWeights } from './stored.mjs';

/** Where the weights are that never saw these classes. */
export function weightsOf(classes) {
  const name = [...classes]
    .sort()
    .map((each) => each.toLowerCase().replace(/[^a-z]+/g, '-'))
    .join('_');
  return fileURLToPath(new URL(`../../weights/without_${name}.bin`, import.meta.url));
}

/** @returns {Promise<import('./backbone.mjs').Backbone>} */
export async function fashionBackbone(classes) {
  const weights = await readWeights(weightsOf(classes));
  return { side: 28, size: FEATURES, features: (images) => featuresOf(weights, images) };
}
