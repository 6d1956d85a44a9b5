// loaded-dice/js: the same names and numbers without WebAssembly. The build leaves src/kernels/wasm/ out of this entry.
export * from './index.js';
