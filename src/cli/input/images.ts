import { readdirSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { count, list, nameInSentence, plural, quoted, shellWord } from '../text.js';
import { UserError, withReadErrors } from '../user-error.js';
import type { Input } from './find-input.js';
import { type ImageFiles, linkedTwice, listImages, noImages, normalizedRoots } from './image-files.js';
import type { ImageOptions } from './image-options.js';
import { matches, usualPattern } from './image-pattern.js';
import { findSplits, levelQuestion, splitsBelow, splitsQuestion } from './image-splits.js';

export interface Images {
  /** Paths below the folder, with slashes. They are sorted, because a directory has any order. */
  readonly files: string[];
  readonly labels: string[];
  /** The number of images without a class: beside the sub-folders, or whose name has no class. */
  readonly unlabeled: number;
  /** How it was read, on one line. */
  readonly read: string;
  /** What may not be as it was meant. */
  readonly warnings: string[];
}

/**
 * Lists the images below a folder. Their class is the first group of the pattern, or without one the name of the
 * sub-folder. If no sub-folder has images, it is the file name up to its last underscore. Links are followed, hidden
 * files and folders are left out.
 * @throws {UserError} There are no images or no classes, a folder cannot be read, or a link is broken. The folders look
 *   like splits, and no root says which.
 */
export function readImages(input: Input, { root, pattern }: ImageOptions = {}): Images {
  const roots = normalizedRoots(root ?? ['.'], input.name);
  const listing = listImages(input.path, input.name, roots);
  const { files: found, hidden } = listing;
  if (found.length === 0) checkNoTables(input);
  if (found.length === 0) throw new UserError(`${input.name} ${noImages(listing)}`);
  const names = found.map(({ below }) => below);
  const inFolders = names.some((name) => name.includes('/'));
  const labels = pattern ? matches(pattern, names) : names.map(inFolders ? firstFolder : beforeLast);
  const files = found.filter((_, i) => labels[i] !== '').map(({ path }) => path);
  if (root === undefined) checkRoot(input.name, pattern ? files : names, pattern);
  if (files.length === 0) throw noClasses(input.name, names, pattern);
  const classes = labels.filter((label) => label !== '');
  const unlabeled = found.length - files.length;
  return {
    files,
    labels: classes,
    unlabeled,
    read: readText({ roots, pattern, inFolders, images: files.length, unlabeled, hidden }),
    warnings: [
      ...linkWarnings(listing),
      ...(root === undefined ? [] : rootWarnings(roots, files)),
      ...(pattern ? [] : classWarnings(names, classes, inFolders)),
    ],
  };
}

const said = (names: readonly string[]): string => list(names.map(nameInSentence));
const firstFolder = (path: string): string => path.slice(0, Math.max(0, path.indexOf('/')));
const beforeLast = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('_')));

/** @throws {UserError} The folder has Parquet files: the message names the glob that they are read by. */
export function checkNoTables({ name, path }: Input): void {
  // links are not followed here: in hidden folders, which nothing has read yet, they may form a loop
  const entries = withReadErrors(name, () => readdirSync(path, { recursive: true, withFileTypes: true }));
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  const table = files.find((file) => /\.parquet$/i.test(file));
  if (table === undefined) return;
  const glob = join(name, dirname(resolve(table)) === resolve(path) ? '' : '**', `*${extname(table)}`);
  throw new UserError(`${name} is a folder of Parquet files: name them by a glob, in quotes: '${glob}'`);
}

/** @throws {UserError} The first folders may not be the classes: the message names the options for either reading. */
function checkRoot(name: string, paths: readonly string[], pattern: RegExp | undefined): void {
  const splits = findSplits(paths);
  // a pattern may choose one split
  if (splits && (!pattern || splits.names.length > 1)) throw new UserError(`${name}: ${splitsQuestion(splits)}`);
  const question = pattern ? undefined : (levelQuestion(paths) ?? flatQuestion(paths));
  if (question !== undefined) throw new UserError(`${name}: ${question}`);
}

/** What to ask where all images are in one folder without folders, and their names have classes. */
function flatQuestion(paths: readonly string[]): string | undefined {
  const folder = paths[0]?.slice(0, paths[0].lastIndexOf('/')) ?? '';
  if (!paths[0]?.includes('/') || !paths.every((path) => path.slice(0, path.lastIndexOf('/')) === folder)) {
    return undefined;
  }
  const names = paths.map((path) => path.slice(folder.length + 1));
  const own = [...new Set(names.map(beforeLast))];
  const isOwn = own.length > 1 && 2 * own.length <= names.length && !own.includes('');
  const usual = isOwn ? undefined : usualPattern(names);
  if (!isOwn && !usual) return undefined;
  const by = `--root ${shellWord(folder)}${usual ? ` --pattern ${shellWord(usual.source)}` : ''}`;
  const one = `--root . takes ${nameInSentence(folder.replace(/\/.*/s, ''))} for the only class`;
  const found = said(usual?.classes ?? own);
  return `all images are in ${nameInSentence(folder)}: read the classes ${found} from their names by ${by} (${one})`;
}

function noClasses(name: string, names: readonly string[], pattern: RegExp | undefined): UserError {
  const usual = names.some((each) => each.includes('/')) ? undefined : usualPattern(names);
  const hint = usual && `--pattern ${shellWord(usual.source)} gives ${said(usual.classes)}`;
  const example = quoted(names[0]);
  const how = hint ?? "--pattern '^([A-Za-z]+)' takes its first letters";
  if (pattern) {
    const none = `--pattern ${shellWord(pattern.source)} finds no class in ${plural(names.length, 'image')} of ${name}`;
    return new UserError(`${none}, such as ${example}${hint ? `: ${hint}` : ''}`);
  }
  return new UserError(
    `${name} has images without classes, such as ${example}: sort them into sub-folders, name them like ` +
      `Siamese_1.jpg, or say where the class is in the name: ${how}`,
  );
}

interface Reading extends Pick<ImageOptions, 'pattern'> {
  readonly roots: readonly string[];
  readonly inFolders: boolean;
  readonly images: number;
  readonly unlabeled: number;
  readonly hidden: number;
}

function readText({ roots, pattern, inFolders, images, unlabeled, hidden }: Reading): string {
  const below = roots.includes('') ? '' : ` below ${list(roots)}`;
  const by = pattern ? '--pattern' : inFolders ? 'folders' : 'file names up to the last _';
  const left = [
    ...(unlabeled ? [`${count(unlabeled)} without a class`] : []),
    ...(hidden ? [plural(hidden, 'hidden image')] : []),
  ];
  const leftOut = left.length ? `; ${left.join(' and ')} left out` : '';
  return `${plural(images, 'image')}${below}, classes by ${by}${leftOut}`;
}

function linkWarnings(listing: ImageFiles): string[] {
  const twice = linkedTwice(listing);
  if (!twice) return [];
  const [one, other] = twice.first.map(quoted);
  const which = twice.count === 1 ? '1 image is' : `${count(twice.count)} images are`;
  return [`${which} there once more by links, as rows of their own: ${one} and ${other} are one file`];
}

/** A root that was given may have splits itself. */
function rootWarnings(roots: readonly string[], paths: readonly string[]): string[] {
  return roots.flatMap((root) => {
    if (root === '') return [];
    const below = paths.filter((path) => path.startsWith(`${root}/`)).map((path) => path.slice(root.length + 1));
    const splits = findSplits(below);
    if (!splits) return [];
    const one = shellWord(`${root}/${splits.roots[0]}`);
    return [
      `${said(splits.names)} below ${nameInSentence(root)} look like splits, not classes: read one by --root ${one}`,
    ];
  });
}

/** What may be wrong with classes by folders or by names. */
function classWarnings(names: readonly string[], labels: readonly string[], inFolders: boolean): string[] {
  if (inFolders) {
    const splits = splitsBelow(names);
    if (splits.length === 0) return [];
    const one = shellWord(`^([^/]+)/${splits[0]}/`);
    return [`the classes have ${said(splits)} below them, and all are read: --pattern ${one} reads one`];
  }
  const classes = new Set(labels).size;
  const usual = classes === 1 || 2 * classes > labels.length ? usualPattern(names) : undefined;
  if (!usual) return [];
  const now = classes === 1 ? 'one class' : `${count(classes)} classes`;
  return [`names up to the last _ give ${now}: --pattern ${shellWord(usual.source)} gives ${said(usual.classes)}`];
}
