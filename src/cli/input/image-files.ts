import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { list, nameInSentence, shellWord } from '../text.js';
import { readError, UserError, withReadErrors } from '../user-error.js';

/**
 * The endings of images: those of torchvision's ImageFolder, those of the web (MDN's list of image types, without
 * icons), and some of phones, scanners and hospitals.
 */
export const IMAGES = [
  ...['.jpg', '.jpeg', '.png', '.ppm', '.bmp', '.pgm', '.tif', '.tiff', '.webp'],
  ...['.apng', '.avif', '.gif', '.jfif', '.pjpeg', '.pjp', '.svg'],
  ...['.heic', '.heif', '.jxl', '.jpe', '.jp2', '.j2k', '.pbm', '.pnm', '.dcm'],
];

const ENDINGS = new Set(IMAGES);

/** Folders that systems and network drives make beside those of their user. */
const SYSTEM = new Set(['__MACOSX', '@eaDir', '#recycle', '#snapshot', '$RECYCLE.BIN', 'System Volume Information']);

export interface ImageFile {
  /** The path below the folder that was given, with slashes. */
  readonly path: string;
  /** The path below its root, with slashes. */
  readonly below: string;
  /** The real path of the folder that has it. */
  readonly folder: string;
  /** The real path of the file, if the file itself is a link. */
  readonly target: string | undefined;
}

export interface ImageFiles {
  /** In the order of their paths: by UTF-16 code units, whatever the system and its language. */
  readonly files: ImageFile[];
  /** The number of images that are hidden, or in a hidden folder. */
  readonly hidden: number;
  /** Whether links were followed: only then may two paths be one file. */
  readonly links: boolean;
}

interface Found {
  files: ImageFile[];
  hidden: number;
  links: boolean;
}

/**
 * Lists the images below a folder. Links are followed. Hidden files and folders are left out.
 * @param name The folder in messages.
 * @param roots The folders below it to read, with slashes; `''` for itself.
 * @throws {UserError} A folder cannot be read, a link is broken or leads around, or a root has no images.
 */
export function listImages(folder: string, name: string, roots: readonly string[]): ImageFiles {
  const found: Found = { files: [], hidden: 0, links: false };
  for (const root of roots) {
    const before = found.files.length;
    if (root !== '') checkRoot(folder, name, root);
    const prefix = root === '' ? '' : `${root}/`;
    collect(join(folder, root), prefix, prefix.length, [], found);
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

/**
 * Adds the images below a folder.
 * @param prefix The path of the folder from the first one, with a slash.
 * @param root The length of that part of the prefix which is the root.
 * @param parents The real paths of the folders above.
 */
function collect(folder: string, prefix: string, root: number, parents: readonly string[], found: Found): void {
  const real = withReadErrors(folder, () => realpathSync(folder));
  if (parents.includes(real)) throw new UserError(`${folder}: this link leads to a folder that contains it: remove it`);
  for (const entry of withReadErrors(folder, () => readdirSync(folder, { withFileTypes: true }))) {
    const path = join(folder, entry.name);
    if (isHidden(entry.name)) {
      found.hidden += hiddenImages(path, entry);
      continue;
    }
    // Node reads invalid bytes as this character, so that different names would become one
    if (entry.name.includes('\ufffd')) throw new UserError(`${path}: its name is not UTF-8; rename it`);
    const link = entry.isSymbolicLink();
    const target = link ? followed(path, isImage(entry.name)) : entry;
    if (target?.isDirectory()) collect(path, `${prefix}${entry.name}/`, root, [...parents, real], found);
    else if (isImage(entry.name) && target?.isFile()) {
      const below = prefix + entry.name;
      const linked = link ? withReadErrors(path, () => realpathSync(path)) : undefined;
      found.files.push({ path: below, below: below.slice(root), folder: real, target: linked });
    } else continue;
    found.links ||= link;
  }
}

const isImage = (name: string): boolean => ENDINGS.has(extname(name).toLowerCase());
const isHidden = (name: string): boolean => name.startsWith('.') || name === 'lost+found' || SYSTEM.has(name);

/** The number of images that a hidden entry is or has. What cannot be read counts nothing: it is left out anyway. */
function hiddenImages(path: string, entry: Dirent): number {
  if (!entry.isDirectory()) return Number(isImage(entry.name) && (entry.isFile() || entry.isSymbolicLink()));
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.reduce((sum, each) => sum + hiddenImages(join(path, each.name), each), 0);
  } catch {
    return 0;
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
