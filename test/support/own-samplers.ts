// Resumable samplers of indices and of batches, as users write them.
import type { ResumableSampler } from '../../src/index.js';

export const N = 23;

export interface Saved {
  readonly at: number;
  readonly shuffled: number[];
  readonly epoch: number;
}

/**
 * A user's own resumable sampler, as people write them for PyTorch. Each epoch has another order, and begins where the
 * last loop ended, or where the state says.
 */
export class Own implements ResumableSampler<Saved> {
  readonly length = N;
  epoch = 0;
  at = 0;
  shuffled: number[] = [];

  *[Symbol.iterator]() {
    if (this.at === 0) this.shuffled = Array.from({ length: N }, (_, i) => (i * (3 + this.epoch) + this.epoch) % N);
    while (this.at < this.shuffled.length) yield this.shuffled[this.at++];
    this.epoch++;
    this.at = 0;
  }

  /** The live objects, not copies: code that keeps a state must copy it. */
  readonly live = this as unknown as Saved;

  state(): Saved {
    const { at, shuffled, epoch } = this;
    return { at, shuffled, epoch };
  }

  restore({ at, shuffled, epoch }: Saved): void {
    Object.assign(this, { at, shuffled, epoch });
  }
}

/** An `Own` sampler without a known length. */
export class Endless extends Own {
  declare readonly length: never;

  constructor() {
    super();
    Reflect.deleteProperty(this, 'length');
  }
}

/** A user's own resumable batches. */
export class OwnBatches {
  readonly length = 6;
  round = 0;
  next = 0;

  *[Symbol.iterator]() {
    while (this.next < 6) {
      const first = (this.round + 4 * this.next++) % N;
      yield [first, (first + 1) % N];
    }
    this.round++;
    this.next = 0;
  }

  state() {
    return [this.round, this.next];
  }

  restore([round, next]: number[]) {
    [this.round, this.next] = [round, next];
  }
}

/** A sampler that also moves on when a loop is left, because code after `yield` then runs. */
export class Leaving implements ResumableSampler<number[]> {
  readonly length = 12;
  round = 0;
  next = 0;

  *[Symbol.iterator]() {
    try {
      while (this.next < this.length) yield (this.round * 7 + this.next++) % N;
    } finally {
      this.round++;
      this.next = 0;
    }
  }

  state() {
    return [this.round, this.next];
  }

  restore([round, next]: number[]) {
    if (round === undefined) throw new RangeError('no round');
    [this.round, this.next] = [round, next];
  }
}

/** A `Leaving` sampler that gives lists. */
export class LeavingLists extends Leaving {
  // @ts-expect-error: lists
  override *[Symbol.iterator]() {
    for (const index of super[Symbol.iterator]()) yield [index];
  }
}
