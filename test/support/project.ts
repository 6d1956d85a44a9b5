// Projects of users who have installed the package.
import { type ExecFileOptions, execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';

/** Every entry that has code, as users import it. */
export const ENTRIES = ['', '/js', '/parallel', '/analysis', '/charts', '/wasm', '/weighted'].map(
  (entry) => `loaded-dice${entry}`,
);

/** The folder where the package is installed, from the tarball. */
export const installed = (): string => inject('installed').folder;
export const tarball = (): string => inject('installed').tarball;

/** A new project with these files, beside the installed package. */
export function project(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(installed(), 'app-'));
  for (const [path, text] of Object.entries({ 'package.json': '{ "private": true, "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/**
 * Runs a program in a project, for at most a minute. Returns its output. If it fails, throws an error with the output.
 */
export async function run(
  cwd: string,
  command: string,
  args: string[],
  options: ExecFileOptions = {},
): Promise<string> {
  const limits = { timeout: 60_000, killSignal: 'SIGKILL', maxBuffer: 1 << 28, encoding: 'utf8' } as const;
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, ...limits, ...options });
    return String(stdout).trim();
  } catch (error) {
    const { message, stdout = '', stderr = '' } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  }
}

/** The path of a development tool of this repository. */
export const tool = (path: string): string => resolve('node_modules', path);

export const node = (cwd: string, ...args: string[]): Promise<string> =>
  run(cwd, process.execPath, ['--no-warnings', ...args]);
