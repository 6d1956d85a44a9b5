import type { InnerState } from '../samplers/sampler.js';
import type { EpochSource } from '../sources/epochs.js';
import type { Signals } from './signals.js';

/** What a batch is if its epoch ended before it. */
export const END = { end: true } as const;

/**
 * Where the batches of a loader come from: indices of a data set, or an iterable. It reads one epoch after the other,
 * and keeps what it read of each batch until it was delivered, because a loop may ask for a batch again.
 */
export interface Loading<B> extends EpochSource {
  /** Starts loading a batch, for `for await`. Undefined if the epoch is known to have no such batch. */
  begin(epoch: number, position: number, signals: Signals): Promise<B | typeof END> | undefined;
  /** Loads a batch at once, for a loop that cannot wait: none at the end of the epoch. */
  now(epoch: number, position: number): B[];
  /** Reads what a batch is made of, and drops it. False if the epoch has no such batch. */
  drop(epoch: number, position: number): boolean;
  /** Drops what was read of batches before `position`, which were delivered. */
  forget(position: number): void;
  /** Number of batches that the epoch has from `position` on. Infinity if it is not known. */
  remaining(position: number): number;
  /** Skips an epoch that has no batches. */
  skip(epoch: number): void;
  /** Ends the epoch, whether it is over or was left. */
  release(epoch: number): void;
  /** The part of a state that describes an iterable of your own. */
  innerState(epoch: number, position: number): InnerState | undefined;
  /** Called when a batch turned out to be `END`: the epoch has no batch from `position` on. */
  end?(position: number): void;
  /** Called after a `for await` loop ended at a batch that failed. The next loop begins with that batch. */
  fail?(position: number): void;
  /** What a loop that is left or failed has to wait for. */
  closed?(): Promise<unknown> | undefined;
}
