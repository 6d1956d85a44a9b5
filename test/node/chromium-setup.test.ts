// scripts/chromium.mjs, firefox.mjs and webkit.mjs on machines that are made up: folders of small scripts stand for
// what is installed, and nothing is.
import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureChromium, findChromium, type Machine, usualPlaces } from '../../scripts/chromium.mjs';
import { ensureFirefox } from '../../scripts/firefox.mjs';
import { ensureWebKit, findWebKit } from '../../scripts/webkit.mjs';
import { folder } from '../support/cli.js';

const RUNS = 'echo Chromium 156';
/** What Ubuntu has under that name. */
const STUB = 'echo requires the chromium snap >&2; exit 1';

/** Commands of a folder: shell scripts that keep a record of their arguments. */
function commands(scripts: Record<string, string>): { bin: string; calls: () => string[] } {
  const record = join(folder(), 'calls');
  const bin = folder(
    Object.fromEntries(
      Object.entries(scripts).map(([name, script]) => [
        name,
        `#!/bin/sh\necho "${name} $*" >>${record}\nPATH=$PATH:/usr/bin:/bin\n${script}\n`,
      ]),
    ),
  );
  for (const name of Object.keys(scripts)) chmodSync(join(bin, name), 0o755);
  return { bin, calls: () => (existsSync(record) ? readFileSync(record, 'utf8').trim().split('\n') : []) };
}

/** A Linux with these commands alone. */
function machineOf(scripts: Record<string, string>, of: Partial<Machine> = {}) {
  const { bin, calls } = commands(scripts);
  for (const tool of ['env', 'timeout']) {
    const path = ['/usr/bin', '/bin'].map((at) => join(at, tool)).find(existsSync);
    if (path && !(tool in scripts)) symlinkSync(path, join(bin, tool));
  }
  const machine: Machine = {
    platform: 'linux',
    env: { PATH: bin },
    root: true,
    places: [],
    playwright: () => join(bin, 'playwrights-own'),
    limit: 20,
    ...of,
  };
  return { machine, bin, calls: () => calls().filter((call) => !/ --?(version|help)$/.test(call)) };
}

/** A line that puts a command beside the one that runs it. */
const put = (name: string, script = RUNS) =>
  `printf '#!/bin/sh\\n${script}\\n' >"\${0%/*}/${name}"; chmod +x "\${0%/*}/${name}"`;
const installs = (name: string, script?: string) => `case "$*" in *install*) ${put(name, script)};; esac`;
const fails = (why: string) => `echo working; echo "${why}" >&2; echo notice >&2; exit 100`;

let said: string[];
beforeEach(() => {
  said = [];
  vi.spyOn(console, 'error').mockImplementation((line) => void said.push(line));
});
afterEach(() => void vi.restoreAllMocks());

// the scripts are a shell's
describe.skipIf(process.platform === 'win32')('findChromium', () => {
  it('takes the first name of PATH that runs', () => {
    const { machine, bin } = machineOf({ 'chromium-browser': STUB, 'google-chrome': RUNS, 'microsoft-edge': RUNS });
    expect(findChromium(machine)).toBe(join(bin, 'google-chrome'));
  });

  it('takes the usual places next, then Playwright’s own', () => {
    const { machine, bin } = machineOf({ elsewhere: RUNS, 'playwrights-own': RUNS });
    const places = [join(bin, 'missing'), join(bin, 'elsewhere')];
    expect(findChromium({ ...machine, places })).toBe(places[1]);
    expect(findChromium(machine)).toBe(join(bin, 'playwrights-own'));
  });

  it('is undefined where nothing runs, or Playwright is not installed', () => {
    const playwright = () => {
      throw new Error('Cannot find module');
    };
    expect(findChromium(machineOf({ chromium: STUB, 'playwrights-own': STUB }).machine)).toBeUndefined();
    expect(findChromium(machineOf({}, { playwright }).machine)).toBeUndefined();
  });

  it('takes what CHROME_PATH names, and nothing else where that is none', () => {
    const { machine, bin } = machineOf({ chromium: RUNS, mine: STUB });
    const named = (CHROME_PATH: string) => ({ ...machine, env: { ...machine.env, CHROME_PATH } });
    expect(findChromium(named(join(bin, 'mine')))).toBe(join(bin, 'mine'));
    expect(findChromium(named(''))).toBe(join(bin, 'chromium'));
    for (const path of [join(bin, 'missing'), bin]) {
      for (const find of [findChromium, ensureChromium]) {
        expect(() => find(named(path))).toThrow(`CHROME_PATH must name an executable, got ${path}`);
      }
    }
  });

  it('asks no Windows browser for its version, which would open a window', () => {
    const { machine, bin } = machineOf({ 'chrome.exe': STUB });
    const places = [join(bin, 'chrome.exe')];
    expect(findChromium({ ...machine, platform: 'win32', places })).toBe(places[0]);
  });
});

describe.skipIf(process.platform === 'win32')('ensureChromium', () => {
  it('installs nothing where there is one', () => {
    const { machine, bin, calls } = machineOf({ chromium: RUNS, 'apt-get': fails('no'), npx: fails('no') });
    expect(ensureChromium(machine)).toBe(join(bin, 'chromium'));
    expect([calls(), said]).toEqual([[], []]);
  });

  const APT = 'apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 chromium';

  it('installs Debian’s package as root, without a question', () => {
    const script = `[ "$DEBIAN_FRONTEND" = noninteractive ] || exit 1; read -r line && exit 1; ${installs('chromium')}`;
    const { machine, bin, calls } = machineOf({ 'apt-get': script, sudo: fails('no'), npx: fails('no') });
    expect(ensureChromium(machine)).toBe(join(bin, 'chromium'));
    expect(calls()).toEqual([APT]);
    expect(said).toEqual(['no Chromium found: installing the package chromium with apt-get…']);
  });

  it('gets the lists of packages where the package is not found', () => {
    const { machine, bin, calls } = machineOf({
      'apt-get': `lists="\${0%/*}/lists"
        [ "$1" = update ] && { : >"$lists"; exit 0; }
        [ -e "$lists" ] || { ${fails('E: Unable to locate package chromium')}; }
        ${put('chromium')}`,
    });
    expect(ensureChromium(machine)).toBe(join(bin, 'chromium'));
    expect(calls()).toEqual([APT, 'apt-get update', APT]);
  });

  it('does so by a sudo that asks for no password', () => {
    const scripts = { 'apt-get': installs('chromium'), sudo: '[ "$1" = -n ] || exit 1; shift; exec "$@"' };
    const { machine, bin, calls } = machineOf(scripts, { root: false });
    expect(ensureChromium(machine)).toBe(join(bin, 'chromium'));
    expect(calls()).toEqual(['sudo -n true', expect.stringMatching(/^sudo -n .*apt-get install/), APT]);
  });

  it.each<[string, Record<string, string>, Partial<Machine>]>([
    ['sudo would ask for one', { 'apt-get': fails('no'), sudo: fails('a password is required') }, { root: false }],
    ['there is no sudo', { 'apt-get': fails('no') }, { root: false }],
    ['there is no apt-get', {}, {}],
    ['this is a Mac', { 'apt-get': fails('no') }, { platform: 'darwin' }],
  ])('leaves it to Playwright where %s', (_, scripts, of) => {
    const { machine, bin, calls } = machineOf({ npx: installs('playwrights-own'), ...scripts }, of);
    expect(ensureChromium(machine)).toBe(join(bin, 'playwrights-own'));
    expect(calls().filter((call) => !call.startsWith('sudo'))).toEqual([
      'npx --no-install playwright install --no-shell chromium',
    ]);
    expect(said).toEqual(['no Chromium found: installing Playwright’s with npx playwright install…']);
  });

  it.each([
    ['what apt-get installs does not run', installs('chromium', STUB.replace('>&2', ''))],
    ['apt-get fails', fails('E: no network')],
    ['apt-get does not end', 'sleep 60'],
  ])('goes on to Playwright, with the libraries that it needs, where %s', (_, apt) => {
    const { machine, bin, calls } = machineOf({ 'apt-get': apt, npx: installs('playwrights-own') }, { limit: 1 });
    expect(ensureChromium(machine)).toBe(join(bin, 'playwrights-own'));
    expect(calls().at(-1)).toBe('npx --no-install playwright install --with-deps --no-shell chromium');
    expect(said).toHaveLength(2);
  });

  it('says in one line what to do where nothing helps', () => {
    const { machine } = machineOf({ 'apt-get': fails('E: no network'), npx: fails('Error: download failed') });
    expect(() => ensureChromium(machine)).toThrow(
      new RegExp(
        '^some tests need Chromium, and it could not be installed \\(apt-get: E: no network; ' +
          'playwright: Error: download failed\\): install Chromium or Chrome, or set ' +
          'CHROME_PATH to its path$',
      ),
    );
    const hangs = machineOf({ npx: 'sleep 60' }, { limit: 1 }).machine;
    expect(() => ensureChromium(hangs)).toThrow('(playwright: no end after 1 s)');
    const stub = machineOf({ npx: installs('playwrights-own', 'exit 1') }).machine;
    expect(() => ensureChromium(stub)).toThrow('(playwright: the installed browser does not run)');
    expect(() => ensureChromium(machineOf({}).machine)).toThrow(/\(playwright: .*npx.*\)/);
  });
});

it('usualPlaces are those of the platform', () => {
  expect(usualPlaces('linux', {})).toContain('/usr/bin/google-chrome');
  expect(usualPlaces('darwin', { HOME: '/Users/me' }).map((path) => path.replaceAll('\\', '/'))).toEqual(
    expect.arrayContaining([
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Users/me/Applications/Chromium.app/Contents/MacOS/Chromium',
    ]),
  );
  const windows = usualPlaces('win32', { ProgramFiles: 'C:/Program Files', LOCALAPPDATA: 'C:/Local' });
  expect(windows.map((path) => path.replaceAll('\\', '/'))).toEqual([
    'C:/Program Files/Google/Chrome/Application/chrome.exe',
    'C:/Program Files/Microsoft/Edge/Application/msedge.exe',
    'C:/Local/Google/Chrome/Application/chrome.exe',
    'C:/Local/Microsoft/Edge/Application/msedge.exe',
  ]);
});

describe.skipIf(process.platform === 'win32')('ensureFirefox', () => {
  it('finds one by its names, or by FIREFOX_PATH alone', () => {
    const { machine, bin } = machineOf({ firefox: RUNS, 'firefox-esr': STUB, mine: STUB });
    expect(ensureFirefox(machine)).toBe(join(bin, 'firefox'));
    const named = (FIREFOX_PATH: string) => ({ ...machine, env: { ...machine.env, FIREFOX_PATH } });
    expect(ensureFirefox(named(join(bin, 'mine')))).toBe(join(bin, 'mine'));
    expect(() => ensureFirefox(named(bin))).toThrow(`FIREFOX_PATH must name an executable, got ${bin}`);
  });

  it('installs Debian’s package, and says in one line what to do where that cannot be', () => {
    const { machine, bin, calls } = machineOf({ 'apt-get': installs('firefox-esr') });
    expect(ensureFirefox(machine)).toBe(join(bin, 'firefox-esr'));
    expect(calls()).toEqual([expect.stringMatching(/^apt-get install -y .* firefox-esr$/)]);
    expect(said).toEqual(['no Firefox found: installing the package firefox-esr with apt-get…']);
    for (const scripts of [{ 'apt-get': fails('E: no network') }, {}]) {
      expect(() => ensureFirefox(machineOf(scripts as Record<string, string>).machine)).toThrow(
        new RegExp(
          '^a test needs Firefox, and it could not be installed \\((E: no network|apt-get is ' +
            'missing .*)\\): install Firefox, or set FIREFOX_PATH to its path$',
        ),
      );
    }
  });
});

describe.skipIf(process.platform === 'win32')('ensureWebKit', () => {
  const both = { WebKitWebDriver: '[ "$1" = --help ]', Xvfb: '[ "$1" = -help ]' };
  const APT = 'apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 webkit2gtk-driver xvfb';
  const installsBoth = `case "$*" in *install*) ${put('WebKitWebDriver')}; ${put('Xvfb')};; esac`;

  it('finds the driver and the X server, or the driver that WEBKIT_DRIVER_PATH names', () => {
    const { machine, bin, calls } = machineOf({ ...both, mine: STUB, 'apt-get': fails('no') });
    const [driver, xvfb] = [join(bin, 'WebKitWebDriver'), join(bin, 'Xvfb')];
    expect(ensureWebKit(machine)).toEqual({ driver, xvfb });
    expect(ensureWebKit({ ...machine, env: { PATH: '' }, places: [bin] })).toEqual({ driver, xvfb });
    const named = (path: string) => ({ ...machine, env: { ...machine.env, WEBKIT_DRIVER_PATH: path } });
    expect(ensureWebKit(named(join(bin, 'mine')))).toEqual({ driver: join(bin, 'mine'), xvfb });
    expect(() => ensureWebKit(named(bin))).toThrow(`WEBKIT_DRIVER_PATH must name an executable, got ${bin}`);
    expect([calls(), said]).toEqual([[], []]);
  });

  it.each([
    ['both', {}],
    ['the X server', { WebKitWebDriver: both.WebKitWebDriver }],
    ['the driver', { Xvfb: both.Xvfb }],
    ['a driver that runs', { WebKitWebDriver: STUB, Xvfb: both.Xvfb }],
  ])('installs Debian’s packages where %s is missing', (_, scripts: Record<string, string>) => {
    const { machine, bin, calls } = machineOf({ ...scripts, 'apt-get': installsBoth });
    expect(findWebKit(machine)).toBeUndefined();
    expect(ensureWebKit(machine)).toEqual({ driver: join(bin, 'WebKitWebDriver'), xvfb: join(bin, 'Xvfb') });
    expect(calls()).toEqual([APT]);
    expect(said).toEqual(['no WebKitGTK found: installing the packages webkit2gtk-driver and xvfb with apt-get…']);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['apt-get fails', { 'apt-get': fails('E: no network') }, /\(E: no network\)/],
    ['there is no apt-get', {}, /\(apt-get is missing or needs a password\)/],
    ['what apt-get installs does not run', { 'apt-get': 'exit 0' }, /\(the installed browser does not run\)/],
  ])('says in one line what to do where %s', (_, scripts, why) => {
    const { machine } = machineOf(scripts);
    expect(() => ensureWebKit(machine)).toThrow(why);
    expect(() => ensureWebKit(machine)).toThrow(
      new RegExp(
        '^a test needs WebKitGTK, and it could not be installed \\(.*\\): install WebKitWebDriver ' +
          'and Xvfb \\(in Debian webkit2gtk-driver and xvfb\\)$',
      ),
    );
  });

  it('asks for none where there is no WebKitGTK', () => {
    for (const platform of ['darwin', 'win32'] as const) {
      expect(ensureWebKit(machineOf({ 'apt-get': fails('no') }, { platform }).machine)).toBeUndefined();
    }
    expect(said).toEqual([]);
  });
});
