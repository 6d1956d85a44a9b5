// The set-up of npm start and npm test: prepares a clone for a build, with nothing but Node and npm.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages } from './packages.mjs';
import { run } from './run.mjs';

/** Installs the locked packages if they are missing or older than the lock file. */
export const install = () => installPackages('.', { title: 'installing the packages that package-lock.json names…' });

export async function build() {
  await run(process.execPath, ['scripts/build.mjs'], { quiet: true });
}

/** Builds if there is no build, or if one is older than its sources. */
export async function buildWhereNeeded() {
  const last = 'dist/cli.js';
  const built = existsSync(last) ? statSync(last).mtimeMs : 0;
  const sources = ['src', 'assembly', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((path) => join(folder, path)),
  );
  // sources that a build generates are older than its last file
  if (sources.every((path) => statSync(path).mtimeMs <= built)) return;
  console.error('building…');
  await build();
}
