// Finds or installs a Chromium for tests that need a real browser.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { attempt, installByApt, isExecutable, limit, onPath, runs, sudoFor } from './programs.mjs';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const PROGRAMS = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];

/** The folders where installers put it, in addition to those of PATH. */
export function usualPlaces(platform, env) {
  if (platform === 'darwin') {
    const folders = ['/Applications', join(env.HOME ?? '', 'Applications')];
    return folders.flatMap((folder) => APPS.map((app) => join(folder, `${app}.app/Contents/MacOS/${app}`)));
  }
  if (platform === 'win32') {
    const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter(Boolean);
    return folders.flatMap((folder) => PROGRAMS.map((program) => join(folder, program)));
  }
  return ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap((folder) => NAMES.map((name) => join(folder, name)));
}

/** This machine. Tests pass other ones. */
const here = {
  platform: process.platform,
  env: process.env,
  root: process.getuid?.() === 0,
  places: usualPlaces(process.platform, process.env),
  /**
   * The path of Playwright's own browser, installed or not. Not a static import, because this file may be loaded before
   * packages are installed.
   */
  playwright: () => createRequire(import.meta.url)('playwright').chromium.executablePath(),
  /** Seconds that each step of an installation may take. */
  limit: 600,
};

/**
 * Finds a Chromium that runs: first CHROME_PATH, then PATH, the usual places, and Playwright's. Returns its path, or
 * undefined.
 * @throws {Error} CHROME_PATH does not name an executable.
 */
export function findChromium(machine = here) {
  const { platform, env, places, playwright } = machine;
  if (env.CHROME_PATH) {
    if (!isExecutable(env.CHROME_PATH)) throw new Error(`CHROME_PATH must name an executable, got ${env.CHROME_PATH}`);
    return resolve(env.CHROME_PATH);
  }
  const named = platform === 'win32' ? [] : NAMES.flatMap((name) => onPath(name, env));
  return [...new Set([...named, ...places])].find((path) => runs(path, platform)) ?? ownOf(playwright, platform);
}

/**
 * Finds a Chromium as `findChromium` does. If there is none, installs Debian's package if that needs no password, else
 * Playwright's browser. Returns its path.
 * @throws {Error} There is none, and none could be installed. One line says what to do.
 */
export function ensureChromium(machine = here) {
  const found = findChromium(machine);
  if (found) return found;
  const sudo = sudoFor(machine);
  const ways = {
    ...(sudo && { 'apt-get': (machine, sudo) => installByApt('Chromium', 'chromium', machine, sudo) }),
    playwright: installByPlaywright,
  };
  const failures = [];
  for (const [way, install] of Object.entries(ways)) {
    const failure = install(machine, sudo) ?? 'the installed browser does not run';
    const installed = findChromium(machine);
    if (installed) return installed;
    failures.push(`${way}: ${failure}`);
  }
  throw new Error(
    `some tests need Chromium, and it could not be installed (${failures.join('; ')}): install ` +
      'Chromium or Chrome, or set CHROME_PATH to its path',
  );
}

function installByPlaywright(machine, sudo) {
  console.error('no Chromium found: installing Playwright’s with npx playwright install…');
  // apt installs the libraries that it needs
  const options = sudo ? ['--with-deps', '--no-shell'] : ['--no-shell'];
  return attempt([...limit(machine), 'npx', '--no-install', 'playwright', 'install', ...options, 'chromium'], machine);
}

function ownOf(playwright, platform) {
  try {
    const path = playwright();
    return runs(path, platform) ? path : undefined;
  } catch {
    // Playwright is not installed, or has no browser for this platform
    return undefined;
  }
}
