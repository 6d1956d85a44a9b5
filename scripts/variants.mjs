// esbuild plugins for entries that replace one module of the sources by another.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BINARIES } from './kernels.mjs';

/** For loaded-dice/js: replaces the module that opens WebAssembly memories. */
export const withoutWasm = {
  name: 'without-wasm',
  setup(build) {
    build.onResolve({ filter: /\/wasm\/allocate\.js$/ }, () => ({ path: resolve('src/kernels/wasm/no-wasm.ts') }));
  },
};

/** For workerd: replaces the modules that compile bytes by modules that import the binaries' files beside the entry. */
export const importedKernels = {
  name: 'imported-kernels',
  setup(build) {
    build.onResolve({ filter: /^\.\/(core|extra|dynamic|trials|uniform)\.js$/ }, ({ path }) => ({
      path: resolve('src/kernels/wasm', path.replace('./', 'imported-').replace('.js', '.ts')),
    }));
    build.onResolve({ filter: /^\.\/kernels(-\w+)?\.wasm$/ }, ({ path }) => ({
      path,
      external: true,
      sideEffects: false,
    }));
  },
};

/** The module that inlines a binary: its path, and the digits in its text. */
const INLINED = /[\\/]wasm[\\/]binary(?:-\w+)?\.ts$/;
const DIGITS = /'([0-9a-f]+)';\n}/;

/**
 * Moves the digits of binaries to the end of an entry, because gzip finds repeated code only within 32 KB: digits in
 * the middle cost a page 1 KB. `names` are the binaries that the entry uses. Returns options of esbuild.
 */
export async function digitsLast(names) {
  const found = new Map();
  for (const name of names) {
    const path = resolve(BINARIES[name].inlined);
    const [, digits] = DIGITS.exec(await readFile(path, 'utf8'));
    found.set(path, [`${name.replace(/-(\w)/, (_, letter) => letter.toUpperCase())}Digits`, digits]);
  }
  const plugin = {
    name: 'digits-last',
    setup(build) {
      build.onLoad({ filter: INLINED }, ({ path }) => {
        const [variable] = found.get(path) ?? [];
        return variable && { contents: `export function hex() { return ${variable}; }` };
      });
    },
  };
  const js = [...found.values()].map(([variable, digits]) => `var ${variable} = '${digits}';`).join('\n');
  return { plugin, footer: { js } };
}
