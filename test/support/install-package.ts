// Set-up of all test/package/: installs the package, as npm packs it, in an empty project. Run npm run build first.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

export interface Installed {
  /** A project with the package in its node_modules. */
  readonly folder: string;
  readonly tarball: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    installed: Installed;
  }
}

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', [...args, '--silent'], {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  }).trim();
}

/** The parts of prepack and postpack that do not build. */
function redirects(what: 'write' | 'remove'): void {
  execFileSync(process.execPath, ['scripts/redirects.mjs', what]);
}

export default function install({ provide }: TestProject): () => void {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'loaded-dice-package-')));
  const folder = join(root, 'project');
  mkdirSync(folder);
  // pack the present build, which other tests read meanwhile
  redirects('write');
  const tarball = join(root, npm(resolve('.'), 'pack', '--ignore-scripts', '--pack-destination', root));
  redirects('remove');
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  // the package has no dependencies, so this needs no network
  npm(folder, 'install', '--offline', tarball);
  provide('installed', { folder, tarball });
  return () => rmSync(root, { recursive: true, force: true });
}
