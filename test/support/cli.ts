import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const COMMAND = resolve('dist/cli.js');
export const PETS = resolve('examples/pets/labels.csv');

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built command, or a copy of it. */
export function cli(
  args: string[],
  { input = '', cwd = '.', env = {}, node = [] as string[], command = COMMAND } = {},
): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, command, ...args], {
    input,
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '', ...env },
  });
  return { status, stdout, stderr };
}

/** Runs the built command, as dice, in a shell. With `plain`, as a user who is not root. */
export function shell(script: string, { cwd = '.', plain = false } = {}): Ran {
  const nobody = plain && process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  // bash reads ~/.bashrc if its input is a socket, as Node's pipes are
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--norc', '-c', `dice() { "$NODE" "$COMMAND" "$@"; }\n${script}`],
    {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      env: { ...process.env, NO_COLOR: '1', COLUMNS: '', NODE: process.execPath, COMMAND, PETS },
      ...nobody,
    },
  );
  return { status, stdout, stderr };
}

/** A new folder with these files. */
export function folder(files: Record<string, string | Uint8Array> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'loaded-dice-'));
  chmodSync(path, 0o755);
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), contents);
  }
  return path;
}
