// A network with one hidden layer, in TensorFlow.js, that says what each of two actions is worth in a state.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
// registers the gradients
import '@tensorflow/tfjs-layers';

const [INPUTS, HIDDEN, ACTIONS] = [4, 32, 2];

export class Network {
  /** Draws its first weights from a generator: X. Glorot, Y. Bengio, AISTATS 2010. */
  constructor(generator) {
    const random = (rows, columns) => {
      const bound = Math.sqrt(6 / (rows + columns));
      const values = Float32Array.from({ length: rows * columns }, () => bound * (2 * generator.nextFloat() - 1));
      return tf.tensor2d(values, [rows, columns]);
    };
    const layers = [random(INPUTS, HIDDEN), tf.zeros([HIDDEN]), random(HIDDEN, ACTIONS), tf.zeros([ACTIONS])];
    this.layers = layers.map((layer) => tf.variable(layer));
  }

  /** Values of both actions, (states, 2). */
  values(states) {
    const [first, firstBias, second, secondBias] = this.layers;
    return tf.add(tf.matMul(tf.tanh(tf.add(tf.matMul(states, first), firstBias)), second), secondBias);
  }

  /** The action of larger value in one state. In plain JavaScript: tensors for a single state take longer. */
  best(state) {
    const [first, firstBias, second, values] = this.layers.map((layer) => layer.dataSync());
    let [left, right] = values;
    for (let unit = 0; unit < HIDDEN; unit++) {
      const sum = state.reduce((total, value, i) => total + value * first[i * HIDDEN + unit], firstBias[unit]);
      left += Math.tanh(sum) * second[2 * unit];
      right += Math.tanh(sum) * second[2 * unit + 1];
    }
    return right > left ? 1 : 0;
  }
}

/** States as a tensor, (states, 4). */
export function tensorOf(states) {
  const numbers = states.flatMap((state) => [...state]);
  return tf.tensor2d(numbers, [states.length, INPUTS]);
}
