// Finds and installs the programs of npm run batteries: dieharder, and TestU01 with a C compiler.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { attempt, installByApt, onPath, runs, sudoFor } from './programs.mjs';

const here = {
  platform: process.platform,
  env: process.env,
  root: process.getuid?.() === 0,
  keyrings: '/usr/share/keyrings',
  limit: 600,
};

/** Distributions that have TestU01, whose licence allows research alone: the component, and the file of their keys. */
const ARCHIVES = {
  Debian: { component: 'non-free', keyring: 'debian-archive-keyring.gpg' },
  Ubuntu: { component: 'multiverse', keyring: 'ubuntu-archive-keyring.gpg' },
};

const TESTU01 = 'libtestu01-0-dev';
const LIBRARIES = ['-ltestu01', '-ltestu01probdist', '-ltestu01mylib', '-lm'];

/**
 * Finds dieharder in PATH. If it is not there, installs Debian's package if that needs no password.
 * @throws {Error} It is missing and could not be installed. One line says what to do.
 */
export function ensureDieharder(machine = here) {
  const find = () => onPath('dieharder', machine.env).find((path) => runs(path, machine.platform, '-l'));
  const found = find();
  if (found) return found;
  const sudo = sudoFor(machine);
  const failure = sudo
    ? installByApt('dieharder', 'dieharder', machine, sudo)
    : 'apt-get is missing or needs a password';
  const installed = find();
  if (installed) return installed;
  throw missing('dieharder', failure ?? 'the installed program does not run', 'install dieharder');
}

/**
 * Compiles a driver of TestU01. Where that fails, installs a C compiler and Debian's package, if that needs no
 * password, and tries again. Debian has the package in its component non-free, which most machines do not enable.
 * Package lists of its own, in a temporary folder, leave the machine's sources as they are.
 * @throws {Error} A program is missing and could not be installed. One line says what to do.
 */
export function ensureTestU01(source, program, machine = here) {
  mkdirSync(dirname(program), { recursive: true });
  const compiler = () => ['cc', 'gcc', 'clang'].flatMap((name) => onPath(name, machine.env))[0];
  const compile = () => {
    const cc = compiler();
    return cc ? attempt([cc, '-O2', '-o', program, source, ...LIBRARIES], machine) : 'there is no C compiler';
  };
  if (!compile()) return program;
  const advice = `install a C compiler and TestU01 (in Debian ${TESTU01}, of the component non-free)`;
  const sudo = sudoFor(machine);
  if (!sudo) throw missing('TestU01', 'apt-get is missing or needs a password', advice);
  const noCompiler = compiler() ? undefined : installByApt('C compiler', ['gcc', 'libc6-dev'], machine, sudo);
  const failure = noCompiler ?? installTestU01(machine, sudo);
  const problem = compile();
  if (problem) throw missing('TestU01', failure ?? problem, advice);
  return program;
}

/**
 * Finds PractRand's `RNG_test` in PATH. No distribution has it.
 * @throws {Error} It is not there. One line says what to do.
 */
export function findPractRand(machine = here) {
  const [found] = onPath('RNG_test', machine.env);
  if (found) return found;
  throw new Error(
    'PractRand was not run: there is no RNG_test in PATH (build it from its sources, and add its folder)',
  );
}

/** Installs TestU01's package. Returns the reason if that fails. */
function installTestU01(machine, sudo) {
  let source = sourceOf(machine);
  if (!source) {
    attempt([...sudo, 'apt-get', 'update'], machine);
    source = sourceOf(machine);
  }
  if (!source) return 'apt-get knows no package list of Debian or Ubuntu';
  const folder = mkdtempSync(join(tmpdir(), 'testu01-'));
  const at = (name) => join(folder, name);
  try {
    for (const name of ['lists/partial', 'parts']) mkdirSync(at(name), { recursive: true });
    writeFileSync(at('sources.list'), `${source}\n`);
    const config = {
      'Dir::Etc::sourcelist': at('sources.list'),
      'Dir::Etc::sourceparts': at('parts'),
      'Dir::State::lists': at('lists'),
      // apt would replace its caches of the machine's lists
      'Dir::Cache::pkgcache': '',
      'Dir::Cache::srcpkgcache': '',
    };
    const lines = Object.entries(config).map(([name, value]) => `${name} "${value}";\n`);
    writeFileSync(at('apt.conf'), lines.join(''));
    return installByApt('TestU01', TESTU01, machine, [...sudo, 'env', `APT_CONFIG=${at('apt.conf')}`]);
  } finally {
    // apt-get's lists belong to root
    attempt([...sudo, 'rm', '-rf', folder], machine);
  }
}

/** The line of a sources.list with TestU01's component, for the archive and the release that this machine uses. */
function sourceOf(machine) {
  const format = '$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)';
  const { stdout } = spawnSync('apt-get', ['indextargets', '--format', format, 'Created-By: Packages'], {
    env: machine.env,
    encoding: 'utf8',
  });
  const lists = (stdout ?? '').split('\n').map((line) => line.split('|'));
  const list = lists.find(([origin, , , component]) => origin in ARCHIVES && component === 'main');
  if (!list) return undefined;
  const [origin, address, release] = list;
  const { component, keyring } = ARCHIVES[origin];
  const key = join(machine.keyrings, keyring);
  return `deb ${existsSync(key) ? `[signed-by=${key}] ` : ''}${address} ${release} ${component}`;
}

function missing(program, reason, advice) {
  return new Error(`npm run batteries needs ${program}, and it could not be installed (${reason}): ${advice}`);
}
