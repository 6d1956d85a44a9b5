// Finds images below a folder: for the command, and for ImageFolder.
import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ImageError } from './image-error.js';

/**
 * The extensions of images: those of torchvision's ImageFolder, those of the web (MDN's list of image types, without
 * icons), and some of phones, scanners and hospitals.
 */
export const IMAGES = [
  ...['.jpg', '.jpeg', '.png', '.ppm', '.bmp', '.pgm', '.tif', '.tiff', '.webp'],
  ...['.apng', '.avif', '.gif', '.jfif', '.pjpeg', '.pjp', '.svg'],
  ...['.heic', '.heif', '.jxl', '.jpe', '.jp2', '.j2k', '.pbm', '.pnm', '.dcm'],
];

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

/** What `collectImages` adds to. */
export interface FoundImages {
  files: ImageFile[];
  /** The number of images that are hidden, or in a hidden folder. */
  hidden: number;
  /** Whether links were followed: only then may two paths be one file. */
  links: boolean;
}

/**
 * Adds the images below a folder.
 * @param prefix The path of the folder from the first one, with a slash.
 * @param root The length of that part of the prefix which is the root.
 * @param parents The real paths of the folders above.
 * @param extensions The extensions of images, in lower case.
 * @throws {ImageError} A folder cannot be read, or a link is broken or leads around.
 */
export function collectImages(
  folder: string,
  prefix: string,
  root: number,
  parents: readonly string[],
  extensions: ReadonlySet<string>,
  found: FoundImages,
): void {
  const real = withFolderErrors(folder, () => realpathSync(folder));
  if (parents.includes(real))
    throw new ImageError(`${folder}: this link leads to a folder that contains it: remove it`);
  for (const entry of withFolderErrors(folder, () => readdirSync(folder, { withFileTypes: true }))) {
    const path = join(folder, entry.name);
    if (isHidden(entry.name)) {
      found.hidden += hiddenImages(path, entry, extensions);
      continue;
    }
    // Node reads invalid bytes as this character, so that different names would become one
    if (entry.name.includes('\ufffd')) throw new ImageError(`${path}: its name is not UTF-8; rename it`);
    const link = entry.isSymbolicLink();
    const target = link ? followed(path, isImage(entry.name, extensions)) : entry;
    if (target?.isDirectory())
      collectImages(path, `${prefix}${entry.name}/`, root, [...parents, real], extensions, found);
    else if (isImage(entry.name, extensions) && target?.isFile()) {
      const below = prefix + entry.name;
      const linked = link ? withFolderErrors(path, () => realpathSync(path)) : undefined;
      found.files.push({ path: below, below: below.slice(root), folder: real, target: linked });
    } else continue;
    found.links ||= link;
  }
}

const isImage = (name: string, extensions: ReadonlySet<string>): boolean => extensions.has(extname(name).toLowerCase());

/** Whether a file or a folder is left out: its name begins with a dot, or a system made it. */
export const isHidden = (name: string): boolean => name.startsWith('.') || name === 'lost+found' || SYSTEM.has(name);

/** The number of images that a hidden entry is or has. What cannot be read counts nothing: it is left out anyway. */
function hiddenImages(path: string, entry: Dirent, extensions: ReadonlySet<string>): number {
  if (!entry.isDirectory())
    return Number(isImage(entry.name, extensions) && (entry.isFile() || entry.isSymbolicLink()));
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.reduce((sum, each) => sum + hiddenImages(join(path, each.name), each, extensions), 0);
  } catch {
    return 0;
  }
}

/** What a link leads to; undefined for a broken one. @throws {ImageError} The broken link has the name of an image. */
function followed(path: string, isImage: boolean): Stats | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ELOOP') throw folderError(path, error);
    if (isImage) throw new ImageError(`${path}: this link is broken: repair or remove it`);
    return undefined;
  }
}

/** Turns an error of the operating system, such as EACCES, into an ImageError. Returns any other error as it is. */
function folderError(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall === undefined ? error : new ImageError(`${path}: cannot be read (${code})`, { cause: error });
}

/** Runs `read`. @throws {ImageError} The operating system refused it. */
export function withFolderErrors<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw folderError(path, error);
  }
}
