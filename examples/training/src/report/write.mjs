import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AUGMENTATION } from '../experiment/plan.mjs';
import { choose } from '../images/images.mjs';
import { readImages } from '../images/read.mjs';
import { pageOf } from './page.mjs';
import { stripOf } from './strip.mjs';

/** Draws of an image in the strip of augmented ones, and images of each class. */
const [DRAWS, EACH] = [7, 2];

/** Writes the page under another name, and then under its own: there is none that is half written. */
export async function writePage(path, setup, conclusion, others) {
  const strip = await stripOfSetup(setup);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, await pageOf(setup, conclusion, { strip, others }));
  await rename(`${path}.part`, path);
}

/** A few images of each class, and what augmentation makes of them. */
export async function stripOfSetup({ source, classes }) {
  const { images } = await readImages(source, { classes, side: source.folder === null ? 28 : 96 });
  const [shown] = choose(
    images,
    classes.map(() => EACH),
    1,
  );
  return stripOf(shown, [...shown.labels.keys()], AUGMENTATION, DRAWS);
}
