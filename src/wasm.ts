// loaded-dice/wasm: the binaries that the other entries run, for anyone who wants to audit them or to compare them with
// a build of their own.
export { binary, dynamicBinary, extraBinary, trialsBinary, uniformBinary } from './kernels/wasm/binaries.js';
export { sha256 } from './kernels/wasm/binary.js';
export { sha256 as dynamicSha256 } from './kernels/wasm/binary-dynamic.js';
export { sha256 as extraSha256 } from './kernels/wasm/binary-extra.js';
export { sha256 as trialsSha256 } from './kernels/wasm/binary-trials.js';
export { sha256 as uniformSha256 } from './kernels/wasm/binary-uniform.js';
