import { readFile } from 'node:fs/promises';
import type sharp from 'sharp';
import { throwIfAborted } from '../internal/check.js';
import { ImageError } from './image-error.js';
import type { ImageSettings } from './options.js';

type Sharp = typeof sharp;

/** Loads the package, which is optional. @throws {ImageError} It is not installed, or does not load. */
async function loadSharp(): Promise<Sharp> {
  try {
    return (await import('sharp')).default;
  } catch (cause) {
    const [first] = messageOf(cause).split('\n');
    const missing = /^Cannot find (package|module) 'sharp'/.test(first);
    const problem = missing ? 'is not installed' : `does not load (${first})`;
    throw new ImageError(`images need the package sharp, which ${problem}: npm install sharp`, { cause });
  }
}

/** An image as bytes, or as floats of them. */
export type Pixels = Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/**
 * Reads and decodes an image, turns it as its EXIF orientation says, and resizes it.
 * @param name The file in errors.
 * @throws {ImageError} The file cannot be read or decoded.
 */
export async function decode(
  path: string,
  name: string,
  { height, width, fit, channels, layout, floats }: ImageSettings,
  signal: AbortSignal | undefined,
): Promise<Pixels> {
  throwIfAborted(signal);
  const sharp = await loadSharp();
  let file: Uint8Array;
  try {
    file = await readFile(path, { ...(signal && { signal }) });
  } catch (cause) {
    throwIfAborted(signal);
    throw new ImageError(`${name}: cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
  if (file.length === 0) throw new ImageError(`${name}: cannot be decoded: the file is empty`);
  const background = { r: 0, g: 0, b: 0 };
  const color = channels === 1 ? 'b-w' : 'srgb';
  let data: Uint8Array<ArrayBuffer>;
  try {
    const image = sharp(file).rotate().resize({ width, height, fit, background }).flatten({ background });
    const gray = channels === 1 ? image.greyscale() : image;
    data = (await gray.toColourspace(color).raw().toBuffer()) as Buffer<ArrayBuffer>;
  } catch (cause) {
    const reason = messageOf(cause)
      .replace(/^Input buffer/, 'it')
      .replace(/\s+/g, ' ')
      .trim();
    throw new ImageError(`${name}: cannot be decoded: ${reason}`, { cause });
  }
  throwIfAborted(signal);
  if (data.length !== height * width * channels) {
    throw new ImageError(`${name}: cannot be decoded to ${channels} channels`);
  }
  return arrange(data, channels, layout, floats);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The values of an image in the order of the layout. Bytes in the order that they have are not copied. */
export function arrange(
  data: Uint8Array<ArrayBuffer>,
  channels: number,
  layout: 'hwc' | 'chw',
  floats: Float32Array | undefined,
): Pixels {
  // a plain Uint8Array: a Buffer would be another class in batches and in structured clones
  if (!floats && (layout === 'hwc' || channels === 1)) return new Uint8Array(data.buffer, data.byteOffset, data.length);
  const out = floats ? new Float32Array(data.length) : new Uint8Array(data.length);
  const pixels = data.length / channels;
  const [pixelStep, channelStep] = layout === 'hwc' ? [channels, 1] : [1, pixels];
  for (let channel = 0; channel < channels; channel++) {
    const table = floats?.subarray(256 * channel, 256 * channel + 256);
    let to = channel * channelStep;
    for (let from = channel; from < data.length; from += channels, to += pixelStep) {
      out[to] = table ? table[data[from]] : data[from];
    }
  }
  return out;
}
