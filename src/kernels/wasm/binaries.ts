import { hex } from './binary.js';
import { hex as dynamicHex } from './binary-dynamic.js';
import { hex as extraHex } from './binary-extra.js';
import { hex as trialsHex } from './binary-trials.js';
import { hex as uniformHex } from './binary-uniform.js';
import { bytesOf } from './bytes.js';

/**
 * The WebAssembly of the kernels of weighted draws, as a new array of the very bytes that the library compiles.
 * `sha256` is their hash. The file `loaded-dice/kernels.wasm` has the same bytes.
 */
export function binary(): Uint8Array<ArrayBuffer> {
  return bytesOf(hex());
}

/**
 * The WebAssembly of the other kernels (systematic sampling, stratified batches, PyTorch's generator), as a new array
 * of the very bytes that the library compiles. `extraSha256` is their hash. The file `loaded-dice/kernels-extra.wasm`
 * has the same bytes.
 */
export function extraBinary(): Uint8Array<ArrayBuffer> {
  return bytesOf(extraHex());
}

/**
 * The WebAssembly of the kernels of weights that change, as a new array of the very bytes that the library compiles.
 * `dynamicSha256` is their hash. The file `loaded-dice/kernels-dynamic.wasm` has the same bytes.
 */
export function dynamicBinary(): Uint8Array<ArrayBuffer> {
  return bytesOf(dynamicHex());
}

/**
 * The WebAssembly of the kernels of uniform draws, as a new array of the very bytes that the library compiles.
 * `uniformSha256` is their hash. The file `loaded-dice/kernels-uniform.wasm` has the same bytes.
 */
export function uniformBinary(): Uint8Array<ArrayBuffer> {
  return bytesOf(uniformHex());
}

/**
 * The WebAssembly of the kernels of trials, which `loaded-dice/analysis` runs, as a new array of the very bytes that
 * the library compiles. `trialsSha256` is their hash. The file `loaded-dice/kernels-trials.wasm` has the same bytes.
 */
export function trialsBinary(): Uint8Array<ArrayBuffer> {
  return bytesOf(trialsHex());
}
