import { readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { collectImages, type FoundImages, IMAGES, isHidden } from '../../images/collect-images.js';
import { ImageError } from '../../images/image-error.js';
import { list, nameInSentence, shellWord } from '../text.js';
import { UserError, withReadErrors } from '../user-error.js';

/** Images, in the order of their paths: by UTF-16 code units, whatever the system and its language. */
export type ImageFiles = Readonly<FoundImages>;

const ENDINGS = new Set(IMAGES);

/**
 * Lists the images below a folder. Links are followed. Hidden files and folders are left out.
 * @param name The folder in messages.
 * @param roots The folders below it to read, with slashes; `''` for itself.
 * @throws {UserError} A folder cannot be read, a link is broken or leads around, or a root has no images.
 */
export function listImages(folder: string, name: string, roots: readonly string[]): ImageFiles {
  const found: FoundImages = { files: [], hidden: 0, links: false };
  for (const root of roots) {
    const before = found.files.length;
    if (root !== '') checkRoot(folder, name, root);
    const prefix = root === '' ? '' : `${root}/`;
    withUserErrors(() => collectImages(join(folder, root), prefix, prefix.length, [], ENDINGS, found));
    if (root !== '' && found.files.length === before) throw new UserError(`--root ${root} ${noImages(found)}`);
  }
  found.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return found;
}

/** What is wrong with a folder that has no images. */
export function noImages({ hidden }: Pick<ImageFiles, 'hidden'>): string {
  const which = hidden > 0 ? 'has hidden images only' : 'has no images';
  return `${which} (${IMAGES.join(' ')})`;
}

/**
 * The folders that --root names, by their path with slashes; `''` for the whole folder.
 * @throws {UserError} One is not below the folder, or two overlap.
 */
export function normalizedRoots(roots: readonly string[], name: string): string[] {
  const paths = roots.map((root) => {
    const path = root.replaceAll(sep, '/');
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    if (path.startsWith('/') || (sep === '\\' && /^[a-z]:/i.test(path)) || parts.includes('..')) {
      throw new UserError(`--root ${root} must be the path of a folder below ${name}, such as train or data/train`);
    }
    return parts.join('/');
  });
  for (const [i, path] of paths.entries()) {
    const other = paths.findIndex((each, j) => i !== j && (path === '' || `${each}/`.startsWith(`${path}/`)));
    if (other < 0) continue;
    const both = `--root ${roots[Math.min(i, other)]} and --root ${roots[Math.max(i, other)]}`;
    throw new UserError(`${both} overlap: images would be read twice`);
  }
  return paths;
}

/** @throws {UserError} The root is no folder: the message names those that there are. */
function checkRoot(folder: string, name: string, root: string): void {
  const stats = withReadErrors(join(name, root), () => statSync(join(folder, root), { throwIfNoEntry: false }));
  if (stats?.isDirectory()) return;
  if (stats) throw new UserError(`--root ${root}: ${join(name, root)} is not a folder`);
  const there = withReadErrors(name, () => readdirSync(folder, { withFileTypes: true }))
    .filter((entry) => !isHidden(entry.name) && entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const start = `${name.replaceAll(sep, '/').replace(/\/+$/, '')}/`;
  const rest = root.startsWith(start) && root.slice(start.length);
  const has = there.length === 0 ? 'it has no folders' : `it has ${list(there.map(nameInSentence))}`;
  const hint = rest ? `paths begin below it: --root ${shellWord(rest)}` : has;
  throw new UserError(`--root ${root}: ${name} has no such folder; ${hint}`);
}

/** Runs `find`. @throws {UserError} It found a folder that cannot be read, or a link that leads nowhere or around. */
function withUserErrors(find: () => void): void {
  try {
    find();
  } catch (error) {
    throw error instanceof ImageError ? new UserError(error.message) : error;
  }
}

/** The images that are there more than once, by links: how many paths too many, and the first two of one file. */
export function linkedTwice({ files, links }: ImageFiles): { count: number; first: [string, string] } | undefined {
  if (!links) return undefined;
  const seen = new Map<string, string>();
  const again: [string, string][] = [];
  for (const { path, folder, target } of files) {
    const real = target ?? join(folder, path.slice(path.lastIndexOf('/') + 1));
    const before = seen.get(real);
    if (before === undefined) seen.set(real, path);
    else again.push([before, path]);
  }
  return again.length ? { count: again.length, first: again[0] } : undefined;
}
