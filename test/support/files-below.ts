import { readdirSync } from 'node:fs';

/**
 * The paths of all files below a folder of this repository, with slashes, sorted. Links are not followed: an example's
 * packages have one that leads back to the repository, and so to itself.
 * @param leftOut Names of folders that are not read.
 */
export function filesBelow(folder: string, leftOut: readonly string[] = ['node_modules', 'build']): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (!entry.isDirectory()) return [path];
      return leftOut.includes(entry.name) ? [] : filesBelow(path, leftOut);
    })
    .sort();
}
