// TensorFlow.js on WebAssembly, on one thread, so that every sum is made in one order.
import '@tensorflow/tfjs-layers';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

/** Makes WebAssembly the backend. */
export async function openWasm() {
  if (tf.getBackend() === 'wasm') return;
  const { resolve } = createRequire(import.meta.url);
  setThreadsCount(1);
  setWasmPaths(dirname(resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm')) + sep);
  await tf.setBackend('wasm');
  await tf.ready();
}
