// A Chromium for the tests that need a real browser: found, or else installed.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';

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

/** Where installers put it, beside the folders of PATH. */
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

/** This machine; tests make up others. */
const here = {
  platform: process.platform,
  env: process.env,
  root: process.getuid?.() === 0,
  places: usualPlaces(process.platform, process.env),
  /** Where Playwright's own browser is, or would be. Not an import: packages may be missing when this file is loaded. */
  playwright: () => createRequire(import.meta.url)('playwright').chromium.executablePath(),
  /** Seconds that each step of an installation may take. */
  limit: 600,
};

/**
 * The path of a Chromium that runs, undefined where there is none: the one that CHROME_PATH names, else one of PATH, of the usual places,
 * of Playwright.
 * @throws {Error} CHROME_PATH names no executable.
 */
export function findChromium(machine = here) {
  const { platform, env, places, playwright } = machine;
  if (env.CHROME_PATH) {
    if (!isExecutable(env.CHROME_PATH)) throw new Error(`CHROME_PATH is to name an executable, got ${env.CHROME_PATH}`);
    return resolve(env.CHROME_PATH);
  }
  const named = platform === 'win32' ? [] : NAMES.flatMap((name) => onPath(name, env));
  return [...new Set([...named, ...places])].find((path) => runs(path, platform)) ?? ownOf(playwright, platform);
}

/**
 * The same, after it was installed where there is none: Debian's package where that may be done without a question, else Playwright's own.
 * @throws {Error} There is none and none could be installed: one line that says what to do.
 */
export function ensureChromium(machine = here) {
  const found = findChromium(machine);
  if (found) return found;
  const sudo = sudoFor(machine);
  const ways = { ...(sudo && { 'apt-get': installByApt }), playwright: installByPlaywright };
  const failures = [];
  for (const [way, install] of Object.entries(ways)) {
    const failure = install(machine, sudo) ?? 'what it installed does not run';
    const installed = findChromium(machine);
    if (installed) return installed;
    failures.push(`${way}: ${failure}`);
  }
  throw new Error(
    `some tests need Chromium, and it could not be installed (${failures.join('; ')}): install Chromium or Chrome, or name one by CHROME_PATH`,
  );
}

function installByApt(machine, sudo) {
  console.error('no Chromium found: installing the package chromium by apt-get…');
  const options = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'];
  const apt = (...args) =>
    attempt([...sudo, ...limit(machine), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args], machine);
  const install = () => apt('install', ...options, 'chromium');
  // lists that are there may do; where there are none, or old ones, the package is not found
  return install() && (apt('update') || install());
}

function installByPlaywright(machine, sudo) {
  console.error('no Chromium found: installing Playwright’s by npx playwright install…');
  // the libraries that it needs are apt's to install
  const options = sudo ? ['--with-deps', '--no-shell'] : ['--no-shell'];
  return attempt([...limit(machine), 'npx', '--no-install', 'playwright', 'install', ...options, 'chromium'], machine);
}

/** What apt-get is to be run by; undefined where it is missing, or would ask for a password. */
function sudoFor(machine) {
  const { platform, env, root } = machine;
  if (platform !== 'linux' || !onPath('apt-get', env).length) return undefined;
  if (root) return [];
  return attempt(['sudo', '-n', 'true'], machine) ? undefined : ['sudo', '-n'];
}

/** What ends a command with all that it has started: the child alone could be killed from here, and one of sudo not at all. */
function limit({ env, limit }) {
  return onPath('timeout', env).length ? ['timeout', '-k', '10', String(limit)] : [];
}

/** Runs a command that gets no input. Returns why where it fails: the first error that it names, or the last line that it says. */
function attempt([command, ...args], { platform, env, limit }) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: platform === 'win32',
    maxBuffer: 1 << 28,
    timeout: 1000 * limit + 15_000,
    killSignal: 'SIGKILL',
  });
  if (status === 0) return undefined;
  // 124 is what timeout returns
  if (status === 124 || error?.code === 'ETIMEDOUT') return `no end after ${limit} s`;
  const lines = `${stdout ?? ''}\n${stderr ?? ''}`.split('\n').map((line) => line.trim());
  const said = lines.find((line) => /^E(rror)?:/.test(line)) ?? lines.findLast(Boolean);
  return said ?? error?.message ?? `${[command, ...args].join(' ')} failed with exit code ${status}`;
}

function ownOf(playwright, platform) {
  try {
    const path = playwright();
    return runs(path, platform) ? path : undefined;
  } catch {
    // its packages are not installed, or have no browser for this platform
    return undefined;
  }
}

/** Whether it is more than a name: Ubuntu's chromium is a script that asks for a snap. Chrome for Windows would open a window. */
function runs(path, platform) {
  if (!isExecutable(path) || platform === 'win32') return isExecutable(path);
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000, killSignal: 'SIGKILL' }).status === 0;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The executables of that name, in the order of PATH. */
function onPath(name, { PATH = '' }) {
  const folders = PATH.split(delimiter).filter(Boolean);
  return folders.map((folder) => resolve(folder, name)).filter(isExecutable);
}
