// loaded-dice/wasm: the binary that the other entries run, for who wants to read it or to compare it with one of their own.
export { sha256 } from './kernels/wasm/binary.js';
export { binary } from './kernels/wasm/bytes.js';
