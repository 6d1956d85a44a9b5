import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { DataLoader } from 'loaded-dice';
import { ImageFolder } from 'loaded-dice/images';
import { Tensor } from 'onnxruntime-common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error an example is plain JavaScript
import { makePhotos } from '../../examples/image-folder/photos.mjs';
// @ts-expect-error an example is plain JavaScript
import { tensorsOf, toDataset, train } from '../../examples/image-folder/train.mjs';

const folder = mkdtempSync(join(tmpdir(), 'loaded-dice-photos-'));
const [many, few] = [join(folder, 'many'), join(folder, 'few')];
beforeAll(async () => {
  await makePhotos(many, 480, 12, 1);
  await makePhotos(few, 50, 12, 1);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a model of a folder in which 1 image in 12 is of the rare class', () => {
  type Trained = { classes: string[]; recall: number[]; loader: DataLoader<unknown> };

  it('finds that class by balanced draws, and not by a plain shuffle', async () => {
    const plain: Trained = await train(many, { balanced: false });
    const balanced: Trained = await train(many, { balanced: true });
    expect(plain.classes).toEqual(['beach', 'bird']);
    expect(plain.recall[1]).toBeLessThan(0.3);
    expect(Math.min(...balanced.recall)).toBeGreaterThan(0.8);
    // each of the model's epochs is one of the loader
    expect([plain.loader.epoch, balanced.loader.epoch]).toEqual([3, 3]);
  });
});

describe('a batch of images', () => {
  const make = (layout: 'hwc' | 'chw') => {
    const images = new ImageFolder(few, { size: [5, 6], layout });
    return { images, loader: new DataLoader(images, { batchSize: 20, shuffle: true, seed: 1 }) };
  };

  it('is a tensor of TensorFlow.js on the same memory', async () => {
    const { images, loader } = make('hwc');
    for await (const batch of loader) {
      const { xs, ys } = tensorsOf(batch, images.shape) as Record<'xs' | 'ys', tf.Tensor>;
      expect([xs.shape, xs.dtype, ys.shape]).toEqual([
        [batch.label.length, 5, 6, 3],
        'float32',
        [batch.label.length, 1],
      ]);
      expect(xs.dataSync()).toBe(batch.image.data);
      expect(ys.dataSync()).toBe(batch.label);
      const item = await images.get(0);
      expect(tf.tensor(item.image, images.shape).dataSync()).toBe(item.image);
      tf.dispose([xs, ys]);
    }
  });

  it('is a tensor of ONNX Runtime on the same memory', async () => {
    const { images, loader } = make('chw');
    let count = 0;
    for await (const { image, label } of loader) {
      // onnxruntime-node and onnxruntime-web have this class from onnxruntime-common
      const tensor = new Tensor('float32', image.data, [label.length, ...images.shape]);
      expect(tensor.dims).toEqual([label.length, 3, 5, 6]);
      expect(tensor.data).toBe(image.data);
      expect(tensor.size).toBe(label.length * 90);
      count += label.length;
    }
    expect(count).toBe(50);
  });

  it('comes from tf.data as the loader gives it, each time the next epoch', async () => {
    const read = async (data: {
      iterator(): Promise<{ next(): Promise<{ value: { xs: tf.Tensor }; done: boolean }> }>;
    }) => {
      const rest = await data.iterator();
      const batches: number[][] = [];
      for (let next = await rest.next(); !next.done; next = await rest.next()) {
        batches.push([...next.value.xs.dataSync()].slice(0, 9));
      }
      return batches;
    };
    const { images, loader } = make('hwc');
    const data = toDataset(loader, images.shape);
    const epochs = [await read(data), await read(data)];
    const expected = make('hwc').loader;
    for (const epoch of epochs) {
      const batches: number[][] = [];
      for await (const { image } of expected) batches.push([...image.data.subarray(0, 9)]);
      expect(epoch).toEqual(batches);
    }
    expect(epochs[0]).not.toEqual(epochs[1]);
  });
});
