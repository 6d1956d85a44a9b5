// scripts/databases.mjs on machines that are made up: folders of small scripts stand for what is installed.
import { chmodSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureDatabase } from '../../scripts/databases.mjs';
import { folder } from '../support/cli.js';

/** A Linux with these commands alone. */
function machineOf(scripts: Record<string, string>) {
  const texts = Object.entries(scripts).map(([name, script]) => [
    name,
    `#!/bin/sh\nPATH=$PATH:/usr/bin:/bin\n${script}\n`,
  ]);
  const bin = folder(Object.fromEntries(texts));
  for (const name of Object.keys(scripts)) chmodSync(join(bin, name), 0o755);
  for (const tool of ['env', 'timeout']) {
    const path = ['/usr/bin', '/bin'].map((at) => join(at, tool)).find(existsSync);
    if (path) symlinkSync(path, join(bin, tool));
  }
  return {
    bin,
    machine: {
      platform: 'linux' as const,
      env: { PATH: bin },
      root: true,
      places: [],
      versions: join(bin, 'none'),
      limit: 20,
    },
  };
}
const put = (name: string) => `printf '#!/bin/sh\\necho 15\\n' >"\${0%/*}/${name}"; chmod +x "\${0%/*}/${name}"`;

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => void vi.restoreAllMocks());

describe.each([
  ['mariadb', 'MariaDB', 'mariadb-server', ['mariadbd', 'mariadb-install-db', 'mariadb']],
  ['postgres', 'PostgreSQL', 'postgresql', ['postgres', 'initdb', 'psql']],
] as const)('ensureDatabase of %s', (which, name, debian, programs) => {
  const all = Object.fromEntries(programs.map((program) => [program, 'echo 15']));

  it('finds all programs in PATH', () => {
    const { bin, machine } = machineOf(all);
    const paths = programs.map((program) => [program, join(bin, program)]);
    expect(ensureDatabase(which, machine)).toEqual(Object.fromEntries(paths));
  });

  it('installs Debian’s package if one is missing', () => {
    const { [programs[0]]: _, ...others } = all;
    const { bin, machine } = machineOf({
      ...others,
      'apt-get': `case "$*" in *install*${debian}) ${put(programs[0])};; esac`,
    });
    expect(ensureDatabase(which, machine)[programs[0]]).toBe(join(bin, programs[0]));
  });

  it('says in one line what to do if it cannot', () => {
    const failing = machineOf({ 'apt-get': 'echo "E: no network" >&2; exit 100' });
    const what = `install ${programs.join(', ')} (in Debian ${debian})`;
    expect(() => ensureDatabase(which, failing.machine)).toThrow(
      `some tests need ${name}, and it could not be installed (E: no network): ${what}`,
    );
    expect(() => ensureDatabase(which, machineOf({}).machine)).toThrow(/\(apt-get is missing or needs a password\)/);
    expect(() => ensureDatabase(which, machineOf({ 'apt-get': '' }).machine)).toThrow(/programs do not run\)/);
  });
});

it('takes the newest PostgreSQL of Debian, whose programs are not in PATH', () => {
  const { bin: old, machine } = machineOf({ postgres: 'echo 15', initdb: 'echo 15', psql: 'echo 15' });
  const versions = folder({});
  for (const version of ['9', '15', '17']) {
    mkdirSync(join(versions, version));
    symlinkSync(old, join(versions, version, 'bin'));
  }
  expect(ensureDatabase('postgres', { ...machine, versions }).initdb).toBe(join(versions, '17', 'bin', 'initdb'));
});
