import { checkArrayLike, MAX_INDICES } from '../check.js';
import { describe } from '../describe.js';
import type { Place } from '../reader.js';
import { EpochSampler } from '../samplers/epoch-sampler.js';
import { cannotGoBack } from '../samplers/inner.js';
import { PlainLoop } from '../samplers/plain-loop.js';
import type { Identity } from '../samplers/sampler.js';

/** Batches of indices from a plain iterable, which can only go on. */
export class PlainBatches extends EpochSampler<Uint32Array, PlainLoop<ArrayLike<number>>> {
  readonly #batches: Iterable<ArrayLike<number>>;

  constructor(batches: Iterable<ArrayLike<number>>) {
    super();
    this.#batches = batches;
  }

  get length(): number {
    const length = this.#known();
    if (length === undefined) throw new TypeError('length is not known: the batchSampler has none');
    return length;
  }

  override get _plain(): boolean {
    return true;
  }

  override _identity(): Identity {
    throw cannotGoBack('state', 'DataLoader');
  }

  override _reader(_from: Place): PlainLoop<ArrayLike<number>> {
    return new PlainLoop(this.#batches);
  }

  override _load(loop: PlainLoop<ArrayLike<number>>, _epoch: number, position: number): Uint32Array[] {
    if (position === 0) loop.open();
    const next = loop.next();
    return next ? [indicesOf(next.value)] : [];
  }

  override _remaining(position: number): number {
    return (this.#known() ?? Infinity) - position;
  }

  override _release(loop: PlainLoop<ArrayLike<number>> | undefined): void {
    loop?.close();
  }

  #known(): number | undefined {
    const { length } = this.#batches as { length?: unknown };
    return typeof length === 'number' ? length : undefined;
  }
}

function indicesOf(batch: unknown): Uint32Array {
  checkArrayLike('a batch of batchSampler', batch, MAX_INDICES);
  const indices = batch as ArrayLike<unknown>;
  return Uint32Array.from(indices as ArrayLike<number>, (index, i) => {
    if (typeof index === 'number' && Number.isInteger(index) && index >= 0 && index <= MAX_INDICES) return index;
    const wanted = `a batch of batchSampler must hold integers in [0, 2^32 - 1], got ${describe(index)} at ${i}`;
    throw typeof index === 'number' ? new RangeError(wanted) : new TypeError(wanted);
  });
}
