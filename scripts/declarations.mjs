// Leaves only those declaration files in a folder that the entries import, directly or through others.
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';

const IMPORT = /(?:\bfrom|\bimport\(|\bimport)\s*['"](\.[^'"]+)\.js['"]/g;

/** Deletes the declarations that no entry reaches. `entries` are file names in the folder, without `.d.ts`. */
export async function pruneDeclarations(folder, entries) {
  const reached = new Set();
  const todo = entries.map((entry) => `${entry}.d.ts`);
  for (let file = todo.pop(); file !== undefined; file = todo.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const text = await readFile(join(folder, file), 'utf8');
    for (const [, path] of text.matchAll(IMPORT)) todo.push(normalize(join(dirname(file), `${path}.d.ts`)));
  }
  const files = await readdir(folder, { recursive: true });
  const unused = files.filter((file) => file.endsWith('.d.ts') && !reached.has(normalize(file)));
  await Promise.all(unused.map((file) => rm(join(folder, file))));
}
