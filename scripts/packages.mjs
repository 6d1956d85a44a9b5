// Tools that need packages of their own, beside those of the project: each has a folder with a package.json.
import { existsSync, statSync } from 'node:fs';
import { run } from './run.mjs';

/** Installs a folder's packages, unless its lock file is older than they are. */
export async function installPackages(folder) {
  const installed = `${folder}/node_modules/.package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${folder}/package-lock.json`).mtimeMs) return;
  const options = ['--no-audit', '--no-fund', '--loglevel=error', '--legacy-peer-deps'];
  await run('npm', ['ci', ...options], { quiet: true, cwd: folder });
}
