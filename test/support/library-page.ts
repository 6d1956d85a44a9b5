import { fileURLToPath } from 'node:url';

const here = (path: string) => new URL(path, import.meta.url);

const imports = {
  'loaded-dice': '/dist/index.js',
  'loaded-dice/parallel': '/dist/parallel.js',
};

/**
 * Files for `serve`: a page that runs a module over the built files, which an import map finds. `body` is the rest of
 * the page.
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

/** A module that exposes the library and its threads to other scripts of the page, as `dice` and `parallel`. */
export const GLOBALS = `
import * as dice from 'loaded-dice';
import * as parallel from 'loaded-dice/parallel';
Object.assign(globalThis, { dice, parallel });`;

/** The root of the repository. */
export const ROOT = fileURLToPath(here('../..'));
