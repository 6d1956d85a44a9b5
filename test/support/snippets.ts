// Runs the code blocks of pages: what they say that they print, and the folder that they run in.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { transformSync } from 'esbuild';
// @ts-expect-error an example is plain JavaScript
import { makePhotos } from '../../examples/image-folder/photos.mjs';
import type { Block } from './pages.js';
import { duckdb } from './parquet.js';

/** The name of a block in lists of tests. */
export const nameOf = ({ page, line }: Block): string => `${page}:${line}`;

/** Folders of blocks are below the package, so that its own name resolves to it. */
const FOLDER = 'build/snippets';
/** The files that a reader has beside the code: found in the folder of each block that names them. */
const PREPARED = ['photos', 'dataset', 'labels.csv', 'drops.csv', 'items.csv', 'data', 'examples'] as const;

/** Makes the files that blocks read, in a folder of this test file's own. */
export async function prepare(name: string): Promise<void> {
  const folder = join(FOLDER, name);
  rmSync(folder, { recursive: true, force: true });
  const prepared = join(folder, 'prepared');
  mkdirSync(join(prepared, 'data'), { recursive: true });
  await makePhotos(join(prepared, 'photos'), 60, 12, 1);
  for (const [name, path] of [
    ['labels.csv', 'examples/pets/labels.csv'],
    ['drops.csv', 'examples/loot-table/drops.csv'],
  ]) {
    cpSync(path, join(prepared, name));
    cpSync(path, join(prepared, path));
  }
  addFiles(
    name,
    ['train', 'val'].flatMap((split) => ['cat/1', 'cat/2', 'dog/1'].map((image) => `dataset/${split}/${image}.jpg`)),
  );
  const prices = Array.from({ length: 20 }, (_, i) => `item ${i},${1 + ((i * 7) % 13)}`);
  writeFileSync(join(prepared, 'items.csv'), `name,price\n${prices.join('\n')}\n`);
  const columns =
    "range AS id, (range * 7919) % 100 AS w, CASE WHEN range % 9 = 0 THEN 'rare' ELSE 'common' END AS label";
  await duckdb(
    resolve(prepared, 'data'),
    `COPY (SELECT ${columns} FROM range(0, 6000)) TO 'part-1.parquet' (FORMAT parquet)`,
    `COPY (SELECT ${columns} FROM range(6000, 9000)) TO 'part-2.parquet' (FORMAT parquet)`,
  );
}

/** Adds empty files to what `prepare` made, in place of the folders that they are in. */
export function addFiles(name: string, paths: readonly string[]): void {
  const prepared = join(FOLDER, name, 'prepared');
  for (const path of paths) rmSync(join(prepared, path.split('/')[0]), { recursive: true, force: true });
  for (const path of paths) {
    mkdirSync(dirname(join(prepared, path)), { recursive: true });
    writeFileSync(join(prepared, path), '');
  }
}

/** A folder for a block, in that of `prepare(name)`: with the files that it names, and the page's blocks with files. */
export function folderFor(name: string, block: Block, all: readonly Block[]): string {
  const folder = join(FOLDER, name, nameOf(block).replace(/\W+/g, '-'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const beside = all.filter(({ page, file }) => page === block.page && file !== undefined);
  const read = [block, ...beside]
    .map(({ code }) => code)
    .join('')
    .replace('npm start', 'examples');
  for (const each of PREPARED) {
    if (read.includes(each)) cpSync(join(FOLDER, name, 'prepared', each), join(folder, each), { recursive: true });
  }
  for (const { file, code } of beside) {
    const path = join(folder, file as string);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  return folder;
}

/** Whether another block of the page names the file that this block is: then it is run by that one. */
export function isRunByAnother(block: Block, all: readonly Block[]): boolean {
  const { file } = block;
  if (file === undefined) return false;
  return all.some((other) => other !== block && other.page === block.page && other.code.includes(file));
}

export interface Printed {
  readonly status: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node with a module of a folder. */
export function runNode(folder: string, args: readonly string[], seconds = 100): Promise<Printed> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      args,
      { cwd: folder, encoding: 'utf8', timeout: seconds * 1000, env: { ...process.env, NO_COLOR: '1' } },
      (error, stdout, stderr) => {
        const banner = /^=+\n[^\n]*TensorFlow\.js in Node[^\n]*\n=+\n/m;
        const status = error ? (error.killed ? `ended after ${seconds} s` : (error.code ?? null)) : 0;
        done({ status, stdout, stderr: stderr.replace(banner, '').trim() });
      },
    );
  });
}

/** At most as many tasks at a time as there are processors: others wait. */
const waiting: (() => void)[] = [];
let free = availableParallelism();

export async function inTurn<T>(task: () => Promise<T>): Promise<T> {
  if (free > 0) free--;
  else await new Promise<void>((start) => waiting.push(start));
  try {
    return await task();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}

/** The name of the module that a block is, written to its folder. TypeScript becomes JavaScript. */
export function writeModule(folder: string, { file = 'block.mjs', language, code }: Block): string {
  const module = file.replace(/\.m?ts$/, '.mjs');
  const runs = language === 'ts' ? transformSync(code, { loader: 'ts', format: 'esm' }).code : code;
  writeFileSync(join(folder, module), runs);
  return module;
}
