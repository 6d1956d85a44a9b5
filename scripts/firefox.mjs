// Finds or installs a Firefox for the test that draws in one.
import { join } from 'node:path';
import { installByApt, isExecutable, onPath, runs, sudoFor } from './programs.mjs';

const NAMES = ['firefox-esr', 'firefox'];

/** The folders where installers put it, in addition to those of PATH. */
function usualPlaces(platform, env) {
  if (platform === 'darwin') return ['/Applications/Firefox.app/Contents/MacOS/firefox'];
  if (platform !== 'win32') return NAMES.map((name) => join('/usr/bin', name));
  const folders = [env.ProgramFiles, env['ProgramFiles(x86)']].filter(Boolean);
  return folders.map((folder) => join(folder, 'Mozilla Firefox', 'firefox.exe'));
}

const here = {
  platform: process.platform,
  env: process.env,
  root: process.getuid?.() === 0,
  places: usualPlaces(process.platform, process.env),
  limit: 600,
};

/**
 * Finds a Firefox that runs: first FIREFOX_PATH, then PATH and the usual places. Returns its path, or undefined.
 * @throws {Error} FIREFOX_PATH does not name an executable.
 */
export function findFirefox(machine = here) {
  const { platform, env, places } = machine;
  if (env.FIREFOX_PATH) {
    if (isExecutable(env.FIREFOX_PATH)) return env.FIREFOX_PATH;
    throw new Error(`FIREFOX_PATH must name an executable, got ${env.FIREFOX_PATH}`);
  }
  const named = platform === 'win32' ? [] : NAMES.flatMap((name) => onPath(name, env));
  return [...named, ...places].find((path) => runs(path, platform));
}

/**
 * Finds a Firefox as `findFirefox` does. If there is none, installs Debian's package if that needs no password.
 * @throws {Error} There is none, and none could be installed. One line says what to do.
 */
export function ensureFirefox(machine = here) {
  const found = findFirefox(machine);
  if (found) return found;
  const sudo = sudoFor(machine);
  const failure = sudo
    ? installByApt('Firefox', 'firefox-esr', machine, sudo)
    : 'apt-get is missing or needs a password';
  const installed = findFirefox(machine);
  if (installed) return installed;
  throw new Error(
    'a test needs Firefox, and it could not be installed ' +
      `(${failure ?? 'the installed browser does not run'}): install Firefox, or set FIREFOX_PATH ` +
      'to its path',
  );
}
