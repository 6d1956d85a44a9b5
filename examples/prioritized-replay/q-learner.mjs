// Deep Q-learning with a replay memory and a target network.
// V. Mnih et al., Nature 518 (2015), doi:10.1038/nature14236.
import * as tf from '@tensorflow/tfjs-core';
import { Network, tensorOf } from './network.mjs';
import { ReplayMemory } from './replay-memory.mjs';

const [CAPACITY, BATCH, DISCOUNT] = [10_000, 32, 0.99];

export class QLearner {
  constructor(generator, { alpha, seed, rate }) {
    this.network = new Network(generator);
    this.target = new Network(generator);
    this.memory = new ReplayMemory(CAPACITY, { alpha, seed });
    this.optimizer = tf.train.adam(rate);
    this.copy();
  }

  /** Copies the network to the one that says what later states are worth. */
  copy() {
    for (const [i, layer] of this.target.layers.entries()) layer.assign(this.network.layers[i]);
  }

  /** Replays a batch from the memory, and sets new priorities. */
  learn(beta) {
    const { indices, items, weights } = this.memory.draw(BATCH, beta);
    this.memory.update(indices, this.#descend(items, weights));
  }

  /** One step of gradient descent. Returns the error of each item: its wanted value less the predicted one. */
  #descend(items, weights) {
    let errors;
    tf.tidy(() => {
      const later = tf.max(this.target.values(tensorOf(items.map(({ next }) => next))), 1).dataSync();
      // a fall is worth -1, everything else 0
      const wanted = tf.tensor1d(items.map(({ over }, i) => (over ? -1 : DISCOUNT * later[i])));
      const states = tensorOf(items.map(({ state }) => state));
      const actions = items.map(({ action }) => action);
      const chosen = tf.oneHot(actions, 2);
      this.optimizer.minimize(() => {
        const error = tf.sub(wanted, tf.sum(tf.mul(this.network.values(states), chosen), 1));
        errors = error.dataSync();
        return tf.mean(tf.mul(tf.tensor1d(weights), tf.square(error)));
      });
    });
    return errors;
  }
}
