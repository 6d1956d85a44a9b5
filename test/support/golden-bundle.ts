import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Format, type Plugin } from 'esbuild';
import { loader } from '../../scripts/loader.mjs';

const here = (path: string) => new URL(path, import.meta.url);

/** An esbuild plugin that resolves the built library: to its code, or to an import of `library`. */
function builtAs(library?: string): Plugin {
  const found = library ? { path: library, external: true } : { path: fileURLToPath(here('../../dist/index.js')) };
  return { name: 'built', setup: ({ onResolve }) => onResolve({ filter: /\/src\/index\.js$/ }, () => found) };
}

/** The code of golden.ts for another engine, over the built library: with its code, or with an import of `library`. */
export async function goldenBundle(format: Format, library?: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(here('./golden.ts'))],
    write: false,
    bundle: true,
    format,
    ...(format === 'iife' && { globalName: 'vectors' }),
    plugins: [builtAs(library)],
  });
  return outputFiles[0].text;
}

/**
 * The code of engine-report.ts for another engine: a module that imports the built library from `library`. `plugins`
 * are those of the build.
 */
export async function engineBundle(library: string, ...plugins: Plugin[]): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(here('./engine-report.ts'))],
    write: false,
    bundle: true,
    format: 'esm',
    plugins: [loader, ...plugins, builtAs(library)],
  });
  return outputFiles[0].text;
}

/** The code of same-numbers.ts for another engine, over the built library: with its code, or imports of `library`. */
export async function numbersBundle(format: Format, library?: string, ...plugins: Plugin[]): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(here('./same-numbers.ts'))],
    write: false,
    bundle: true,
    format,
    ...(format === 'iife' && { globalName: 'numbers' }),
    plugins: [loader, ...plugins, builtAs(library)],
  });
  return outputFiles[0].text;
}

/** The expected result: both files of golden vectors. */
export function heldVectors(): unknown[] {
  return ['golden', 'golden-samplers'].map((name) => JSON.parse(readFileSync(here(`../vectors/${name}.json`), 'utf8')));
}
