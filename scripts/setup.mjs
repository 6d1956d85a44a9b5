// What npm start and npm test share: a clone with nothing but Node and npm becomes one that can build.
import { existsSync, statSync } from 'node:fs';
import { run } from './run.mjs';

/** Installs the locked packages where they are missing or older than the lock file. */
export async function install() {
  const installed = 'node_modules/.package-lock.json';
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs) return;
  console.error('installing the packages that package-lock.json names…');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
}

export async function build() {
  await run(process.execPath, ['scripts/build.mjs'], { quiet: true });
}
