// scripts/battery-programs.mjs on machines that are made up: folders of small scripts stand for what is installed.
import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureDieharder, ensureTestU01, findPractRand } from '../../scripts/battery-programs.mjs';
import { folder } from '../support/cli.js';

/** A Linux with these commands alone. */
function machineOf(scripts: Record<string, string>) {
  const texts = Object.entries(scripts).map(([name, script]) => [
    name,
    `#!/bin/sh\nPATH=$PATH:/usr/bin:/bin\nhere=\${0%/*}\n${script}\n`,
  ]);
  const bin = folder({ ...Object.fromEntries(texts), 'keys/debian-archive-keyring.gpg': '' });
  for (const name of Object.keys(scripts)) chmodSync(join(bin, name), 0o755);
  for (const tool of ['env', 'timeout', 'rm']) {
    const path = ['/usr/bin', '/bin'].map((at) => join(at, tool)).find(existsSync);
    if (path) symlinkSync(path, join(bin, tool));
  }
  const keyrings = join(bin, 'keys');
  const machine = { platform: 'linux' as const, env: { PATH: bin }, root: true, keyrings, limit: 20 };
  return { bin, machine };
}

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

describe('ensureDieharder', () => {
  it('finds it in PATH', () => {
    const { bin, machine } = machineOf({ dieharder: 'exit 0' });
    expect(ensureDieharder(machine)).toBe(join(bin, 'dieharder'));
  });

  it('installs Debian’s package', () => {
    const put = 'printf "#!/bin/sh\\n" >"$here/dieharder"; chmod +x "$here/dieharder"';
    const { bin, machine } = machineOf({ 'apt-get': `case "$*" in *install*dieharder) ${put};; esac` });
    expect(ensureDieharder(machine)).toBe(join(bin, 'dieharder'));
  });

  it('says in one line what to do if it cannot', () => {
    const because = (reason: string) =>
      `npm run batteries needs dieharder, and it could not be installed (${reason}): install dieharder`;
    expect(() => ensureDieharder(machineOf({}).machine)).toThrow(because('apt-get is missing or needs a password'));
    const failing = machineOf({ 'apt-get': 'echo "E: no network" >&2; exit 100' });
    expect(() => ensureDieharder(failing.machine)).toThrow(because('E: no network'));
  });
});

describe('ensureTestU01', () => {
  /** A compiler that finds TestU01 once it is installed. */
  const cc =
    'test -e "$here/installed" || { echo "error: no testu01" >&2; exit 1; }; ' +
    'while test "$1" != -o; do shift; done; : >"$2"';
  /** Knows Debian's lists, and keeps what it is configured with. */
  const lists = 'case "$*" in indextargets*) echo \'Debian|http://archive.test/debian/|bookworm|main\'; exit;; esac';
  const install =
    'case "$*" in *install*libtestu01-0-dev) cp "$APT_CONFIG" "$here/conf"; ' +
    'cp "$(dirname "$APT_CONFIG")/sources.list" "$here/list"; : >"$here/installed";; esac';

  const ensure = ({ bin, machine }: ReturnType<typeof machineOf>) =>
    ensureTestU01('driver.c', join(bin, 'build', 'driver'), machine);

  it('compiles its driver where TestU01 is installed', () => {
    const made = machineOf({ cc: ': >"$3"', 'apt-get': 'exit 1' });
    expect(ensure(made)).toBe(join(made.bin, 'build', 'driver'));
    expect(existsSync(ensure(made))).toBe(true);
  });

  it('installs Debian’s package with package lists of its own, and removes these', () => {
    const made = machineOf({ cc, 'apt-get': `${lists}; ${install}` });
    expect(existsSync(ensure(made))).toBe(true);
    const key = join(made.machine.keyrings, 'debian-archive-keyring.gpg');
    expect(readFileSync(join(made.bin, 'list'), 'utf8')).toBe(
      `deb [signed-by=${key}] http://archive.test/debian/ bookworm non-free\n`,
    );
    const conf = readFileSync(join(made.bin, 'conf'), 'utf8');
    for (const name of ['Etc::sourcelist', 'Etc::sourceparts', 'State::lists']) {
      const [, path] = new RegExp(`^Dir::${name} "(.*)";$`, 'm').exec(conf)!;
      expect(path).toContain('testu01-');
      expect(existsSync(path)).toBe(false);
    }
  });

  it('installs a C compiler, too, where there is none', () => {
    const gcc = `case "$*" in *gcc*) cp "$here/unused" "$here/gcc"; chmod +x "$here/gcc"; exit;; esac`;
    const made = machineOf({ unused: cc, 'apt-get': `${gcc}; ${lists}; ${install}` });
    expect(existsSync(ensure(made))).toBe(true);
  });

  it('updates the package lists where none are known', () => {
    const known = lists.replace('indextargets*)', 'indextargets*) test -e "$here/updated" || exit 0;');
    const update = 'case "$*" in update) : >"$here/updated";; esac';
    expect(existsSync(ensure(machineOf({ cc, 'apt-get': `${known}; ${update}; ${install}` })))).toBe(true);
  });

  it.each([
    ['there is no apt-get', { cc }, 'apt-get is missing or needs a password'],
    ['no list is known', { cc, 'apt-get': '' }, 'apt-get knows no package list of Debian or Ubuntu'],
    ['the archive does not answer', { cc, 'apt-get': `${lists}; echo "E: no network" >&2; exit 100` }, 'E: no network'],
    ['the installed package is broken', { cc, 'apt-get': lists }, 'error: no testu01'],
  ])('says in one line what to do if %s', (_, scripts, reason) => {
    expect(() => ensure(machineOf(scripts as Record<string, string>))).toThrow(
      `npm run batteries needs TestU01, and it could not be installed (${reason}): ` +
        'install a C compiler and TestU01 (in Debian libtestu01-0-dev, of the component non-free)',
    );
  });
});

it('finds PractRand in PATH, and says if it is not there', () => {
  const { bin, machine } = machineOf({ RNG_test: 'exit 0' });
  expect(findPractRand(machine)).toBe(join(bin, 'RNG_test'));
  expect(() => findPractRand(machineOf({}).machine)).toThrow(/^PractRand was not run: there is no RNG_test in PATH/);
});
