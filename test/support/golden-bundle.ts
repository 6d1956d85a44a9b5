import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Format } from 'esbuild';

const here = (path: string) => new URL(path, import.meta.url);

/** The code of golden.ts for another engine, over the library as it is built: with it, or as an import of `library`. */
export async function goldenBundle(format: Format, library?: string): Promise<string> {
  const built = library ? { path: library, external: true } : { path: fileURLToPath(here('../../dist/index.js')) };
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(here('./golden.ts'))],
    write: false,
    bundle: true,
    format,
    ...(format === 'iife' && { globalName: 'vectors' }),
    plugins: [{ name: 'built', setup: ({ onResolve }) => onResolve({ filter: /\/src\/index\.js$/ }, () => built) }],
  });
  return outputFiles[0].text;
}

/** What it has to give: both files of golden vectors. */
export function heldVectors(): unknown[] {
  return ['golden', 'golden-samplers'].map((name) => JSON.parse(readFileSync(here(`../vectors/${name}.json`), 'utf8')));
}
