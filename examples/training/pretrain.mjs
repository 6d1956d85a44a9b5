// npm run pretrain -- Shirt T-shirt/top: the network's weights, learned from all classes of Fashion-MNIST but these
// two, in weights/. Some seven minutes on two cores; the seed makes it the same each time on one machine.
import { mkdir } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { BatchSampler, RandomSampler } from 'loaded-dice';
import { weightsOf } from './src/backbone/fashion.mjs';
import { convolveByProducts, FEATURES, featuresOf, SHAPES } from './src/backbone/network.mjs';
import { writeWeights } from './src/backbone/stored.mjs';
import { NAMES, readFashion } from './src/images/fashion.mjs';
import { choose, toTensor, withoutDoubles } from './src/images/images.mjs';
import { openWasm } from './src/wasm.mjs';

const command = new Command('npm run pretrain --')
  .argument('<classes...>', 'the classes that are not to be seen')
  .option('--epochs <n>', 'epochs', Number, 2)
  .option('--each <n>', 'images of each class', Number, 5500)
  .option('--seed <n>', 'seed of everything', Number, 1)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();
const { epochs, each, seed } = command.opts();
for (const name of command.args)
  if (!NAMES.includes(name)) command.error(`error: no class is ${name}: ${NAMES.join(', ')}`);
const BATCH = 64;
const RATE = 3e-3;

const seen = NAMES.filter((name) => !command.args.includes(name));
await openWasm();
const images = withoutDoubles(await readFashion(seen));
const [validation, others] = choose(
  images,
  seen.map(() => 125),
  seed,
);
const [training] = choose(
  others,
  seen.map(() => each),
  seed,
);

const weights = Object.fromEntries(
  [...SHAPES, ['head', [FEATURES, seen.length]], ['headBias', [seen.length]]].map(([name, shape], i) => {
    const inputs = shape.slice(0, -1).reduce((product, side) => product * side, 1);
    const deviation = Math.sqrt((name.startsWith('kernel') ? 2 : 1) / inputs);
    const first = shape.length > 1 ? tf.randomNormal(shape, 0, deviation, 'float32', seed + i) : tf.zeros(shape);
    return [name, tf.variable(first, true, name)];
  }),
);
const scores = (pixels, convolve) =>
  tf.add(tf.matMul(featuresOf(weights, pixels, convolve), weights.head), weights.headBias);

const batches = new BatchSampler(new RandomSampler(training.labels.length, { seed }), BATCH, true);
const steps = epochs * batches.length;
const optimizer = tf.train.adam(RATE);
const start = performance.now();
for (let epoch = 0, step = 0; epoch < epochs; epoch++) {
  let sum = 0;
  for (const batch of batches) {
    optimizer.learningRate = RATE * 0.5 * (1 + Math.cos((Math.PI * step++) / steps));
    sum += tf.tidy(() => {
      const wanted = tf.oneHot(
        tf.tensor1d(
          Int32Array.from(batch, (i) => training.labels[i]),
          'int32',
        ),
        seen.length,
      );
      const pixels = toTensor(training, batch);
      const loss = () => tf.losses.softmaxCrossEntropy(wanted, scores(pixels, convolveByProducts));
      return optimizer.minimize(loss, true).dataSync()[0];
    });
    if (step % 100 === 0)
      console.error(`step ${step} of ${steps}, ${Math.round((performance.now() - start) / 1000)} s`);
  }
  const right = tf.tidy(() => {
    const given = tf.argMax(scores(toTensor(validation, [...validation.labels.keys()])), 1).dataSync();
    return given.filter((code, i) => code === validation.labels[i]).length / given.length;
  });
  console.log(`epoch ${epoch + 1}: loss ${(sum / batches.length).toFixed(3)}, ${(100 * right).toFixed(1)} % right`);
}
await mkdir(new URL('weights/', import.meta.url), { recursive: true });
await writeWeights(weightsOf(command.args), weights);
console.log(`wrote ${weightsOf(command.args)}`);
