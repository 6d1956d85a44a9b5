// Packages of the project, and of parts that need some of their own: each has a folder with a package.json.
import { existsSync, statSync } from 'node:fs';
import { run } from './run.mjs';

/**
 * Installs a folder's packages, unless its lock file is older than they are.
 * @param title A line that says what is installed, if something is.
 * @param options More options for `npm ci`.
 */
export async function installPackages(folder, { title = '', options = [] } = {}) {
  const installed = `${folder}/node_modules/.package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${folder}/package-lock.json`).mtimeMs) return;
  if (title) console.error(title);
  // with NODE_ENV=production, npm would leave out what builds and tests need, and say nothing
  const usual = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['ci', ...usual, ...options], { quiet: true, cwd: folder });
}

/** Installs the packages of a tool that has a folder of its own. */
export const installTool = (folder) => installPackages(folder, { options: ['--legacy-peer-deps'] });
