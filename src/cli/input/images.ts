import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { readError, UserError, withReadErrors } from '../user-error.js';
import type { Input } from './find-input.js';

const IMAGES = new Set(['.jpg', '.jpeg', '.png', '.gif', '.webp', '.avif', '.bmp', '.tif', '.tiff', '.heic']);

export interface Images {
  /** Paths below the folder, with slashes. They are sorted, because a directory has any order. */
  readonly files: string[];
  readonly labels: string[];
  /** The number of images without a class: beside the sub-folders, or without an underscore in the name. */
  readonly unlabeled: number;
}

/**
 * Lists the images below a folder. Their class is the name of the sub-folder. If no sub-folder has images, it is the
 * file name up to its last underscore. Links are followed.
 * @throws {UserError} There are no images or no classes, a folder cannot be read, or a link is broken.
 */
export function readImages(input: Input): Images {
  const found: string[] = [];
  collect(input.path, '', [], found);
  found.sort((a, b) => (a < b ? -1 : 1));
  if (found.length === 0) checkNoTables(input);
  if (found.length === 0) throw new UserError(`${input.name} has no images (${[...IMAGES].join(' ')})`);
  const inFolders = found.filter((file) => file.includes('/'));
  const labelOf = inFolders.length
    ? (file: string) => file.slice(0, Math.max(0, file.indexOf('/')))
    : (file: string) => file.slice(0, Math.max(0, file.lastIndexOf('_')));
  const files = found.filter((file) => labelOf(file) !== '');
  if (files.length === 0) {
    throw new UserError(
      `${input.name} has images without classes: sort them into sub-folders, or name them like Siamese_1.jpg`,
    );
  }
  return { files, labels: files.map(labelOf), unlabeled: found.length - files.length };
}

/** @throws {UserError} The folder has Parquet files: the message names the glob that they are read by. */
export function checkNoTables({ name, path }: Input): void {
  const files = withReadErrors(name, () => readdirSync(path, { recursive: true })) as string[];
  const table = files.find((file) => /\.parquet$/i.test(file));
  if (table === undefined) return;
  const glob = join(name, basename(table) === table ? '' : '**', `*${extname(table)}`);
  throw new UserError(`${name} is a folder of Parquet files: name them by a glob, in quotes: '${glob}'`);
}

/**
 * Adds the images below a folder to `found`.
 * @param prefix The path of the folder from the first one, with a slash.
 * @param parents The real paths of the folders above.
 */
function collect(folder: string, prefix: string, parents: readonly string[], found: string[]): void {
  const real = withReadErrors(folder, () => realpathSync(folder));
  if (parents.includes(real)) throw new UserError(`${folder}: this link leads to a folder that contains it: remove it`);
  for (const entry of withReadErrors(folder, () => readdirSync(folder, { withFileTypes: true }))) {
    const path = join(folder, entry.name);
    const isImage = IMAGES.has(extname(entry.name).toLowerCase());
    // Node reads invalid bytes as this character, so that different names would become one
    if (entry.name.includes('\ufffd')) throw new UserError(`${path}: its name is not UTF-8; rename it`);
    const target = entry.isSymbolicLink() ? followed(path, isImage) : entry;
    if (target?.isDirectory()) collect(path, `${prefix}${entry.name}/`, [...parents, real], found);
    else if (isImage && target?.isFile()) found.push(prefix + entry.name);
  }
}

/** What a link leads to; undefined for a broken one. @throws {UserError} The broken link has the name of an image. */
function followed(path: string, isImage: boolean): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ELOOP') throw readError(path, error);
    if (isImage) throw new UserError(`${path}: this link is broken: repair or remove it`);
    return undefined;
  }
}
