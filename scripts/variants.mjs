// esbuild plugins for entries that replace one module of the sources by another.
import { resolve } from 'node:path';

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
    build.onResolve({ filter: /^\.\/(core|extra|dynamic)\.js$/ }, ({ path }) => ({
      path: resolve('src/kernels/wasm', path.replace('./', 'imported-').replace('.js', '.ts')),
    }));
    build.onResolve({ filter: /^\.\/kernels(-extra|-dynamic)?\.wasm$/ }, ({ path }) => ({ path, external: true }));
  },
};
