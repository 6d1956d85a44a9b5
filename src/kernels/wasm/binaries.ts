import { hex } from './binary.js';
import { hex as dynamicHex } from './binary-dynamic.js';
import { hex as extraHex } from './binary-extra.js';
import { bytesOf } from './bytes.js';

/**
 * The WebAssembly of the kernels that most samplers use, as a new array of the very bytes that the library compiles.
 * `sha256` is their hash. The file `loaded-dice/kernels.wasm` has the same bytes.
 */
export function binary(): Uint8Array<ArrayBuffer> {
  return bytesOf(hex);
}

/**
 * The WebAssembly of the other kernels (systematic sampling, stratified batches, PyTorch's generator), as a new array
 * of the very bytes that the library compiles. `extraSha256` is their hash. The file `loaded-dice/kernels-extra.wasm`
 * has the same bytes.
 */
export function extraBinary(): Uint8Array<ArrayBuffer> {
  return bytesOf(extraHex);
}

/**
 * The WebAssembly of the kernels of weights that change, as a new array of the very bytes that the library compiles.
 * `dynamicSha256` is their hash. The file `loaded-dice/kernels-dynamic.wasm` has the same bytes.
 */
export function dynamicBinary(): Uint8Array<ArrayBuffer> {
  return bytesOf(dynamicHex);
}
