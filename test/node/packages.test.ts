// Set-up installs what builds and tests need, also where NODE_ENV says production, as on many servers.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, statSync, utimesSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { folder } from '../support/cli.js';

/** Calls a function of scripts/packages.mjs for a folder, in a process of its own. Returns what it says. */
function install(home: string, call: string): string {
  const script = `import { installPackages, installTool } from ${JSON.stringify(pathToFileURL('scripts/packages.mjs'))};
    console.error = console.log;
    await ${call};`;
  const env = { ...process.env, NODE_ENV: 'production', HOME_OF_TEST: home };
  const args = ['--input-type=module', '-e', script];
  return execFileSync(process.execPath, args, { encoding: 'utf8', env });
}

it.each([
  ["installPackages(process.env.HOME_OF_TEST, { title: 'installing…' })", 'installing…\n'],
  ['installTool(process.env.HOME_OF_TEST)', ''],
])('%s installs development packages once, and again where the lock file is newer', (call, says) => {
  const devDependencies = { tool: 'file:tool' };
  const lock = {
    ...{ name: 'home', lockfileVersion: 3, requires: true },
    packages: {
      '': { name: 'home', devDependencies },
      'node_modules/tool': { resolved: 'tool', link: true },
      tool: { version: '1.0.0', dev: true },
    },
  };
  const home = folder({
    'package.json': JSON.stringify({ name: 'home', devDependencies }),
    'package-lock.json': JSON.stringify(lock),
    'tool/package.json': JSON.stringify({ name: 'tool', version: '1.0.0' }),
  });
  const tool = `${home}/node_modules/tool`;
  expect(install(home, call)).toBe(says);
  expect(existsSync(`${tool}/package.json`)).toBe(true);
  rmSync(tool);
  expect(install(home, call)).toBe('');
  expect(existsSync(tool)).toBe(false);
  const later = statSync(`${home}/node_modules/.package-lock.json`).mtimeMs / 1000 + 10;
  utimesSync(`${home}/package-lock.json`, later, later);
  expect(install(home, call)).toBe(says);
  expect(existsSync(`${tool}/package.json`)).toBe(true);
});
