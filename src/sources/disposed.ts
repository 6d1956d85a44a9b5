import type { WeightedSource } from './source.js';

/** @throws {Error} Always: the sampler was disposed of. */
export function throwDisposed(): never {
  throw new Error('the sampler was disposed of and its memory freed: make a new sampler');
}

/** Replaces a source whose memory was freed. Reading from it throws. */
export class DisposedSource implements WeightedSource {
  constructor(
    readonly backend: 'wasm' | 'js',
    readonly bound: number,
  ) {}

  read(): never {
    return throwDisposed();
  }

  task(): never {
    return throwDisposed();
  }

  probabilities(): never {
    return throwDisposed();
  }

  weightWords(): never {
    return throwDisposed();
  }

  builtTable(): never {
    return throwDisposed();
  }

  free(): void {}
}
