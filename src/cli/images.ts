import { readdir } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import type { Input } from './input.js';
import { UserError } from './user-error.js';

const IMAGES = new Set(['.jpg', '.jpeg', '.png', '.gif', '.webp', '.avif', '.bmp', '.tif', '.tiff', '.heic']);

export interface Images {
  /** Paths below the folder, with slashes, sorted: the order of a directory is the file system's. */
  readonly files: string[];
  readonly labels: string[];
  /** Images that are in no class, because they lie beside the classes' folders, or have no underscore in their name. */
  readonly unlabelled: number;
}

/**
 * A folder of images: the class is the sub-folder, or, where no sub-folder has any, the file name up to its last underscore.
 * @throws {UserError} There are no images.
 */
export async function readImages(input: Input): Promise<Images> {
  const found = (await readdir(input.path, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory() && IMAGES.has(extname(entry.name).toLowerCase()))
    .map((entry) => relative(input.path, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort((a, b) => (a < b ? -1 : 1));
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
