// The set-up of the page, which determines all its results.

/** balanced: equal shares; as-is: the shares in the data; own: the shares that the user enters. */
export type TargetKind = 'balanced' | 'as-is' | 'own';
export type SamplerKind = 'weighted' | 'systematic' | 'stratified';

export interface ClassSetup {
  readonly name: string;
  /** The number of items. */
  readonly count: number;
  /** The share of the draws, on any scale. Used if the target is 'own'. */
  readonly share: number;
}

export interface Setup {
  readonly classes: readonly ClassSetup[];
  /** The file of the classes; undefined if they were entered by hand. */
  readonly source: { readonly file: string; readonly column: string } | undefined;
  readonly target: TargetKind;
  readonly batchSize: number;
  /** Draws in an epoch; 'items' for as many as items. */
  readonly draws: number | 'items';
  readonly seed: number;
  readonly sampler: SamplerKind;
  /** Whether no batch may have an item twice. Not for stratified batches, which are distinct anyway. */
  readonly distinct: boolean;
}

export const TARGETS: readonly TargetKind[] = ['balanced', 'as-is', 'own'];
export const SAMPLERS: readonly SamplerKind[] = ['weighted', 'systematic', 'stratified'];

/** Limits of a set-up. Classes that are entered by hand have sliders; a file may have more and larger classes. */
export const LIMITS = {
  byHand: { classes: 6, items: 5000 },
  ofFile: { classes: 40, items: 1_000_000 },
  name: 60,
  batchSize: 4096,
  draws: 1_000_000,
  batches: 50_000,
  share: 1_000_000,
} as const;

/** The classes of the examples of the library, from the Oxford-IIIT Pet data set. */
export const DEFAULT: Setup = {
  classes: [
    { name: 'Siamese', count: 165, share: 1 },
    { name: 'Birman', count: 10, share: 1 },
  ],
  source: undefined,
  target: 'balanced',
  batchSize: 16,
  draws: 'items',
  seed: 0,
  sampler: 'weighted',
  distinct: false,
};

export function itemsOf({ classes }: Setup): number {
  return classes.reduce((sum, { count }) => sum + count, 0);
}

export function drawsOf(setup: Setup): number {
  return setup.draws === 'items' ? itemsOf(setup) : setup.draws;
}
