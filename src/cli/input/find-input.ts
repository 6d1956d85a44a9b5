import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { UserError } from '../user-error.js';
import { filesOf, isGlob } from './duckdb.js';

/** A CSV, standard input, a Parquet file, or a folder. */
export interface Input {
  /** The name in messages. */
  readonly name: string;
  readonly path: string;
  readonly kind: 'csv' | 'stdin' | 'parquet' | 'folder';
  /** The state of a regular file before it was read; undefined for anything else, such as a pipe or a folder. */
  readonly stats: Stats | undefined;
  open(): Readable;
}

/** What the argument <file> names: one input, or all files that a glob matches. */
export interface Inputs {
  /** The name in messages: the argument itself. */
  readonly name: string;
  /** The kind of each. */
  readonly kind: Input['kind'];
  /** At least one. The files of a glob are in the order of their names. */
  readonly parts: readonly [Input, ...Input[]];
}

/** The paths of all inputs. */
export const pathsOf = ({ parts }: Inputs): string[] => parts.map(({ path }) => path);

/** Files by this ending are read as Parquet. */
const isParquet = (path: string): boolean => /\.parquet$/i.test(path);

/**
 * Finds out what the argument <file> names. A glob is expanded, unless there is a file of this very name.
 * @param stdin Opens standard input.
 * @throws {UserError} It names nothing or cannot be read, or a glob matches files of several kinds.
 */
export async function findInputs(path: string, stdin?: () => Readable): Promise<Inputs> {
  if (!isGlob(path) || (await stat(path).catch(() => undefined))) {
    const input = await findInput(path, stdin);
    return { name: input.name, kind: input.kind, parts: [input] };
  }
  const [first, ...others] = await Promise.all((await filesOf(path)).map((file) => findInput(file)));
  const other = others.find(({ kind }) => kind !== first.kind);
  if (other) {
    const [csv, parquet] = first.kind === 'parquet' ? [other, first] : [first, other];
    throw new UserError(
      `${path} matches Parquet files and others, such as ${parquet.name} and ${csv.name}: end it in .parquet or .csv`,
    );
  }
  return { name: path, kind: first.kind, parts: [first, ...others] };
}

/**
 * Finds out what a path names.
 * @param stdin Opens standard input.
 * @throws {UserError} The path is empty, names nothing, or cannot be read.
 */
export async function findInput(path: string, stdin: () => Readable = () => process.stdin): Promise<Input> {
  if (path === '-') return { name: 'standard input', path, kind: 'stdin', stats: undefined, open: stdin };
  if (path === '') throw new UserError('<file> is empty: it must name a file or a folder, or be - for standard input');
  let stats: Stats;
  try {
    stats = await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(code === 'ENOENT' ? `${path}: no such file or folder` : `${path}: cannot be read (${code})`);
  }
  const open = () => createReadStream(path, { highWaterMark: 1 << 18 });
  if (stats.isDirectory()) return { name: path, path, kind: 'folder', stats: undefined, open };
  const kind = isParquet(path) ? 'parquet' : 'csv';
  return { name: path, path, kind, stats: stats.isFile() ? stats : undefined, open };
}
