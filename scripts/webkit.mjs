// Finds or installs a WebKitGTK for tests that open pages in one. It exists only on Linux.
import { join } from 'node:path';
import { installByApt, isExecutable, onPath, runs, sudoFor } from './programs.mjs';

const PACKAGES = ['webkit2gtk-driver', 'xvfb'];

const here = {
  platform: process.platform,
  env: process.env,
  root: process.getuid?.() === 0,
  places: ['/usr/bin'],
  limit: 600,
};

/**
 * Finds WebKit's driver, which starts a browser by itself, and the X server that gives the browser a screen.
 * WEBKIT_DRIVER_PATH names the driver to use; otherwise both come from PATH or the usual places. Returns undefined if
 * one of them is missing.
 * @throws {Error} WEBKIT_DRIVER_PATH does not name an executable.
 */
export function findWebKit(machine = here) {
  const { platform, env, places } = machine;
  const named = env.WEBKIT_DRIVER_PATH;
  if (named && !isExecutable(named)) throw new Error(`WEBKIT_DRIVER_PATH must name an executable, got ${named}`);
  // neither has the option --version
  const find = (name, option) =>
    [...onPath(name, env), ...places.map((place) => join(place, name))].find((path) => runs(path, platform, option));
  const driver = named || find('WebKitWebDriver', '--help');
  const xvfb = find('Xvfb', '-help');
  return driver && xvfb ? { driver, xvfb } : undefined;
}

/**
 * Finds WebKit's driver and its X server as `findWebKit` does, and installs Debian's packages if one is missing.
 * WebKitGTK exists only on Linux: returns undefined elsewhere.
 * @throws {Error} They are missing and could not be installed. One line says what to do.
 */
export function ensureWebKit(machine = here) {
  if (machine.platform !== 'linux') return undefined;
  const found = findWebKit(machine);
  if (found) return found;
  const sudo = sudoFor(machine);
  const failure = sudo ? installByApt('WebKitGTK', PACKAGES, machine, sudo) : 'apt-get is missing or needs a password';
  const installed = findWebKit(machine);
  if (installed) return installed;
  const why = failure ?? 'the installed browser does not run';
  throw new Error(
    `a test needs WebKitGTK, and it could not be installed (${why}): install WebKitWebDriver and ` +
      `Xvfb (in Debian ${PACKAGES.join(' and ')})`,
  );
}
