// Finds or installs the databases that run our SQL in tests.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installByApt, isExecutable, onPath, runs, sudoFor } from './programs.mjs';

const here = {
  platform: process.platform,
  env: process.env,
  root: process.getuid?.() === 0,
  places: ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin'],
  /** Debian has PostgreSQL's server programs here, in a folder for each version, which is not in PATH. */
  versions: '/usr/lib/postgresql',
  limit: 600,
};

function versionFolders(versions) {
  try {
    const newestFirst = readdirSync(versions).sort((a, b) => Number(b) - Number(a));
    return newestFirst.map((version) => join(versions, version, 'bin'));
  } catch {
    return [];
  }
}

const DATABASES = {
  postgres: { name: 'PostgreSQL', package: 'postgresql', programs: ['postgres', 'initdb', 'psql'] },
  mariadb: {
    name: 'MariaDB',
    package: 'mariadb-server',
    programs: ['mariadbd', 'mariadb-install-db', 'mariadb'],
  },
};

/** Finds the programs of a database, of one folder if it has them all: name to path. Undefined if one is missing. */
function findDatabase({ programs }, { env, platform, places, versions }) {
  const folders = [...versionFolders(versions), ...places];
  const find = (name) => {
    const found = [...folders.map((place) => join(place, name)), ...onPath(name, env)];
    // mariadb-install-db, a script, has no option that only prints
    return found.find((path) => (name === 'mariadb-install-db' ? isExecutable(path) : runs(path, platform)));
  };
  const paths = programs.map((name) => [name, find(name)]);
  return paths.every(([, path]) => path) ? Object.fromEntries(paths) : undefined;
}

/**
 * Finds the server and client programs of PostgreSQL or MariaDB, and installs Debian's package if one is missing.
 * Returns their paths by name.
 * @throws {Error} They are missing and could not be installed. One line says what to do.
 */
export function ensureDatabase(which, machine = here) {
  const database = DATABASES[which];
  const found = findDatabase(database, machine);
  if (found) return found;
  const sudo = sudoFor(machine);
  const failure = sudo
    ? installByApt(database.name, database.package, machine, sudo)
    : 'apt-get is missing or needs a password';
  const installed = findDatabase(database, machine);
  if (installed) return installed;
  throw new Error(
    `some tests need ${database.name}, and it could not be installed ` +
      `(${failure ?? 'the installed programs do not run'}): install ${database.programs.join(', ')} ` +
      `(in Debian ${database.package})`,
  );
}
