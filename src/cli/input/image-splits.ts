// Whether the folders below a folder of images are classes, or have classes below.
import { list, nameInSentence, shellWord } from '../text.js';

/** The words for splits of Hugging Face's datasets, and those of folders of images without a class. */
const WORDS = new Set(
  [
    ['train', 'training', 'trn', 'validation', 'valid', 'val', 'dev', 'test', 'testing', 'tst', 'eval', 'evaluation'],
    ['holdout', 'pred', 'predict', 'prediction', 'unlabeled', 'unlabelled'],
  ].flat(),
);

const wordsOf = (name: string): string[] =>
  name
    .toLowerCase()
    .split(/[-._ \d]+/)
    .filter((word) => word !== '');
/** Whether a folder has a name such as train, Validation, test1 or seg_train. */
const isSplit = (name: string): boolean => wordsOf(name).some((word) => WORDS.has(word));
/** Whether the name is nothing else: not seg_train, and not train_station. */
const isPlainSplit = (name: string): boolean => isSplit(name) && wordsOf(name).every((word) => WORDS.has(word));

/** The folders of one level. */
interface Level {
  /** The path of the folder that has them, with a slash; empty for the first one. */
  readonly at: string;
  /** The number of images beside them. */
  readonly loose: number;
  /** By name, those with images: how many are directly in it, and the sub-folders that have some. */
  readonly folders: ReadonlyMap<string, { direct: number; readonly subs: Set<string> }>;
}

function levelOf(paths: readonly string[], at: string): Level {
  const folders = new Map<string, { direct: number; subs: Set<string> }>();
  let loose = 0;
  for (const path of paths) {
    if (!path.startsWith(at)) continue;
    const end = path.indexOf('/', at.length);
    if (end < 0) {
      loose++;
      continue;
    }
    const name = path.slice(at.length, end);
    let folder = folders.get(name);
    if (!folder) folders.set(name, (folder = { direct: 0, subs: new Set() }));
    const next = path.indexOf('/', end + 1);
    if (next < 0) folder.direct++;
    else folder.subs.add(path.slice(end + 1, next));
  }
  return { at, loose, folders };
}

/** The path of the one folder that has everything, with a slash, if it has folders itself. */
function only({ at, loose, folders }: Level): string | undefined {
  const [[name, folder] = []] = folders;
  return loose === 0 && folders.size === 1 && folder?.subs.size ? `${at}${name}/` : undefined;
}

/** The first level that has more than one folder or images beside them. */
function branching(paths: readonly string[], at = ''): Level {
  const level = levelOf(paths, at);
  const below = only(level);
  if (below === undefined || level.folders.get(below.slice(at.length, -1))?.direct) return level;
  return branching(paths, below);
}

const said = (names: readonly string[]): string => list(names.map(nameInSentence));
const option = (root: string): string => `--root ${shellWord(root)}`;
const options = (roots: readonly string[]): string =>
  roots.slice(0, 4).map(option).join(' ') + (roots.length > 4 ? ' …' : '');

export interface Splits {
  /** The names of their folders. */
  readonly names: readonly string[];
  /** The folder that has them, with a slash; empty for the first one. */
  readonly at: string;
  /** The paths of the folders with their classes, training first. If some splits have folders, only those. */
  readonly roots: readonly string[];
}

/**
 * Finds the splits of a folder: train/cat, train/dog, val/cat, val/dog. They may be within one folder.
 * @param paths Paths of images below the folder, with slashes.
 * @returns Undefined if its folders do not look like splits.
 */
export function findSplits(paths: readonly string[]): Splits | undefined {
  const first = levelOf(paths, '');
  const level = splitNames(first).length > 0 ? first : branching(paths);
  const names = splitNames(level);
  if (names.length === 0) return undefined;
  const nested = names.filter((name) => level.folders.get(name)?.subs.size);
  const training = (name: string): number => Number(/train|trn/i.test(name));
  const roots = (nested.length > 0 ? nested : names)
    .sort((a, b) => training(b) - training(a))
    .map((name) => innermost(paths, `${level.at}${name}`));
  return { names, at: level.at, roots };
}

/** The folders with names of splits, if all of a level have such names or two of them have the same classes. */
function splitNames({ folders }: Level): string[] {
  const splits = [...folders.keys()].filter(isSplit);
  const nested = splits.flatMap((name) => [...(folders.get(name)?.subs ?? [])]);
  const all =
    splits.length === folders.size && (nested.length > 0 || (splits.length > 1 && splits.every(isPlainSplit)));
  return all || new Set(nested).size < nested.length ? splits : [];
}

/** A folder, or the one below that has the classes: archives are unpacked to seg_train/seg_train. */
function innermost(paths: readonly string[], root: string): string {
  const below = only(levelOf(paths, `${root}/`));
  return below === undefined ? root : innermost(paths, below.slice(0, -1));
}

/** What to ask where the first folders look like splits. */
export function splitsQuestion({ names, at, roots }: Splits): string {
  const look = names.length === 1 ? 'looks like a split' : 'look like splits';
  const where = at === '' ? '' : ` in ${nameInSentence(at.slice(0, -1))}`;
  const one = roots.length > 1 ? 'one' : 'the classes';
  const all = roots.length > 1 ? `, or all by ${options(roots)}` : '';
  const them = names.length === 1 ? 'it for a class' : 'them for classes';
  return `${said(names)}${where} ${look}: read ${one} by ${option(roots[0])}${all} (--root . takes ${them})`;
}

/** What to ask where the classes may be the folders, or those below. */
export function levelQuestion(paths: readonly string[]): string | undefined {
  const first = levelOf(paths, '');
  const names = [...first.folders.keys()];
  if (only(first) === undefined) {
    const subs = sameFolders(first);
    if (!subs || subs.every(isSplit)) return undefined;
    const either = `${said(names)} by --root ., or ${said(subs)} by ${options(names)}`;
    return `${said(names)} have the same folders: say which are the classes: ${either}`;
  }
  const { at, folders } = branching(paths);
  const root = folders.size === 1 ? `${at}${[...folders.keys()][0]}` : at.slice(0, -1);
  const classes = [...levelOf(paths, `${root}/`).folders.keys()];
  if (classes.length < 2) return undefined;
  const one = `--root . takes ${nameInSentence(names[0])} for the only class`;
  return `all images are in ${nameInSentence(root)}: read its folders ${said(classes)} by ${option(root)} (${one})`;
}

/** The splits below the classes, if all classes have them: cat/train, cat/val, dog/train, dog/val. */
export function splitsBelow(paths: readonly string[]): string[] {
  const subs = sameFolders(levelOf(paths, ''));
  return subs?.every(isSplit) ? subs : [];
}

/** The folders that all folders of a level have, if they have the same two or more and no images beside them. */
function sameFolders({ folders }: Level): string[] | undefined {
  const all = [...folders.values()];
  const subs = [...(all[0]?.subs ?? [])];
  const isSame = all.every(
    (each) => each.direct === 0 && each.subs.size === subs.length && subs.every((sub) => each.subs.has(sub)),
  );
  return all.length > 1 && subs.length > 1 && isSame ? subs : undefined;
}
