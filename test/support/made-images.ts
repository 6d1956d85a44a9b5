// Small images for tests, made by sharp.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

export type Pixel = readonly number[];

/** An image of these rows of pixels, with as many channels as a pixel has. */
export function picture(rows: readonly (readonly Pixel[])[]): Sharp {
  const channels = rows[0][0].length as 1 | 3 | 4;
  const raw = { width: rows[0].length, height: rows.length, channels };
  const image = sharp(Uint8Array.from(rows.flat(2)), { raw });
  return channels === 1 ? image.toColourspace('b-w') : image;
}

/** An image of one color. */
export const plain = (width: number, height: number, [r, g, b]: Pixel): Sharp =>
  sharp({ create: { width, height, channels: 3, background: { r, g, b } } });

/** A new folder with these files, by their paths. */
export async function folderOf(files: Readonly<Record<string, Sharp | Uint8Array | string>>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'loaded-dice-images-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const isBytes = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(join(folder, path), isBytes ? content : await content.png().toBuffer());
  }
  return folder;
}
