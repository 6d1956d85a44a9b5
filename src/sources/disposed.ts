import type { WeightedSource } from './source.js';

/** @throws {Error} Always. */
export function refuseDisposed(): never {
  throw new Error('the sampler was disposed of, and its memory given back: make a new one');
}

/** Stands in for a source whose memory was given back: reading throws. */
export function disposedSource(backend: 'wasm' | 'js', bound: number): WeightedSource {
  const refused = { read: refuseDisposed, probabilities: refuseDisposed, weightWords: refuseDisposed };
  return { ...refused, task: refuseDisposed, backend, bound, free() {} };
}
