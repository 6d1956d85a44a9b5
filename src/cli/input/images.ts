import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { readable, UserError, unreadable } from '../user-error.js';
import type { Input } from './find-input.js';

const IMAGES = new Set(['.jpg', '.jpeg', '.png', '.gif', '.webp', '.avif', '.bmp', '.tif', '.tiff', '.heic']);

export interface Images {
  /** Paths below the folder, with slashes, sorted: the order of a directory is the file system's. */
  readonly files: string[];
  readonly labels: string[];
  /** Images that are in no class, because they lie beside the classes' folders, or have no underscore in their name. */
  readonly unlabelled: number;
}

/**
 * A folder of images: the class is the sub-folder, or, where no sub-folder has any, the file name up to its last
 * underscore. Links are followed.
 * @throws {UserError} There are no images, a folder cannot be read, or a link leads nowhere.
 */
export function readImages(input: Input): Images {
  const found: string[] = [];
  collect(input.path, '', [], found);
  found.sort((a, b) => (a < b ? -1 : 1));
  if (found.length === 0) throw new UserError(`${input.name} has no images (${[...IMAGES].join(' ')})`);
  const inFolders = found.filter((file) => file.includes('/'));
  const labelOf = inFolders.length
    ? (file: string) => file.slice(0, Math.max(0, file.indexOf('/')))
    : (file: string) => file.slice(0, Math.max(0, file.lastIndexOf('_')));
  const files = found.filter((file) => labelOf(file) !== '');
  if (files.length === 0) {
    throw new UserError(
      `${input.name} has images, but neither sub-folders nor names like Siamese_1.jpg to tell their classes`,
    );
  }
  return { files, labels: files.map(labelOf), unlabelled: found.length - files.length };
}

/**
 * Adds the images below a folder to `found`; `below` is what stands before their names, `above` the real paths of the
 * folders around.
 */
function collect(folder: string, below: string, above: readonly string[], found: string[]): void {
  const real = readable(folder, () => realpathSync(folder));
  if (above.includes(real)) throw new UserError(`${folder}: this link leads to a folder that it lies in; remove it`);
  for (const entry of readable(folder, () => readdirSync(folder, { withFileTypes: true }))) {
    const path = join(folder, entry.name);
    const isImage = IMAGES.has(extname(entry.name).toLowerCase());
    // bytes that are no UTF-8 are read as this, and different names as one
    if (entry.name.includes('\ufffd')) throw new UserError(`${path}: its name is not UTF-8`);
    const what = entry.isSymbolicLink() ? followed(path, isImage) : entry;
    if (what?.isDirectory()) collect(path, `${below}${entry.name}/`, [...above, real], found);
    else if (isImage && what?.isFile()) found.push(below + entry.name);
  }
}

/** What a link leads to. One that leads nowhere is nothing, unless it has an image's name. */
function followed(path: string, isImage: boolean): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ELOOP') throw unreadable(path, error);
    if (isImage) throw new UserError(`${path}: this link leads nowhere; mend or remove it`);
    return undefined;
  }
}
