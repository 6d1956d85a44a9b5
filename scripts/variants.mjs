// Entries that are built from the same sources with one module exchanged for another.
import { resolve } from 'node:path';

/** For loaded-dice/js: no module opens WebAssembly memories. */
export const withoutWasm = {
  name: 'without-wasm',
  setup(build) {
    build.onResolve({ filter: /\/wasm\/open\.js$/ }, () => ({ path: resolve('src/kernels/wasm/none.ts') }));
  },
};

/** For workerd: no module compiles bytes, two import the binaries' files beside the entry instead. */
export const importedKernels = {
  name: 'imported-kernels',
  setup(build) {
    build.onResolve({ filter: /^\.\/(core|extra)\.js$/ }, ({ path }) => ({
      path: resolve('src/kernels/wasm', path.replace('./', 'imported-').replace('.js', '.ts')),
    }));
    build.onResolve({ filter: /^\.\/kernels(-extra)?\.wasm$/ }, ({ path }) => ({ path, external: true }));
  },
};
