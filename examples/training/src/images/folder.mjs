// A folder of photographs, such as images/ of the Oxford-IIIT Pet data set. The name of a file is its class up to the
// last underscore.
// O. M. Parkhi, A. Vedaldi, A. Zisserman, C. V. Jawahar, "Cats and Dogs", CVPR 2012.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { Told } from '../told.mjs';

const IMAGE = /\.(?:jpe?g|png|webp|gif|avif|tiff?)$/i;

/**
 * The images of some classes, each resized to a square (its middle, where it is none).
 * @param {string} folder
 * @param {{ classes: readonly string[], side: number }} options
 * @returns {Promise<{ images: import('./images.mjs').Images, unreadable: string[] }>} and the names of files that are
 * no images, whatever they are called
 * @throws {Told} There is no such folder, or it has no image of a class.
 */
export async function readFolder(folder, { classes, side }) {
  const files = await readdir(folder).catch((error) => {
    throw new Told(`${folder} cannot be read (${error.code}): --images names a folder of images`);
  });
  const named = files.filter((file) => IMAGE.test(file)).sort();
  const classOf = (file) => file.slice(0, Math.max(0, file.lastIndexOf('_')));
  const [labels, pixels, unreadable] = [[], [], []];
  for (const [code, name] of classes.entries()) {
    const own = named.filter((file) => classOf(file) === name);
    if (own.length === 0) {
      const there = [...new Set(named.map(classOf))].filter(Boolean).slice(0, 8).join(', ');
      throw new Told(
        `${folder} has no image of class ${name}: --classes names those that are there${there && `, such as ${there}`}`,
      );
    }
    for (const file of own) {
      try {
        const image = sharp(join(folder, file))
          .rotate()
          .removeAlpha()
          .toColorspace('srgb')
          .resize(side, side, { fit: 'cover' });
        pixels.push(await image.raw().toBuffer());
        labels.push(code);
      } catch {
        unreadable.push(file);
      }
    }
  }
  const images = {
    names: [...classes],
    labels: Int32Array.from(labels),
    pixels: new Uint8Array(Buffer.concat(pixels)),
  };
  return { images: { ...images, height: side, width: side, channels: 3 }, unreadable };
}
