import { hex } from './binary.js';
import { hex as extraHex } from './binary-extra.js';
import { bytesOf } from './bytes.js';

/**
 * The kernels that most samplers run, as WebAssembly: the very bytes that the library compiles, as a fresh array.
 * `sha256` is their hash, and the file `loaded-dice/kernels.wasm` holds the same bytes.
 */
export function binary(): Uint8Array<ArrayBuffer> {
  return bytesOf(hex);
}

/**
 * The other kernels (systematic sampling, stratified batches, PyTorch's generator), as WebAssembly: the very bytes that
 * the library compiles, as a fresh array. `extraSha256` is their hash, and the file `loaded-dice/kernels-extra.wasm`
 * holds the same bytes.
 */
export function extraBinary(): Uint8Array<ArrayBuffer> {
  return bytesOf(extraHex);
}
