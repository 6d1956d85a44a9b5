import { checkArrayLength, checkInteger, checkUint32Array } from '../internal/check.js';
import { zeros } from '../internal/zeros.js';
import type { IndexSource, StartPoint } from '../sources/epochs.js';
import type { DrawTask, Positions } from '../sources/source.js';
import { type Cursor, IndexLoop, nextEpoch } from './cursor.js';
import { EpochSampler } from './epoch-sampler.js';
import type { SeekableSampler } from './sampler.js';

/** A sampler whose items are indices. */
export abstract class IndexSampler extends EpochSampler<number> implements SeekableSampler {
  /** @internal */
  get _gives(): 'indices' {
    return 'indices';
  }

  /** Draws in one epoch: the same as `length`. */
  get numSamples(): number {
    return this.length;
  }

  /** @internal */
  abstract _read(positions: Positions, out: Uint32Array, offset: number): void;

  /**
   * @internal What threads may do; 'js' where they cannot share the memory, nothing where draws depend on one another.
   */
  _task(): DrawTask | 'js' | undefined {
    return undefined;
  }

  /**
   * The next `count` draws, going on into following epochs.
   * @throws {TypeError | RangeError} `count` is not an integer in [0, 2^32 - 1].
   */
  take(count: number): Uint32Array<ArrayBuffer> {
    return this.#readOn(zeros(Uint32Array, checkArrayLength('count', count), 'draws'));
  }

  /**
   * The next out.length draws into the caller's array, which is returned. Nothing is allocated.
   * @throws {TypeError} `out` is not a Uint32Array.
   */
  fill<Out extends Uint32Array>(out: Out): Out {
    checkUint32Array('out', out);
    return this.#readOn(out);
  }

  /**
   * A whole epoch, (length,) indices, as a fresh array; moves nothing.
   * @throws {TypeError | RangeError} `epoch` is not a non-negative safe integer, or the epoch is longer than an array
   * can be.
   */
  indices(epoch: number = this.epoch): Uint32Array<ArrayBuffer> {
    checkInteger('epoch', epoch, 0);
    const out = zeros(Uint32Array, checkArrayLength('length', this.length), 'draws');
    (this.peek(epoch) ?? this)._read({ epoch, position: 0, stride: 1, count: out.length }, out, 0);
    return out;
  }

  protected override loop(cursor: Cursor<number>): IndexLoop {
    return new IndexLoop(this, cursor);
  }

  /** @internal */
  override _reader(_from: StartPoint, _shared: boolean): IndexSource {
    return this;
  }

  /** @internal */
  override _load(reader: IndexSource, epoch: number, position: number, count: number): Uint32Array {
    const together = reader._generated?.together(epoch, position) ?? count;
    const chunk = new Uint32Array(Math.min(count, together));
    reader._read({ epoch, position, stride: 1, count: chunk.length }, chunk, 0);
    return chunk;
  }

  #readOn<Out extends Uint32Array>(out: Out): Out {
    if (out.length === 0) return out;
    if (this.length === 0) throw new RangeError('nothing to draw: the sampler is empty');
    const reader = this.reader();
    let { epoch, position } = this;
    let another = false;
    for (let done = 0; done < out.length; ) {
      if (position === this.length) {
        reader._generated?.finish(epoch);
        this._release(reader, epoch);
        epoch = nextEpoch(epoch);
        position = 0;
        another = true;
      }
      const count = Math.min(out.length - done, this.length - position);
      reader._read({ epoch, position, stride: 1, count }, out, done);
      done += count;
      position += count;
    }
    this.moveTo(epoch, position, another);
    return out;
  }
}
