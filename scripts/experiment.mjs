// npm run experiment: set-up, build, and examples/training, which has packages of its own.
import { spawn } from 'node:child_process';
import { readlink, rm, symlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages } from './packages.mjs';
import { buildWhereNeeded, install } from './setup.mjs';

const HOME = 'examples/training';

/** Installs the example's packages if they are missing or older than its lock file. */
export async function installTraining() {
  await installPackages(HOME, { title: 'installing the experiment’s packages…' });
  await linkHere(`${HOME}/node_modules/loaded-dice`);
}

/**
 * Links this package as npm would, but without its development packages, which npm would write to the lock file too.
 */
async function linkHere(link) {
  const here = resolve('.');
  if ((await readlink(link).catch(() => undefined)) === here) return;
  await rm(link, { recursive: true, force: true });
  await symlink(here, link, 'junction');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await install();
    await buildWhereNeeded();
    await installTraining();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
  const child = spawn(process.execPath, [`${HOME}/experiment.mjs`, ...process.argv.slice(2)], { stdio: 'inherit' });
  // a signal that ends this process also ends the other one
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
