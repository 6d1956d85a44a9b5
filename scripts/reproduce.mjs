// node scripts/reproduce.mjs: builds twice, and fails unless every file of dist is the same. Prints their SHA-256.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from './setup.mjs';

/** The SHA-256 of every file below a folder, by its path there. */
export function hashesOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/')).sort();
  return new Map(paths.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]));
}

/** The paths that only one of two builds has, or that differ. */
export function differences(first, second) {
  const paths = new Set([...first.keys(), ...second.keys()]);
  return [...paths].filter((path) => first.get(path) !== second.get(path)).sort();
}

async function built() {
  rmSync('dist', { recursive: true, force: true });
  rmSync('build', { recursive: true, force: true });
  await build();
  return hashesOf('dist');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const first = await built();
    const different = differences(first, await built());
    if (different.length) throw new Error(`two builds differ in ${different.join(', ')}`);
    for (const [path, hash] of first) console.log(`${hash}  ${path}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
