// Tools that only some tests need: npx installs them at first use, and keeps them.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Installs a package and returns its folder. Run its programs by their paths: those in .bin may be scripts that start
 * other processes, which a test could not end.
 */
export function npxFolder(name: string, version: string): string {
  const path = execFileSync('npx', ['--yes', '-p', `${name}@${version}`, 'node', '-p', 'process.env.PATH'], {
    encoding: 'utf8',
    timeout: 240_000,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const folders = path
    .trim()
    .split(delimiter)
    .map((bin) => join(bin, '..', name));
  const found = folders.find(existsSync);
  if (!found) throw new Error(`npx installed no ${name}`);
  return found;
}
