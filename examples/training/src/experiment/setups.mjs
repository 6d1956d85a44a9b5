// What is trained on, from the command's options.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { weightsOf } from '../backbone/fashion.mjs';
import { filesOf } from '../backbone/graph-model.mjs';
import { readImages } from '../images/read.mjs';
import { Told } from '../told.mjs';
import { FASHION } from './plan.mjs';

/** Pairs that look alike; the first one plays Siamese and Birman. */
const PAIRS = [
  ['T-shirt/top', 'Shirt'],
  ['Pullover', 'Coat'],
];
/** The article's imbalance: 165 Siamese and 10 Birman cats. */
const KEEP = [165, 10];
/** Images of the rare class in the sweep. */
const SWEEP = [165, 82, 33, 16, 5, 2, 1];
/** Images of each class that validate. */
const VALIDATION = 1000;

/**
 * @returns {Promise<{ main: import('./plan.mjs').Setup, others: import('./plan.mjs').Setup[], unreadable: number }>}
 * @throws {Told} An option does not fit.
 */
export async function setupsOf({ full, images: folder, classes, keep, backbone, range = [0, 1] }) {
  if (folder === undefined && (backbone ?? classes) !== undefined) {
    throw new Told('--classes and --backbone are for --images: Fashion-MNIST has two pairs of its own');
  }
  if (folder !== undefined && (backbone === undefined || classes === undefined)) {
    throw new Told('--images wants --classes and --backbone');
  }
  const source = folder === undefined ? FASHION : { folder, backbone, range };
  const named = classes ?? PAIRS[0];
  if (named.length < 2 || new Set(named).size < named.length) {
    throw new Told(`--classes wants two classes or more, each once, got ${named.join(', ')}`);
  }
  const kept = keep ? keptOf(keep, named) : KEEP;
  if (kept.length !== named.length) throw new Told('--keep names how many of each class: a=165,b=10');
  const { images, unreadable } = await readImages(source, { classes: named, side: 28 });
  const counts = named.map((_, code) => images.labels.filter((label) => label === code).length);
  const validation = counts.map((count, code) => Math.min(VALIDATION, count - kept[code]));
  validation.forEach((count, code) => {
    if (count > 0) return;
    throw new Told(
      `${named[code]} has ${counts[code]} images: too few for ${kept[code]} to train with and some to validate`,
    );
  });
  const content = await contentOf(images, source, named);
  const main = { source, classes: named, keep: kept, validation, content };
  const rarest = kept.length - 1;
  const swept = SWEEP.filter((rare) => rare !== kept[rarest] && rare <= counts[rarest] - validation[rarest]);
  const others = full ? swept.map((rare) => ({ ...main, keep: [...kept.slice(0, -1), rare] })) : [];
  if (full && folder === undefined) {
    const { images } = await readImages(source, { classes: PAIRS[1], side: 28 });
    others.push({ ...main, classes: PAIRS[1], content: await contentOf(images, source, PAIRS[1]) });
  }
  return { main, others, unreadable: unreadable.length };
}

/** Tells images and the network apart from others of the same names: results of these are not taken for theirs. */
async function contentOf({ pixels, labels }, { backbone }, classes) {
  const hash = createHash('sha256').update(pixels).update(labels);
  if (backbone === null) hash.update(await readFile(weightsOf(classes)));
  else if (!/^https?:/.test(backbone)) for (const file of await filesOf(backbone)) hash.update(file);
  return hash.digest('hex').slice(0, 16);
}

function keptOf(keep, classes) {
  const counts = new Map(
    keep.map((each) => [each.slice(0, each.lastIndexOf('=')), each.slice(each.lastIndexOf('=') + 1)]),
  );
  for (const name of counts.keys()) {
    if (!classes.includes(name)) throw new Told(`--keep names ${name}, which is not one of ${classes.join(', ')}`);
  }
  return classes.map((name) => {
    const count = counts.get(name);
    if (count !== undefined && /^[1-9]\d{0,6}$/.test(count)) return Number(count);
    throw new Told(`--keep ${name}=n wants a whole number of at least 1, got ${count ?? 'none'}`);
  });
}
