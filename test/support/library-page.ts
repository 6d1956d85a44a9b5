import { fileURLToPath } from 'node:url';

const here = (path: string) => new URL(path, import.meta.url);

const imports = {
  'loaded-dice': '/dist/index.js',
  'loaded-dice/parallel': '/dist/parallel.js',
};

/**
 * What `serve` needs for a page that runs a module over the files as they are built, found by an import map; `body` is
 * what else it has.
 */
export function libraryPage(module: string, body = ''): Record<string, string | URL> {
  return {
    '/': `<!doctype html>
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">${module}</script>
${body}`,
    '/dist/': here('../../dist/'),
  };
}

/** A module that leaves the library and its threads to the page's other scripts: `dice` and `parallel`. */
export const GLOBALS = `
import * as dice from 'loaded-dice';
import * as parallel from 'loaded-dice/parallel';
Object.assign(globalThis, { dice, parallel });`;

/** The root of the repository. */
export const ROOT = fileURLToPath(here('../..'));
