import type { IAsyncProperty, IProperty } from 'fast-check';

/** Random operations on one part of the library, compared with a plain reference. */
export interface Fuzzer {
  readonly name: string;
  /** What fast-check runs: its failures are shrunk to the fewest operations that show them. */
  readonly property: IProperty<unknown> | IAsyncProperty<unknown>;
  /** Runs in a round, a second or two of work. Each round has a seed of its own. */
  readonly runs: number;
  /** Called after the last round, whatever happened: ends threads, deletes files. */
  end?(): Promise<void> | void;
}
