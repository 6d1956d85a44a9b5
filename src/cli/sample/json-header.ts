import type { Subset } from '../input/subset.js';
import type { How } from './sampler-options.js';

/** What the JSON of every command begins with. */
export interface Head {
  readonly file: string;
  readonly seed: number;
  readonly sampler: NonNullable<How['sampler']>;
  readonly replacement: boolean;
  readonly distinct: boolean;
  /** As it was given, by class; null where there was none. */
  readonly target: Readonly<Record<string, number>> | null;
  /** Rows that take part. */
  readonly rows: number;
  readonly leftOut: {
    readonly otherClasses: { readonly classes: number; readonly rows: number };
    readonly beyondLimit: Readonly<Record<string, number>>;
    readonly unlabelledImages: number;
  };
  readonly batchSize: number;
  /** Draws that were asked for, by default as many as rows. */
  readonly numSamples: number;
}

export interface HeadOptions extends How {
  target?: ReadonlyMap<string, number> | undefined;
  batchSize: number;
  numSamples: number;
  seed: number;
}

/** What was drawn from, and how. */
export function headOf(
  data: { readonly name: string; readonly unlabelled: number },
  subset: Pick<Subset, 'otherClasses' | 'beyondLimit'> & { readonly rows: { readonly length: number } },
  { sampler = 'weighted', replacement = true, distinct = false, target, batchSize, numSamples, seed }: HeadOptions,
): Head {
  return {
    file: data.name,
    seed,
    sampler,
    replacement,
    distinct,
    target: target ? Object.fromEntries(target) : null,
    rows: subset.rows.length,
    leftOut: {
      otherClasses: subset.otherClasses,
      beyondLimit: Object.fromEntries(subset.beyondLimit),
      unlabelledImages: data.unlabelled,
    },
    batchSize,
    numSamples,
  };
}
