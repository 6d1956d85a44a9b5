import { readFashion } from './fashion.mjs';
import { readFolder } from './folder.mjs';
import { withoutDoubles } from './images.mjs';

/**
 * The images of a source, each once.
 * @param {import('../experiment/plan.mjs').Source} source
 * @param {{ classes: readonly string[], side: number }} options
 * @returns {Promise<{ images: import('./images.mjs').Images, unreadable: string[] }>}
 */
export async function readImages({ folder }, { classes, side }) {
  const { images, unreadable } =
    folder === null
      ? { images: await readFashion(classes), unreadable: [] }
      : await readFolder(folder, { classes, side });
  return { images: withoutDoubles(images), unreadable };
}
