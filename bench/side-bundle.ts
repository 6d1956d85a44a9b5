// Bundles bench/side.ts over a build of the library, which may be an older commit's.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** The entries of the library that benches import. */
const ENTRIES = { 'loaded-dice': 'index', 'loaded-dice/parallel': 'parallel' } as const;

/** A name in globalThis for what the library's entries export. */
const LIBRARY = 'loadedDiceOfThisSide';

/**
 * The library's entries as objects, from which an import that an older commit lacks is undefined. As modules, they
 * would refuse to link, and no row could be measured.
 */
const library: Plugin = {
  name: 'library',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^loaded-dice(\/.*)?$/ }, ({ path }) => ({ path, namespace: 'library' }));
    onLoad({ filter: /.*/, namespace: 'library' }, ({ path }) => ({
      contents: `module.exports = globalThis.${LIBRARY}[${JSON.stringify(path)}] ?? {};`,
    }));
  },
};

/** The sources of a tree, for the few rows that measure a kernel alone. */
const sourcesOf = (tree: string): Plugin => ({
  name: 'sources',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/src\// }, ({ path }) => {
      const file = join(tree, path.slice(3).replace(/\.js$/, '.ts'));
      return existsSync(file) ? { path: file } : { errors: [{ text: `there is no ${path.slice(3)}` }] };
    });
  },
});

/** In place of what needs the sources, where they have changed too much. */
const withoutSources: Plugin = {
  name: 'without-sources',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/table-memory\.js$/ }, ({ path }) => ({ path, namespace: 'without-sources' }));
    onLoad({ filter: /.*/, namespace: 'without-sources' }, () => ({
      contents: `export function tableMemory() { throw new Error('the sources of that commit have other kernels'); }`,
    }));
  },
};

/** Bundles the rows over the build in a tree. */
export async function bundleSide(tree: string, outfile: string): Promise<void> {
  const entries = Object.entries(ENTRIES).filter(([, name]) => existsSync(join(tree, 'dist', `${name}.js`)));
  const imports = entries.map(([, name], i) => {
    const url = pathToFileURL(join(tree, 'dist', `${name}.js`));
    return `import * as entry${i} from ${JSON.stringify(url)};`;
  });
  const names = entries.map(([path], i) => `${JSON.stringify(path)}: entry${i}`);
  const bundle = (...plugins: Plugin[]) =>
    build({
      entryPoints: ['bench/side.ts'],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      logLevel: 'silent',
      plugins: [library, ...plugins],
      banner: { js: [...imports, `globalThis.${LIBRARY} = { ${names.join(', ')} };`].join('\n') },
    });
  try {
    await bundle(sourcesOf(tree));
  } catch {
    await bundle(withoutSources);
  }
}
