import { DataLoader, WeightedRandomSampler } from 'loaded-dice';
import { beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error an example is plain JavaScript
import { makePoints, recall, toDataset, train } from '../../examples/tensorflow/train.mjs';

type Points = { x: Float32Array; label: number }[];
const [seen, unseen]: Points[] = [makePoints(2000, 1), makePoints(2000, 2)];

describe('a model of a class that is 1 in 20', () => {
  let plain: { common: number; rare: number; epoch: number };
  let balanced: typeof plain;
  const trained = async (balanced: boolean) => {
    const { model, loader } = await train(seen, { balanced });
    return { common: recall(model, unseen, 0), rare: recall(model, unseen, 1), epoch: loader.epoch };
  };
  beforeAll(async () => {
    plain = await trained(false);
    balanced = await trained(true);
  });

  it('finds it by balanced draws, and hardly by a plain shuffle', () => {
    expect(plain.rare).toBeLessThan(0.4);
    expect(balanced.rare).toBeGreaterThan(0.75);
    expect(balanced.common).toBeGreaterThan(0.75);
  });

  it('was given an epoch of the loader in each of its own', () => {
    expect([plain.epoch, balanced.epoch]).toEqual([4, 4]);
  });
});

describe('a tf.data data set over a loader', () => {
  const make = () => {
    const sampler = WeightedRandomSampler.fromLabels(
      seen.map(({ label }) => label),
      { numSamples: 100, seed: 5 },
    );
    return new DataLoader(seen, { batchSize: 32, sampler });
  };
  type Batch = { xs: { arraySync(): number[][]; shape: number[] }; ys: { shape: number[] } };
  type Rest = { next(): Promise<{ value: Batch; done: boolean }> };
  const read = async (rest: Rest) => {
    const batches: number[][][] = [];
    for (let next = await rest.next(); !next.done; next = await rest.next()) batches.push(next.value.xs.arraySync());
    return batches;
  };

  it('has the batches of the loader, other ones each epoch', async () => {
    const data = toDataset(make());
    const [first, second] = [await read(await data.iterator()), await read(await data.iterator())];
    const expected = make();
    for (const epoch of [first, second]) {
      expect(epoch).toEqual(
        [...expected].map(({ x }) =>
          Array.from({ length: x.shape[0] }, (_, i) => [...x.data.subarray(2 * i, 2 * i + 2)]),
        ),
      );
    }
    expect(first.map((batch) => batch.length)).toEqual([32, 32, 32, 4]);
    expect(second).not.toEqual(first);
  });

  it('goes on from a state that was saved in the middle of an epoch', async () => {
    const loader = make();
    const rest: Rest = await toDataset(loader).iterator();
    const { value } = await rest.next();
    expect([value.xs.shape, value.ys.shape]).toEqual([
      [32, 2],
      [32, 1],
    ]);
    const saved = JSON.stringify(loader.state());
    const resumed = make();
    resumed.restore(JSON.parse(saved));
    const batches = await read(await toDataset(resumed).iterator());
    expect(batches).toHaveLength(3);
    expect(batches).toEqual(await read(rest));
  });
});
