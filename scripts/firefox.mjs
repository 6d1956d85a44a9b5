// A Firefox for the test that draws in one: found, or else installed.
import { join } from 'node:path';
import { installByApt, isExecutable, onPath, runs, sudoFor } from './programs.mjs';

const NAMES = ['firefox-esr', 'firefox'];

/** Where installers put it, beside the folders of PATH. */
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
 * The path of a Firefox that runs, undefined where there is none: the one that FIREFOX_PATH names, else one of PATH or
 * of the usual places.
 * @throws {Error} FIREFOX_PATH names no executable.
 */
export function findFirefox(machine = here) {
  const { platform, env, places } = machine;
  if (env.FIREFOX_PATH) {
    if (isExecutable(env.FIREFOX_PATH)) return env.FIREFOX_PATH;
    throw new Error(`FIREFOX_PATH is to name an executable, got ${env.FIREFOX_PATH}`);
  }
  const named = platform === 'win32' ? [] : NAMES.flatMap((name) => onPath(name, env));
  return [...named, ...places].find((path) => runs(path, platform));
}

/**
 * The same, after Debian's package was installed where there is none and that may be done without a question.
 * @throws {Error} There is none and none could be installed: one line that says what to do.
 */
export function ensureFirefox(machine = here) {
  const found = findFirefox(machine);
  if (found) return found;
  const sudo = sudoFor(machine);
  const failure = sudo
    ? installByApt('Firefox', 'firefox-esr', machine, sudo)
    : 'there is no apt-get to be run without a password';
  const installed = findFirefox(machine);
  if (installed) return installed;
  throw new Error(
    'a test needs Firefox, and it could not be installed ' +
      `(${failure ?? 'what was installed does not run'}): install Firefox, or name one by ` +
      'FIREFOX_PATH',
  );
}
