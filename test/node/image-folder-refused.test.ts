// What ImageFolder refuses: folders, options, broken images; and what an abort does.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ImageError, ImageFolder } from '../../src/images.js';
import { DataLoader } from '../../src/index.js';
import { folderOf, picture, plain } from '../support/made-images.js';

const dot = await picture([[[1, 2, 3]]])
  .png()
  .toBuffer();
const [png, jpeg] = [await plain(50, 50, [1, 2, 3]).png().toBuffer(), await plain(50, 50, [1, 2, 3]).jpeg().toBuffer()];
const good = await folderOf({ 'a/1.png': dot });
const make = (folder: unknown, options: unknown = { size: 2 }) =>
  new ImageFolder(folder as string, options as { size: 2 });

describe('refuses', () => {
  it.each<[string, unknown, typeof TypeError | typeof RangeError, RegExp]>([
    ['no options', undefined, TypeError, /^size must be a positive integer or \[height, width\], got undefined$/],
    ['no size', {}, TypeError, /^size must be .*got undefined$/],
    ['a number for options', 5, TypeError, /^options must be an object like \{ size: … \}, got 5$/],
    ['size 0', { size: 0 }, RangeError, /^size must be .*got 0$/],
    ['size 0.5', { size: 0.5 }, RangeError, /^size must be .*got 0\.5$/],
    ['size NaN', { size: Number.NaN }, RangeError, /^size must be .*got NaN$/],
    ['size "64"', { size: '64' }, TypeError, /^size must be .*got "64"$/],
    ['size [64]', { size: [64] }, TypeError, /^size must be .*got an Array$/],
    ['size [2, -1]', { size: [2, -1] }, RangeError, /^size must be .*got \[2, -1\]$/],
    ['size ["2", 2]', { size: ['2', 2] }, TypeError, /^size must be .*got \["2", 2\]$/],
    [
      'a size of too many pixels',
      { size: 2 ** 14 },
      RangeError,
      /^size must give at most 2\^28 values, got 16384 x 16384 x 3$/,
    ],
    ['fit "crop"', { size: 2, fit: 'crop' }, RangeError, /^fit must be 'cover' or 'contain' or 'fill', got "crop"$/],
    ['fit true', { size: 2, fit: true }, TypeError, /^fit must be/],
    ['channels 4', { size: 2, channels: 4 }, RangeError, /^channels must be 1 or 3, got 4$/],
    ['channels "3"', { size: 2, channels: '3' }, TypeError, /^channels must be 1 or 3, got "3"$/],
    ['layout "nchw"', { size: 2, layout: 'nchw' }, RangeError, /^layout must be 'hwc' or 'chw', got "nchw"$/],
    [
      'dtype "float16"',
      { size: 2, dtype: 'float16' },
      RangeError,
      /^dtype must be 'float32' or 'uint8', got "float16"$/,
    ],
    ['a mean of bytes', { size: 2, dtype: 'uint8', mean: [0, 0, 0] }, TypeError, /^mean and std need dtype 'float32'/],
    [
      'a number as mean',
      { size: 2, mean: 0.5 },
      TypeError,
      /^mean must be an array of 3 numbers, one a channel, got 0\.5$/,
    ],
    ['two means', { size: 2, mean: [1, 2] }, RangeError, /^mean must be an array of 3 numbers, one a channel, got 2$/],
    [
      'three means of gray',
      { size: 2, channels: 1, mean: [1, 2, 3] },
      RangeError,
      /^mean must be an array of 1 number, .*got 3$/,
    ],
    [
      'a mean of Infinity',
      { size: 2, mean: [0, Infinity, 0] },
      RangeError,
      /^mean\[1\] must be a finite number, got Infinity$/,
    ],
    ['a mean as text', { size: 2, mean: ['0', 0, 0] }, TypeError, /^mean\[0\] must be a finite number, got "0"$/],
    ['a std of 0', { size: 2, std: [1, 1, 0] }, RangeError, /^std\[2\] must be a positive number, got 0$/],
    [
      'a std that float32 makes 0',
      { size: 2, std: [1e-60, 1, 1] },
      RangeError,
      /^std\[0\] must be a positive number, got 1e-60$/,
    ],
    ['a std of -1', { size: 2, std: [1, -1, 1] }, RangeError, /^std\[1\] must be a positive number, got -1$/],
    [
      'an ending alone',
      { size: 2, extensions: '.jpg' },
      TypeError,
      /^extensions must be an array like \['\.jpg'\], got "\.jpg"$/,
    ],
    [
      'no extensions',
      { size: 2, extensions: [] },
      RangeError,
      /^extensions must be an array like \['\.jpg'\], got none$/,
    ],
    [
      'an ending without a dot',
      { size: 2, extensions: ['jpg'] },
      RangeError,
      /^extensions\[0\] must be an extension like '\.jpg', got "jpg"$/,
    ],
    [
      'an ending 5',
      { size: 2, extensions: ['.jpg', 5] },
      TypeError,
      /^extensions\[1\] must be an extension like '\.jpg', got 5$/,
    ],
    [
      'an option of another name',
      { size: 2, transform: 1 },
      TypeError,
      /^options has no "transform"; known are size, fit/,
    ],
  ])('%s', (_, options, kind, message) => {
    // before it looks for the folder
    for (const folder of [good, 'no such folder']) {
      const call = () => new ImageFolder(folder, options as { size: 2 });
      expect(call).toThrow(kind);
      expect(call).toThrow(message);
    }
  });

  it.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /^folder must be a path or a file URL, got undefined$/],
    ['an empty path', '', /^folder must be a path or a file URL, got ""$/],
    ['a web address', new URL('https://example.org/photos'), /^folder must be a path or a file URL, got a URL$/],
    ['a list', ['a.png'], /^folder must be a path or a file URL, got an Array$/],
  ])('%s as folder', (_, folder, message) => {
    expect(() => make(folder)).toThrow(TypeError);
    expect(() => make(folder)).toThrow(message);
  });

  it('folders without classes or images, by their names', async () => {
    const refused = (folder: string, message: string, options?: object) => {
      expect(() => make(folder, options)).toThrow(ImageError);
      expect(() => make(folder, options)).toThrow(message);
    };
    refused('no such folder', 'no such folder: no such folder');
    refused(join(good, 'a/1.png'), `${join(good, 'a/1.png')}: is not a folder`);
    const flat = await folderOf({ '1.png': dot, '.git/1.png': dot });
    const sentence = `(PyTorch: ${JSON.stringify(`Couldn't find any class folder in ${flat}.`)})`;
    refused(flat, `${flat}: has no sub-folder; each class is a sub-folder with its images ${sentence}`);
    const empty = await folderOf({ 'a/1.png': dot, 'b/.1.png': dot, 'c d/1.txt': '', 'e/1.png': dot });
    refused(empty, `${empty}: has sub-folders without images, "b" and 1 other (.jpg .jpeg `);
    refused(empty, '(PyTorch: "Found no valid file for the classes b, c d.")');
    rmSync(join(empty, 'b'), { recursive: true });
    refused(empty, `${empty}: has a sub-folder without images, "c d" (.jpg .jpeg `);
    refused(good, `${good}: has a sub-folder without images, "a" (.jpg) (PyTorch`, { size: 2, extensions: ['.JPG'] });
  });

  it('images that sharp does not decode, unless extensions say which to take', async () => {
    const folder = await folderOf({ 'a/1.png': dot, 'a/2.heic': 'x', 'b/3.BMP': 'x', 'b/4.png': dot });
    const first = join(folder, 'a/2.heic');
    const call = () => make(folder);
    expect(call).toThrow(ImageError);
    expect(call).toThrow(
      `${first} and 1 other file: sharp does not decode .heic: convert the files, remove them, or name`,
    );
    expect(make(folder, { size: 2, extensions: ['.png'] }).length).toBe(2);
    // a sharp that is built with more formats may have them
    expect(make(folder, { size: 2, extensions: ['.png', '.heic', '.bmp'] }).length).toBe(4);
  });

  it('broken links, and links that lead around', async () => {
    const folder = await folderOf({ 'a/1.png': dot });
    symlinkSync(join(folder, 'gone.png'), join(folder, 'a/2.png'));
    expect(() => make(folder)).toThrow(`${join(folder, 'a/2.png')}: this link is broken: repair or remove it`);
    rmSync(join(folder, 'a/2.png'));
    symlinkSync(folder, join(folder, 'a/around'));
    expect(() => make(folder)).toThrow(/around: this link leads to a folder that contains it: remove it$/);
    expect(() => make(folder)).toThrow(ImageError);
  });

  it.each<[unknown, RegExp]>([
    [1, /^index must be an integer in \[0, 0\], got 1$/],
    [-1, /^index must be an integer in \[0, 0\], got -1$/],
    [0.5, /got 0\.5$/],
    ['0', /got "0"$/],
    [undefined, /got undefined$/],
  ])('the index %s', async (index, message) => {
    const got = make(good).get(index as number);
    await expect(got).rejects.toThrow(message);
    await expect(got).rejects.toThrow(typeof index === 'number' ? RangeError : TypeError);
  });
});

describe('a broken image', () => {
  it.each<[string, Buffer | string, RegExp]>([
    ['text', 'no image at all', /: cannot be decoded: it contains unsupported image format$/],
    ['an empty file', '', /: cannot be decoded: the file is empty$/],
    ['a PNG that is cut off', png.subarray(0, 80), /: cannot be decoded: /],
    ['a JPEG that is cut off', jpeg.subarray(0, -5), /: cannot be decoded: .*premature end/],
  ])('that is %s is named, by get and by the loader, which stays there', async (_, content, message) => {
    const folder = await folderOf({ 'a/1.png': dot, 'a/2.png': content, 'a/3.png': dot });
    const images = make(folder);
    const broken = join(folder, 'a/2.png');
    const error = await images.get(1).catch((error) => error);
    expect(error).toBeInstanceOf(ImageError);
    expect(error.message.startsWith(broken)).toBe(true);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
    const loader = new DataLoader(images);
    const seen: number[] = [];
    const loop = async () => {
      for await (const { label } of loader) seen.push(...label);
    };
    await expect(loop()).rejects.toThrow(`dataset.get(1) failed: ${broken}: cannot be decoded: `);
    expect([seen.length, loader.position]).toEqual([1, 1]);
    writeFileSync(broken, dot);
    await loop();
    expect(seen).toHaveLength(3);
  });

  it('that is gone by now, or may not be read, is named', async () => {
    const folder = await folderOf({ 'a/1.png': dot, 'a/2.png': dot });
    const images = make(folder);
    rmSync(join(folder, 'a/1.png'));
    await expect(images.get(0)).rejects.toThrow(`${join(folder, 'a/1.png')}: cannot be read (ENOENT)`);
    mkdirSync(join(folder, 'a/1.png'));
    await expect(images.get(0)).rejects.toThrow(`${join(folder, 'a/1.png')}: cannot be read (EISDIR)`);
    await expect(images.get(1)).resolves.toHaveProperty('label', 0);
  });
});

describe('an abort', () => {
  it('rejects with its reason, before and while the image is read', async () => {
    const images = make(good);
    const early = AbortSignal.abort(new Error('too late'));
    await expect(images.get(0, { signal: early })).rejects.toThrow('too late');
    const controller = new AbortController();
    const got = images.get(0, { signal: controller.signal });
    controller.abort(new Error('left'));
    await expect(got).rejects.toThrow('left');
    await expect(images.get(0, { signal: new AbortController().signal })).resolves.toHaveProperty('label', 0);
  });
});

describe('without sharp', () => {
  /** Runs the built entry where there is no package, or a broken one. */
  const alone = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'loaded-dice-alone-'));
    copyFileSync(resolve('dist/images.js'), join(folder, 'images.mjs'));
    return folder;
  };
  const messageIn = (cwd: string): string => {
    const code = `import { ImageFolder } from ${JSON.stringify(pathToFileURL(join(cwd, 'images.mjs')).href)};
      const images = new ImageFolder(${JSON.stringify(good)}, { size: 2 });
      console.log(images.length, await images.get(0).catch(({ name, message }) => name + ': ' + message));`;
    return execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd, encoding: 'utf8' }).trim();
  };

  it('images are listed, and the first one says what to install', () => {
    expect(messageIn(alone())).toBe(
      '1 ImageError: images need the package sharp, which is not installed: npm install sharp',
    );
  });

  it('that loads, it says why', () => {
    const folder = alone();
    mkdirSync(join(folder, 'node_modules/sharp'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/sharp/package.json'), '{ "name": "sharp", "main": "index.js" }');
    writeFileSync(join(folder, 'node_modules/sharp/index.js'), 'throw new Error("Could not load it\\nPossible")');
    expect(messageIn(folder)).toBe(
      '1 ImageError: images need the package sharp, which does not load (Could not load it): npm install sharp',
    );
  });
});

it('the built entry can be required, too', () => {
  const code = `const { ImageFolder } = require('loaded-dice/images');
    new ImageFolder(${JSON.stringify(good)}, { size: 1, dtype: 'uint8' })
      .get(0).then(({ image }) => console.log(image.join()));`;
  expect(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' })).toBe('1,2,3\n');
});
