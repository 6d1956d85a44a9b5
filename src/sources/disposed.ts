import type { WeightedSource } from './source.js';

/** @throws {Error} Always. */
export function refuseDisposed(): never {
  throw new Error('the sampler was disposed of, and its memory given back: make a new one');
}

/** Stands in for a source whose memory was given back: reading throws. */
export class DisposedSource implements WeightedSource {
  constructor(
    readonly backend: 'wasm' | 'js',
    readonly bound: number,
  ) {}

  read(): never {
    return refuseDisposed();
  }

  task(): never {
    return refuseDisposed();
  }

  probabilities(): never {
    return refuseDisposed();
  }

  weightWords(): never {
    return refuseDisposed();
  }

  free(): void {}
}
