import { checkArrayLength, checkInteger, checkUint32Array } from '../internal/check.js';
import { zeros } from '../internal/zeros.js';
import type { IndexSource, StartPoint } from '../sources/epochs.js';
import type { DrawTask, Positions } from '../sources/source.js';
import { type Cursor, IndexLoop, nextEpoch } from './cursor.js';
import { EpochSampler } from './epoch-sampler.js';
import type { SeekableSampler } from './sampler.js';

/** Base class of samplers whose items are indices. */
export abstract class IndexSampler extends EpochSampler<number> implements SeekableSampler {
  /** @internal */
  get _itemKind(): 'indices' {
    return 'indices';
  }

  /** Number of draws in one epoch, equal to `length`. */
  get numSamples(): number {
    return this.length;
  }

  /** @internal Writes the draws at `positions` to `out`, from `offset` on. */
  abstract _read(positions: Positions, out: Uint32Array, offset: number): void;

  /**
   * @internal The task for worker threads; 'js' if memory cannot be shared, undefined if draws must be made in order.
   */
  _task(): DrawTask | 'js' | undefined {
    return undefined;
  }

  /**
   * Returns the next `count` draws, (count,), and continues into the following epochs.
   * @throws {TypeError | RangeError} `count` is not an integer in [0, 2^32 - 1], or the sampler is empty.
   */
  take(count: number): Uint32Array<ArrayBuffer> {
    return this.#readNext(zeros(Uint32Array, checkArrayLength('count', count), 'draws'));
  }

  /**
   * Writes the next out.length draws into `out`, and returns `out`. Allocates nothing.
   * @throws {TypeError | RangeError} `out` is not a Uint32Array, or the sampler is empty.
   */
  fill<Out extends Uint32Array>(out: Out): Out {
    checkUint32Array('out', out);
    return this.#readNext(out);
  }

  /**
   * Returns the draws of a whole epoch as a new array, (length,). Does not change the position.
   * @param epoch Default: the current epoch.
   * @throws {TypeError | RangeError} `epoch` is not a non-negative safe integer, or the epoch has more than 2^32 - 1
   * draws.
   */
  indices(epoch: number = this.epoch): Uint32Array<ArrayBuffer> {
    checkInteger('epoch', epoch, 0);
    const out = zeros(Uint32Array, checkArrayLength('length', this.length), 'draws');
    (this.peek(epoch) ?? this)._read({ epoch, position: 0, stride: 1, count: out.length }, out, 0);
    return out;
  }

  protected override openLoop(cursor: Cursor<number>): IndexLoop {
    return new IndexLoop(this, cursor);
  }

  /** @internal */
  override _reader(_from: StartPoint, _shared: boolean): IndexSource {
    return this;
  }

  /** @internal */
  override _load(reader: IndexSource, epoch: number, position: number, count: number): Uint32Array {
    const available = reader._generated?.available(epoch, position) ?? count;
    const chunk = new Uint32Array(Math.min(count, available));
    reader._read({ epoch, position, stride: 1, count: chunk.length }, chunk, 0);
    return chunk;
  }

  #readNext<Out extends Uint32Array>(out: Out): Out {
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
