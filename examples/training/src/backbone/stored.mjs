// Weights in a file: all numbers one behind the other, as 32-bit floats, low byte first.
import { readFile, writeFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { SHAPES } from './network.mjs';

const sizeOf = (shape) => shape.reduce((product, side) => product * side, 1);

/** @param {Record<string, tf.Tensor>} weights */
export async function writeWeights(path, weights) {
  const all = SHAPES.flatMap(([name]) => [...weights[name].dataSync()]);
  const view = new DataView(new ArrayBuffer(4 * all.length));
  for (const [i, number] of all.entries()) view.setFloat32(4 * i, number, true);
  await writeFile(path, new Uint8Array(view.buffer));
}

/** @returns {Promise<Record<string, tf.Tensor>>} */
export async function readWeights(path) {
  const bytes = await readFile(path);
  const count = SHAPES.reduce((sum, [, shape]) => sum + sizeOf(shape), 0);
  if (bytes.length !== 4 * count) throw new Error(`${path} has ${bytes.length} bytes: ${4 * count} were expected`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  return Object.fromEntries(
    SHAPES.map(([name, shape]) => {
      const values = Float32Array.from({ length: sizeOf(shape) }, () => view.getFloat32(4 * at++, true));
      return [name, tf.tensor(values, shape)];
    }),
  );
}
