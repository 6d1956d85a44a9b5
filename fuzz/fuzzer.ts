import type { IAsyncProperty, IProperty } from 'fast-check';

/** Random operations on one part of the library, compared with a plain reference. */
export interface Fuzzer {
  readonly name: string;
  /** The property that fast-check runs. It shrinks a failure to the fewest operations that show it. */
  readonly property: IProperty<unknown> | IAsyncProperty<unknown>;
  /** Runs in a round: a second or two of work. Each round has its own seed. */
  readonly runs: number;
  /** Called after the last round in any case: ends threads, deletes files. */
  end?(): Promise<void> | void;
}
