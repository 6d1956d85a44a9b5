// ImageFolder: which files it finds, in torchvision's order, and the values of decoded images.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DataLoader as BuiltLoader } from 'loaded-dice';
import sharp from 'sharp';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { ImageFolder, type ImageFolderOptions } from '../../src/images.js';
import { DataLoader, randomSplit, WeightedRandomSampler } from '../../src/index.js';
import { folderOf, type Pixel, picture, plain } from '../support/made-images.js';

const [RED, GREEN, BLUE, BLACK] = [
  [200, 10, 20],
  [30, 220, 40],
  [50, 60, 240],
  [0, 0, 0],
];
const dot = picture([[RED]]);

describe('a folder', () => {
  it('has its sub-folders as classes, and its images in the order of torchvision', async () => {
    const folder = await folderOf({
      'dog/9.png': dot,
      'dog/10.png': dot,
      'cat/z.png': dot,
      'cat/a/x.PNG': dot,
      'cat/a-b/y.png': dot,
      'cat/notes.txt': 'no image',
      'Bird/1.jpg': await plain(2, 2, RED).jpeg().toBuffer(),
      'README.md': 'no class',
      'loose.png': dot,
      'cat/.hidden.png': dot,
      '.git/a.png': dot,
      '__MACOSX/cat/a.png': dot,
    });
    const images = new ImageFolder(folder, { size: 1 });
    expect(images.classes).toEqual(['Bird', 'cat', 'dog']);
    expect(images.classToIdx).toEqual({ Bird: 0, cat: 1, dog: 2 });
    const paths = ['Bird/1.jpg', 'cat/z.png', 'cat/a/x.PNG', 'cat/a-b/y.png', 'dog/10.png', 'dog/9.png'];
    expect(images.files).toEqual(paths.map((path) => join(folder, path)));
    expect(images.labels).toEqual(Uint32Array.of(0, 1, 1, 1, 2, 2));
    expect([images.length, images.folder, images.shape]).toEqual([6, folder, [1, 1, 3]]);
    const some = new ImageFolder(folder, { size: 1, extensions: ['.PNG', '.jpg'] });
    expect(some.files).toEqual(images.files);
  });

  it('is read as it was when it was listed: its lists are copies, and it shows what it is', async () => {
    const folder = await folderOf({ 'a/1.png': dot, 'b/1.png': dot });
    const images = new ImageFolder(pathToFileURL(folder), { size: [4, 3], layout: 'chw' });
    images.classes.pop();
    images.files.pop();
    images.labels.fill(9);
    images.shape[0] = 7;
    expect(JSON.parse(JSON.stringify(images))).toEqual({
      type: 'ImageFolder',
      folder,
      classes: ['a', 'b'],
      length: 2,
      shape: [3, 4, 3],
    });
    expect((await images.get(1)).label).toBe(1);
    for (const name of ['length', 'folder', 'classes', 'classToIdx', 'labels', 'files', 'shape']) {
      expect(() => Object.assign(images, { [name]: 1 }), name).toThrow(TypeError);
    }
  });

  it('may have links to folders and files, and a class of any name', async () => {
    const elsewhere = await folderOf({ 'x/1.png': dot, 'one.png': dot });
    const folder = await folderOf({ '__proto__/1.png': dot, 'ж 1/1.png': dot });
    symlinkSync(join(elsewhere, 'x'), join(folder, 'linked'));
    mkdirSync(join(folder, 'links'));
    symlinkSync(join(elsewhere, 'one.png'), join(folder, 'links/2.png'));
    // a link to nowhere is no class
    symlinkSync(join(folder, 'itself'), join(folder, 'itself'));
    symlinkSync(join(folder, 'gone'), join(folder, 'to gone'));
    const images = new ImageFolder(folder, { size: 1 });
    expect(images.classes).toEqual(['__proto__', 'linked', 'links', 'ж 1']);
    expect(Object.entries(images.classToIdx)).toEqual(images.classes.map((name, i) => [name, i]));
    expect(images.files.map((path) => basename(path))).toEqual(['1.png', '1.png', '2.png', '1.png']);
    expect((await images.get(2)).label).toBe(2);
  });
});

describe('the values', () => {
  const rows = [
    [RED, GREEN, BLUE],
    [BLACK, BLUE, RED],
  ];
  const bytes = rows.flat(2);
  const planes = [0, 1, 2].flatMap((channel) => rows.flat().map((pixel) => pixel[channel]));
  const only = async <D extends 'float32' | 'uint8' = 'float32'>(
    file: Parameters<typeof folderOf>[0][string],
    options: ImageFolderOptions<D>,
    name = '1.png',
  ) => new ImageFolder(await folderOf({ [`a/${name}`]: file }), options).get(0);
  const pixels = async (...args: [Parameters<typeof folderOf>[0][string], object, string?]) => {
    const [file, options, name] = args;
    const { image } = await only(file, { dtype: 'uint8', ...options } as ImageFolderOptions<'uint8'>, name);
    return [...image];
  };

  it('are those of the pixels, row by row or channel by channel, as plain typed arrays', async () => {
    const size = [2, 3] as const;
    const image = picture(rows);
    const { image: uint8, label } = await only(image, { size, dtype: 'uint8' });
    expectTypeOf(uint8).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
    expect(Object.getPrototypeOf(uint8)).toBe(Uint8Array.prototype);
    expect([[...uint8], label]).toEqual([bytes, 0]);
    expect(await pixels(image, { size, layout: 'chw' })).toEqual(planes);
    const { image: floats } = await only(image, { size });
    expectTypeOf(floats).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expect(floats).toEqual(Float32Array.from(bytes, (byte) => byte / 255));
    const chw = await only(image, { size, layout: 'chw' });
    expect(chw.image).toEqual(Float32Array.from(planes, (byte) => byte / 255));
  });

  it('are normalized as by torchvision, step by step in float32', async () => {
    const [mean, std] = [
      [0.485, 0.456, 0.406],
      [0.229, 0.224, 0.225],
    ];
    const white = [255, 255, 255];
    const image = picture([[BLACK, white, RED]]);
    const { image: values } = await only(image, { size: [1, 3], mean, std });
    // what every tutorial shows for black and white
    const known = [-2.117904, -2.0357144, -1.8044444, 2.2489083, 2.4285715, 2.64];
    expect([...values].slice(0, 6).map((value) => value.toPrecision(6))).toEqual(
      known.map((value) => value.toPrecision(6)),
    );
    const f = Float32Array;
    for (const [i, byte] of RED.entries()) {
      const [x, m, s] = [f.of(byte / 255), f.of(mean[i]), f.of(std[i])];
      const shifted = f.of(x[0] - m[0]);
      expect(values[6 + i]).toBe(f.of(shifted[0] / s[0])[0]);
    }
    const half = await only(image, { size: [1, 3], mean: Float32Array.of(0.5, 0.5, 0.5) });
    expect([...half.image].slice(0, 6)).toEqual([-0.5, -0.5, -0.5, 0.5, 0.5, 0.5]);
    const gray = await only(picture([[[51]]]), { size: 1, channels: 1, std: [0.1] });
    expect(gray.image).toEqual(Float32Array.of(Math.fround(0.2) / Math.fround(0.1)));
  });

  it('fill the size by cropping, with bars, or out of shape', async () => {
    const wide = picture([
      [RED, RED, GREEN, GREEN, GREEN, GREEN, BLUE, BLUE].flatMap((color) => [color, color]),
    ]).resize({
      width: 160,
      height: 40,
      kernel: 'nearest',
      fit: 'fill',
    });
    const at = (values: number[], width: number, ...places: [x: number, y: number][]) =>
      places.map(([x, y]) => values.slice(3 * (y * width + x), 3 * (y * width + x) + 3));
    const near = (pixels: number[][], colors: Pixel[]) => {
      for (const [i, pixel] of pixels.entries()) {
        for (const [channel, value] of pixel.entries()) expect(Math.abs(value - colors[i][channel])).toBeLessThan(3);
      }
    };
    // the middle 40 of 160 columns are green
    const cover = await pixels(wide, { size: 40 });
    near(at(cover, 40, [1, 1], [20, 20], [38, 38]), [GREEN, GREEN, GREEN]);
    expect(cover).toEqual(await pixels(wide, { size: 40, fit: 'cover' }));
    const contain = await pixels(wide, { size: 40, fit: 'contain' });
    near(at(contain, 40, [20, 2], [2, 20], [20, 20], [37, 20], [20, 37]), [BLACK, RED, GREEN, BLUE, BLACK]);
    const fill = await pixels(wide, { size: [20, 40], fit: 'fill' });
    near(at(fill, 40, [2, 1], [20, 10], [37, 18]), [RED, GREEN, BLUE]);
  });

  it('are gray or in color as is asked, whatever the file is', async () => {
    const gray = await picture([[[77]]])
      .png()
      .toBuffer();
    expect(await pixels(gray, { size: 1 })).toEqual([77, 77, 77]);
    expect(await pixels(gray, { size: 1, channels: 1 })).toEqual([77]);
    const [shade] = await pixels(plain(1, 1, GREEN), { size: 1, channels: 1 });
    expect(shade).toBeGreaterThan(100);
    expect(shade).toBeLessThan(220);
    // transparent parts become black
    expect(await pixels(picture([[[200, 100, 50, 0]]]), { size: 1 })).toEqual([0, 0, 0]);
    expect(await pixels(picture([[[200, 100, 50, 255]]]), { size: 1 })).toEqual([200, 100, 50]);
    const deep = await plain(1, 1, RED).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    expect(await pixels(deep, { size: 1 })).toEqual(RED);
    const print = await plain(8, 8, [128, 128, 128]).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(print).metadata()).space).toBe('cmyk');
    expect(await pixels(print, { size: 1 })).toHaveLength(3);
  });

  it('are upright: a photo is turned as its EXIF orientation says', async () => {
    const turned = await picture([[RED, BLUE]])
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    expect(await pixels(turned, { size: [2, 1] })).toEqual([...RED, ...BLUE]);
  });

  it('come from each kind of file, of an animation from the first picture', async () => {
    const made: [string, Buffer][] = [
      ['1.jpg', await plain(8, 8, RED).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer()],
      ['1.jfif', await plain(8, 8, RED).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer()],
      ['1.webp', await plain(8, 8, RED).webp({ lossless: true }).toBuffer()],
      ['1.tiff', await plain(8, 8, RED).tiff().toBuffer()],
      ['1.gif', await plain(8, 8, RED).gif().toBuffer()],
      ['1.avif', await plain(8, 8, RED).avif({ lossless: true }).toBuffer()],
      [
        '1.svg',
        Buffer.from(
          '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8v8H0" fill="#c80a14"/></svg>',
        ),
      ],
      // the content decides, not the name
      ['jpeg.png', await plain(8, 8, RED).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer()],
      [
        'two.gif',
        await sharp(Uint8Array.from([...Array(64).fill(RED), ...Array(64).fill(BLUE)].flat()), {
          raw: { width: 8, height: 16, channels: 3, pageHeight: 8 },
        })
          .gif()
          .toBuffer(),
      ],
    ];
    for (const [name, file] of made) {
      const [r, g, b] = await pixels(file, { size: 1 }, name);
      for (const [i, value] of [r, g, b].entries()) expect(Math.abs(value - RED[i]), name).toBeLessThan(6);
    }
  });
});

describe('in a DataLoader', () => {
  it('images are stacked in the order of the sampler, with labels', async () => {
    const files = { 'a/1.png': RED, 'a/2.png': GREEN, 'b/1.png': BLUE };
    const folder = await folderOf(
      Object.fromEntries(Object.entries(files).map(([path, color]) => [path, plain(5, 5, color)])),
    );
    const images = new ImageFolder(folder, { size: 2, dtype: 'uint8' });
    const loader = new DataLoader(images, { batchSize: 2, sampler: [2, 0, 1] });
    const batches = [];
    for await (const { image, label } of loader) {
      expectTypeOf(image.data).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
      batches.push([image.shape, [...image.data], [...label]]);
    }
    const four = (color: Pixel) => [color, color, color, color].flat();
    expect(batches).toEqual([
      [
        [2, 12],
        [...four(BLUE), ...four(RED)],
        [1, 0],
      ],
      [[1, 12], four(GREEN), [0]],
    ]);
  });

  it('labels balance the classes, of the whole folder and of a part', async () => {
    const common = Object.fromEntries(Array.from({ length: 27 }, (_, i) => [`common/${i}.png`, dot]));
    const folder = await folderOf({ ...common, 'rare/0.png': dot, 'rare/1.png': dot, 'rare/2.png': dot });
    const images = new ImageFolder(folder, { size: 1 });
    const [train] = randomSplit(images, [0.9, 0.1], { seed: 3 });
    const own = Array.from(train.indices, (index) => images.labels[index]);
    for (const [dataset, labels] of [
      [images, images.labels],
      [train, own],
    ] as const) {
      const sampler = WeightedRandomSampler.fromLabels(labels, { seed: 1, numSamples: 400 });
      let rare = 0;
      for await (const { label } of new DataLoader(dataset, { batchSize: 50, sampler })) {
        for (const each of label) rare += each;
      }
      // 200 expected; 8 standard deviations
      expect(Math.abs(rare - 200)).toBeLessThan(80);
    }
  });

  it('images are the same on threads, from a module that has the folder', async () => {
    const folder = await folderOf({ 'a/1.png': plain(5, 5, RED), 'a/2.png': plain(5, 5, GREEN), 'b/1.png': dot });
    const made = `new ImageFolder(${JSON.stringify(folder)}, { size: 4 })`;
    const entry = JSON.stringify(new URL('../../dist/images.js', import.meta.url).href);
    const file = join(folder, 'photos.mjs');
    writeFileSync(file, `import { ImageFolder } from ${entry};\nexport default ${made};\n`);
    const read = async (loader: AsyncIterable<unknown>) => {
      const batches: unknown[] = [];
      for await (const batch of loader) batches.push(batch);
      return batches;
    };
    const options = { batchSize: 2, numItems: 3 };
    const loader = new BuiltLoader(pathToFileURL(file), { ...options, numWorkers: 2 });
    const threads = await read(loader).finally(() => loader.close());
    expect(threads).toEqual(await read(new DataLoader(new ImageFolder(folder, { size: 4 }), { batchSize: 2 })));
    expect(threads).toHaveLength(2);
  });
});
