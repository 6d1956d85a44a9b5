import type { WeightScheme } from '../../index.js';
import { type ReadNote, readText } from '../input/columns.js';
import type { LabeledData } from '../input/dataset.js';
import type { Subset } from '../input/subset.js';
import type { SamplerOptions } from './sampler-options.js';

/** The keys that the JSON of every command begins with: what was drawn from, and how. */
export interface JsonHeader {
  readonly file: string;
  readonly seed: number;
  readonly sampler: NonNullable<SamplerOptions['sampler']>;
  readonly replacement: boolean;
  readonly distinct: boolean;
  /** The target by class, as it was given; null without one. */
  readonly target: Readonly<Record<string, number>> | null;
  /** The scheme of the weights, as it was given; null without one. */
  readonly scheme: string | null;
  /** Rows that take part. */
  readonly rows: number;
  /** What was understood of the file, `text` in one line; null where DuckDB reads it, by ids. */
  readonly read: (ReadNote & { readonly text: string }) | null;
  readonly leftOut: {
    /** Rows whose label or weight is missing, by how it is written. */
    readonly missing: Readonly<Record<string, number>>;
    readonly otherClasses: { readonly classes: number; readonly rows: number };
    readonly beyondLimit: Readonly<Record<string, number>>;
    readonly unlabelledImages: number;
  };
  readonly batchSize: number;
  /** Draws that were asked for. Default: as many as rows. */
  readonly numSamples: number;
}

export interface HeaderOptions extends SamplerOptions {
  target?: ReadonlyMap<string, number> | undefined;
  scheme?: WeightScheme | undefined;
  batchSize: number;
  numSamples: number;
  seed: number;
}

/** What the header says of the data. */
export type HeaderData = Pick<LabeledData, 'name' | 'unlabeled'> &
  Partial<Pick<LabeledData, 'read' | 'missing'>> & {
    /** What a row is without where a value is missing: a label or a weight. */
    readonly what?: 'label' | 'weight' | 'weight or a label' | undefined;
    /** The number of rows without it. Default: the sum of `missing`. */
    readonly withoutRows?: number | undefined;
  };

/** @param rows The number of rows that take part. @param subset Undefined where all rows do. */
export function jsonHeader(
  { name, unlabeled, read, missing = new Map(), what = 'label', withoutRows }: HeaderData,
  rows: number,
  subset: Subset | undefined,
  options: HeaderOptions,
): JsonHeader {
  const {
    sampler = 'weighted',
    replacement = true,
    distinct = false,
    target,
    scheme,
    batchSize,
    numSamples,
    seed,
  } = options;
  return {
    file: name,
    seed,
    sampler,
    replacement,
    distinct,
    target: target ? Object.fromEntries(target) : null,
    scheme: scheme === undefined ? null : schemeText(scheme),
    rows,
    read: read ? { ...read, text: readText(read, missing, what, withoutRows) } : null,
    leftOut: {
      missing: Object.fromEntries(missing),
      otherClasses: subset?.otherClasses ?? { classes: 0, rows: 0 },
      beyondLimit: Object.fromEntries(subset?.beyondLimit ?? []),
      unlabelledImages: unlabeled,
    },
    batchSize,
    numSamples,
  };
}

/** A scheme as it is typed. */
function schemeText(scheme: WeightScheme): string {
  if (typeof scheme === 'string') return scheme;
  return 'power' in scheme ? `power:${scheme.power}` : `effective:${scheme.effective}`;
}
