// examples/training: one tiny experiment from end to end, on 60 images that are made here, and what has to be so of
// any.
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installTraining } from '../../../scripts/experiment.mjs';
import {
  BatchSampler,
  RandomSampler,
  StratifiedBatchSampler,
  SystematicSampler,
  WeightedRandomSampler,
} from '../../../src/index.js';
import {
  CLASSES,
  DATA,
  EACH,
  experiment,
  folder,
  HOME,
  pixelsOf,
  type Result,
  resultsOf,
  SIDE,
  writeModel,
} from '../../support/training.js';

beforeAll(async () => {
  await installTraining();
  const sharp = createRequire(join(HOME, 'package.json'))('sharp');
  mkdirSync(join(folder, 'images'));
  for (const kind of ['disc', 'square'] as const) {
    for (let i = 0; i < EACH; i++) {
      const raw = { width: SIDE, height: SIDE, channels: 3 };
      await sharp(pixelsOf(kind, i + (kind === 'disc' ? 0 : 1000)), { raw })
        .png()
        .toFile(join(folder, 'images', `${kind}_${i}.png`));
    }
  }
  writeFileSync(join(folder, 'images', 'disc_none.jpg'), 'no image');
  writeModel(join(folder, 'model'));
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe('an experiment', () => {
  it('has the same numbers on one thread and on two, goes on where it was, and writes its page', async () => {
    const once = await experiment(
      ...DATA,
      ...CLASSES,
      '--seeds',
      '2',
      '--workers',
      '2',
      '--results',
      'two.jsonl',
      '--out',
      'two.html',
    );
    expect({ code: once.code, stderr: once.stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^1 file is no image, and left out\n/),
    });
    expect(once.stdout).toMatch(
      /^Trained on 24 disc and 8 square, judged on 28 unseen images, 2 seeds\. Plain shuffling /m,
    );
    const two = resultsOf('two.jsonl');
    expect(two).toHaveLength(24);

    // a run that was stopped while it wrote a line
    const lines = readFileSync(join(folder, 'two.jsonl'), 'utf8').split('\n');
    writeFileSync(join(folder, 'one.jsonl'), `${lines.slice(0, 10).join('\n')}\n${lines[10].slice(0, 100)}`);
    const again = await experiment(
      ...DATA,
      ...CLASSES,
      '--seeds',
      '2',
      '--workers',
      '1',
      '--results',
      'one.jsonl',
      '--out',
      'one.html',
    );
    expect(again.stderr).toMatch(/^10 of 24 runs are there$/m);
    const numbers = (results: Result[]) =>
      results.map(({ task, run: { milliseconds: _, ...rest } }) => ({ task, rest }));
    expect(numbers(resultsOf('one.jsonl'))).toEqual(numbers(two));
    const untimed = (text: string) => text.replace(/^[\d.]+ % of the time.*$/m, '').replaceAll('one.html', 'two.html');
    expect(untimed(again.stdout)).toBe(untimed(once.stdout));

    const page = readFileSync(join(folder, 'two.html'), 'utf8');
    expect(page.match(/<svg /g)).toHaveLength(5);
    expect(page).toContain('data:image/png;base64,');
    // 10 epochs of two batches, and what was drawn in them
    for (const { run: each } of two) {
      expect(each.losses).toHaveLength(20);
      expect(each.losses.every(Number.isFinite)).toBe(true);
      expect(each.seen.reduce((sum, count) => sum + count, 0)).toBe(10 * 32);
      expect(each.epochs[each.best].balanced).toBe(Math.max(...each.epochs.map(({ balanced }) => balanced)));
    }
    const shuffled = two.filter(({ task }) => task.way === 'plain shuffle');
    for (const { run: each } of shuffled) expect(each.seen).toEqual(new Array(32).fill(10));
    const stratified = two.filter(({ task }) => task.way === 'stratified batches');
    for (const { run: each } of stratified) {
      expect(each.seen.slice(0, 24).reduce((sum, count) => sum + count, 0)).toBe(160);
    }

    // other images of the same names are others
    cpSync(join(folder, 'images'), join(folder, 'swapped'), { recursive: true });
    renameSync(join(folder, 'swapped', 'disc_0.png'), join(folder, 'swapped', 'square_99.png'));
    renameSync(join(folder, 'swapped'), join(folder, 'images-2'));
    renameSync(join(folder, 'images'), join(folder, 'images-1'));
    renameSync(join(folder, 'images-2'), join(folder, 'images'));
    const other = await experiment(
      ...DATA,
      ...CLASSES,
      '--seeds',
      '2',
      '--results',
      'two.jsonl',
      '--out',
      'other.html',
    );
    rmSync(join(folder, 'images'), { recursive: true });
    renameSync(join(folder, 'images-1'), join(folder, 'images'));
    expect(other.stderr).not.toContain('are there');
    expect(resultsOf('two.jsonl')).toHaveLength(48);
  }, 120_000);

  it('is the same on several processes as on one', async () => {
    for (const processes of [2, 4]) {
      const { code, stdout } = await experiment(...DATA, ...CLASSES, '--processes', `${processes}`);
      const said = (way: string) =>
        `Weighted draws ${way} augmentation, 20 steps on one process and on ${processes}:\n  the ` +
        `batches of ${processes} processes together are those of one;\n  losses differ by N at ` +
        `most, within 0.00001.\n`;
      const found = stdout.replace(/by [\d.e-]+ at/g, 'by N at');
      expect({ code, found }).toEqual({ code: 0, found: said('without') + said('with') });
    }
  }, 120_000);

  it.each([
    [
      ['--images', '/nowhere', ...DATA.slice(2), ...CLASSES],
      '/nowhere cannot be read (ENOENT): --images names a folder of images',
    ],
    [
      [...DATA, '--classes', 'disc,star'],
      /has no image of class star: --classes names those that are there, such as disc, square$/,
    ],
    [
      [...DATA, '--classes', 'disc,square', '--keep', 'disc=18,square=30'],
      'square has 30 images: too few for 30 to train with and some to validate',
    ],
    [
      [...DATA, '--classes', 'disc,square', '--keep', 'disc=18'],
      '--keep square=n wants a whole number of at least 1, got none',
    ],
    [DATA, '--images wants --classes and --backbone'],
    [
      [...DATA.slice(0, 2), '--backbone', '/nowhere', ...CLASSES, '--results', 'none.jsonl'],
      new RegExp(
        '^/nowhere is no graph model of TensorFlow\\.js \\(ENOENT.*\\): --backbone names a folder or ' +
          'an address with a model\\.json$',
      ),
    ],
    [[...DATA, '--classes', 'disc,disc'], '--classes wants two classes or more, each once, got disc, disc'],
    [[...DATA, '--classes', 'disc'], '--classes wants two classes or more, each once, got disc'],
    [[...DATA, ...CLASSES, '--processes', '3'], '--processes shares batches of 16: 1, 2, 4, 8 and 16 do, got 3'],
    [
      [...DATA, '--classes', 'disc,square', '--keep', 'disc=8,square=4', '--processes', '2'],
      '--keep keeps 12 images, which make no batch of 16',
    ],
    [[...DATA, ...CLASSES, '--results', 'images/disc_1.png'], /disc_1\.png:1 is no result of this experiment: /],
    [['--keep', 'cat=3'], '--keep names cat, which is not one of T-shirt/top, Shirt'],
  ])(
    'says in one line what is wrong: %s',
    async (args, said) => {
      const { code, stderr, stdout } = await experiment(...args);
      const line = stderr
        .trimEnd()
        .split('\n')
        .at(-1)
        ?.replace(/^experiment: /, '');
      expect(line).toEqual(typeof said === 'string' ? said : expect.stringMatching(said));
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    },
    60_000,
  );
});

describe('training', () => {
  const load = async () => {
    const part = (path: string) => import(join(HOME, 'src', path));
    const [{ openWasm }, { graphBackbone }, { readImages }, { choose, toTensor }, { trainOnce }] = await Promise.all(
      ['wasm.mjs', 'backbone/graph-model.mjs', 'images/read.mjs', 'images/images.mjs', 'train/run.mjs'].map(part),
    );
    await openWasm();
    const backbone = await graphBackbone(join(folder, 'model'), [0, 1]);
    const { images } = await readImages(
      { folder: join(folder, 'images') },
      { classes: ['disc', 'square'], side: SIDE },
    );
    const [unseen, others] = choose(images, [10, 10], 0);
    const features = backbone.features(toTensor(unseen, [...unseen.labels.keys()]));
    return { choose, others, trainOnce, given: { backbone, validation: { features, labels: unseen.labels } } };
  };
  const SETTINGS = { epochs: 10, batchSize: 16, rate: 0.1, decay: 0.05, seed: 1 };

  it('shows the network just what the samplers draw', async () => {
    const { choose, others, trainOnce, given } = await load();
    const [training] = choose(others, [15, 18], 1);
    const { labels } = training;
    const size = 16;
    const over = (sampler: RandomSampler | SystematicSampler | WeightedRandomSampler) =>
      new BatchSampler(sampler, size, true);
    const drawn: [string, BatchSampler][] = [
      ['plain shuffle', over(new RandomSampler(33, { seed: 1 }))],
      ['class-weighted loss', over(new RandomSampler(33, { seed: 1 }))],
      ['weighted draws', over(WeightedRandomSampler.fromLabels(labels, { seed: 1 }))],
      ['systematic draws', over(SystematicSampler.fromLabels(labels, { seed: 1 }))],
      ['stratified batches', new StratifiedBatchSampler(labels, { batchSize: size, numBatches: 2, seed: 1 })],
    ];
    for (const [way, batches] of drawn) {
      const shown: number[][][] = [];
      const watch = (epoch: number, batch: Uint32Array) => void (shown[epoch] ??= []).push([...batch]);
      await trainOnce({ ...given, training }, { ...SETTINGS, way }, { watch });
      expect(shown).toEqual(Array.from({ length: 10 }, () => Array.from(batches, (batch) => [...batch])));
    }
  });

  it('is changed by augmentation, and by none of magnitude 0', async () => {
    const { choose, others, trainOnce, given } = await load();
    const [training] = choose(others, [18, 4], 1);
    const losses = (augmentation?: { operations: number; magnitude: number }) =>
      trainOnce({ ...given, training }, { ...SETTINGS, way: 'weighted draws', augmentation }).then(
        (each: Result['run']) => each.losses,
      );
    const plain = await losses();
    const none = await losses({ operations: 2, magnitude: 0 });
    expect(none.length).toBe(plain.length);
    for (const [i, loss] of none.entries()) expect(loss).toBeCloseTo(plain[i], 5);
    const some = await losses({ operations: 2, magnitude: 9 });
    expect(Math.max(...some.map((loss: number, i: number) => Math.abs(loss - plain[i])))).toBeGreaterThan(0.01);
  });

  it('learns from a balanced set, less from an imbalanced one, and nothing from labels that are shuffled', async () => {
    const { choose, others, trainOnce, given } = await load();
    const worth = async (keep: number[], shuffled = false) => {
      let sum = 0;
      for (let seed = 1; seed <= 8; seed++) {
        const [training] = choose(others, keep, seed);
        // half of each class is told to be of the other
        const labels = training.labels.map((label: number, i: number) => (shuffled ? i % 2 : label));
        const settings = { ...SETTINGS, seed, way: 'plain shuffle' };
        const { epochs } = await trainOnce({ ...given, training: { ...training, labels } }, settings);
        sum += epochs.at(-1).balanced;
      }
      return sum / 8;
    };
    const [balanced, imbalanced, chance] = [await worth([11, 11]), await worth([20, 2]), await worth([12, 12], true)];
    expect(balanced).toBeGreaterThan(0.7);
    expect(imbalanced).toBeLessThan(balanced - 0.05);
    expect(Math.abs(chance - 0.5)).toBeLessThan(0.12);
  });
});
