// A sample as plain JSON: planned on one machine, drawn on many.

/** A file, as it was when the sample was planned. */
export interface PlanFile {
  /** The place of the file in the source, counted from 0. */
  readonly file: number;
  /** The absolute path, or the address. */
  readonly path: string;
  /** What the ids of rows begin with if there is no id column. */
  readonly name: string;
  readonly format: 'parquet' | 'csv' | 'json';
  /** In bytes; null if unknown. */
  readonly size: number | null;
  /** The time of the last change, in milliseconds since 1970; null if unknown. */
  readonly modified: number | null;
  /** The number of rows in the file. */
  readonly rows: number;
  /** The rows that belong to the part: from `first` up to `end`, without `end`. Absent: all. */
  readonly first?: number;
  readonly end?: number;
}

/** Files of a part. */
export interface FilesPart {
  readonly kind: 'files';
  readonly files: readonly PlanFile[];
}

/** A table of a database file, or the rows of a query. */
export interface QueryPart {
  readonly kind: 'table' | 'query';
  /** The table's name in SQL, or the query. */
  readonly sql: string;
  /** What the ids of rows begin with if there is no id column. */
  readonly name: string;
  /** Whether rows have numbers: those of a table do. */
  readonly numbered: boolean;
  /** The database file as it was when the sample was planned; null without one. */
  readonly database: Pick<PlanFile, 'path' | 'size' | 'modified'> | null;
}

/** A part of a sample plan: rows that are drawn from in one go. */
export interface PlanPart {
  /** The number of the part, counted from 0. */
  readonly part: number;
  /** The number of rows. */
  readonly rows: number;
  readonly from: FilesPart | QueryPart;
}

/** Where the weights of rows come from: a column, or the classes of a label column. */
export type PlanWeights =
  | { readonly column: string }
  /** `classes` has the label of each class, as text, and the weight of each of its rows. */
  | { readonly labels: string; readonly classes: readonly (readonly [label: string, weight: number])[] };

/** What all parts of a plan share. Drawing a part needs this and the part, no other part. */
export interface PlanSettings {
  /** The version of the plan's format. */
  readonly version: 1;
  readonly seed: number;
  readonly n: number;
  readonly replacement: boolean;
  readonly weights: PlanWeights;
  /** The id column; null if rows are named by file and row number. */
  readonly id: string | null;
  /**
   * Only arrivals up to this time are drawn; null: all. It saves time, and changes nothing: the n smallest times are
   * below it, or else fewer than n candidates come.
   */
  readonly limit: number | null;
}

/** A planned sample: plain JSON. Made by {@link planSample}. */
export interface SamplePlan extends PlanSettings {
  readonly parts: readonly PlanPart[];
}

/** A row that may belong to the sample. */
export interface Candidate {
  /** The time of the arrival. The n candidates of the smallest times are the sample, in this order. */
  readonly time: number;
  /** The hash of the arrival: of equal times, the smaller hash is first. */
  readonly hash: string;
  /** The id of the row, as text. */
  readonly id: string;
  /** The number of the arrival of this row, counted from 1. Always 1 without replacement. */
  readonly arrival: number;
  /** The file of the row, counted from 0. */
  readonly file: number;
  /** The number of the row in its file, counted from 0; -1 if rows have no number. */
  readonly row: number;
}
