import { checkOneOf, checkOptions } from '../internal/check.js';
import { describe } from '../internal/describe.js';

/** Options of an `ImageFolder`. */
export interface ImageFolderOptions<D extends 'float32' | 'uint8' = 'float32'> {
  /** Height and width that every image is resized to, in pixels: one number for both, or [height, width]. */
  size: number | readonly [height: number, width: number];
  /**
   * How an image of another shape fills the size. 'cover' keeps the middle and crops the rest, 'contain' adds black
   * bars, 'fill' stretches the image. Default: 'cover'.
   */
  fit?: 'cover' | 'contain' | 'fill' | undefined;
  /** 3 for red, green and blue, 1 for gray. Default: 3. */
  channels?: 1 | 3 | undefined;
  /**
   * The order of an image's values. 'hwc' is row by row, with the channels of a pixel side by side, as in
   * TensorFlow.js. 'chw' is channel by channel, as in PyTorch and most ONNX models. Default: 'hwc'.
   */
  layout?: 'hwc' | 'chw' | undefined;
  /** 'float32' for values in [0, 1], or normalized ones; 'uint8' for 0 to 255. Default: 'float32'. */
  dtype?: D | undefined;
  /** Mean of each channel, (channels,), subtracted from values in [0, 1]. Only for float32. Default: 0. */
  mean?: ArrayLike<number> | undefined;
  /**
   * Standard deviation of each channel, (channels,), by which values are then divided. Only for float32. Default: 1.
   */
  std?: ArrayLike<number> | undefined;
  /**
   * File extensions of the images to list, such as ['.jpg', '.png']. Default: those that sharp decodes; a folder with
   * other kinds of images then throws.
   */
  extensions?: readonly string[] | undefined;
}

const OPTIONS = ['size', 'fit', 'channels', 'layout', 'dtype', 'mean', 'std', 'extensions'] as const;

/** Checked options. */
export interface ImageSettings {
  readonly height: number;
  readonly width: number;
  readonly fit: 'cover' | 'contain' | 'fill';
  readonly channels: 1 | 3;
  readonly layout: 'hwc' | 'chw';
  /** The float32 of each byte, of one channel after the other, (256 * channels,); undefined for uint8. */
  readonly floats: Float32Array | undefined;
  readonly extensions: ReadonlySet<string> | undefined;
}

/** Largest number of values in an image, so that a batch of them has a chance to fit one array. */
const MAX_VALUES = 2 ** 28;

/** @throws {TypeError | RangeError} An option is not as described. */
export function checkImageOptions<D extends 'float32' | 'uint8'>(options: ImageFolderOptions<D>): ImageSettings {
  const {
    size,
    fit = 'cover',
    channels = 3,
    layout = 'hwc',
    dtype = 'float32',
    mean,
    std,
    extensions,
  } = checkOptions(options as ImageFolderOptions<'float32' | 'uint8'>, OPTIONS);
  const [height, width] = checkSize(size);
  checkOneOf('fit', fit, ['cover', 'contain', 'fill']);
  if (channels !== 1 && channels !== 3) {
    const problem = `channels must be 1 or 3, got ${describe(channels)}`;
    throw typeof channels === 'number' ? new RangeError(problem) : new TypeError(problem);
  }
  checkOneOf('layout', layout, ['hwc', 'chw']);
  checkOneOf('dtype', dtype, ['float32', 'uint8']);
  if (height * width * channels > MAX_VALUES) {
    throw new RangeError(`size must give at most 2^28 values, got ${height} x ${width} x ${channels}`);
  }
  if (dtype === 'uint8' && (mean !== undefined || std !== undefined)) {
    throw new TypeError("mean and std need dtype 'float32', got 'uint8'");
  }
  const shift = checkChannels('mean', mean, channels, 0);
  const scale = checkChannels('std', std, channels, 1);
  const floats = dtype === 'uint8' ? undefined : floatsOf(shift, scale);
  return { height, width, fit, channels, layout, floats, extensions: checkExtensions(extensions) };
}

function checkSize(size: unknown): readonly [height: number, width: number] {
  const isPair = Array.isArray(size) && size.length === 2;
  const pair: readonly unknown[] = isPair ? size : [size, size];
  if (pair.every((each) => typeof each === 'number' && Number.isSafeInteger(each) && each > 0)) {
    return pair as [number, number];
  }
  const isNumbers = pair.every((each) => typeof each === 'number');
  const got = isPair ? `[${size.map(describe).join(', ')}]` : describe(size);
  const problem = `size must be a positive integer or [height, width], got ${got}`;
  throw isNumbers ? new RangeError(problem) : new TypeError(problem);
}

/** One number for each channel; `least` is 1 for those that are divided by, 0 for others. */
function checkChannels(name: string, given: unknown, channels: number, least: 0 | 1): number[] {
  if (given === undefined) return new Array<number>(channels).fill(least);
  const isList = typeof given === 'object' && given !== null && 'length' in given;
  const expected = `${name} must be an array of ${channels === 1 ? '1 number' : `${channels} numbers, one a channel`}`;
  if (!isList) throw new TypeError(`${expected}, got ${describe(given)}`);
  const list = given as ArrayLike<unknown>;
  if (list.length !== channels) throw new RangeError(`${expected}, got ${list.length}`);
  return Array.from({ length: channels }, (_, i) => {
    const value = list[i];
    const isNumber = typeof value === 'number';
    if (isNumber && Number.isFinite(value) && (least === 0 || Math.fround(value) > 0)) return value;
    const range = least === 0 ? 'a finite number' : 'a positive number';
    const problem = `${name}[${i}] must be ${range}, got ${describe(value)}`;
    throw isNumber ? new RangeError(problem) : new TypeError(problem);
  });
}

/** Each byte as torchvision's ToTensor and Normalize make it: every step rounds to a float32. */
function floatsOf(mean: readonly number[], std: readonly number[]): Float32Array {
  const { fround } = Math;
  return Float32Array.from({ length: 256 * mean.length }, (_, i) => {
    const channel = i >> 8;
    return fround(fround(fround((i & 255) / 255) - fround(mean[channel])) / fround(std[channel]));
  });
}

function checkExtensions(extensions: unknown): ReadonlySet<string> | undefined {
  if (extensions === undefined) return undefined;
  if (!Array.isArray(extensions))
    throw new TypeError(`extensions must be an array like ['.jpg'], got ${describe(extensions)}`);
  if (extensions.length === 0) throw new RangeError("extensions must be an array like ['.jpg'], got none");
  const list = extensions.map((extension: unknown, i) => {
    if (typeof extension === 'string' && /^\.[^./\\]+$/.test(extension)) return extension.toLowerCase();
    const problem = `extensions[${i}] must be an extension like '.jpg', got ${describe(extension)}`;
    throw typeof extension === 'string' ? new RangeError(problem) : new TypeError(problem);
  });
  return new Set(list);
}
