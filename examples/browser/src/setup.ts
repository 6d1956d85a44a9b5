// The whole of what the page is asked: everything that it shows is a function of this.

/** balanced: all classes the same share; as is: shares of the data; own: those given. */
export type TargetKind = 'balanced' | 'as-is' | 'own';
export type SamplerKind = 'weighted' | 'systematic' | 'stratified';

export interface ClassSetup {
  readonly name: string;
  /** Items of the class. */
  readonly count: number;
  /** On any scale; counts where the target is one's own. */
  readonly share: number;
}

export interface Setup {
  readonly classes: readonly ClassSetup[];
  /** Where the classes are from; none where they were set by hand. */
  readonly source: { readonly file: string; readonly column: string } | undefined;
  readonly target: TargetKind;
  readonly batchSize: number;
  /** Of an epoch. */
  readonly draws: number | 'items';
  readonly seed: number;
  readonly sampler: SamplerKind;
  /** Whether no item is to come twice in a batch. Stratified batches have it in themselves. */
  readonly distinct: boolean;
}

export const TARGETS: readonly TargetKind[] = ['balanced', 'as-is', 'own'];
export const SAMPLERS: readonly SamplerKind[] = ['weighted', 'systematic', 'stratified'];

/** What a set-up may be. Classes by hand have sliders; those of a file may be more and larger. */
export const LIMITS = {
  byHand: { classes: 6, items: 5000 },
  ofFile: { classes: 40, items: 1_000_000 },
  name: 60,
  batchSize: 4096,
  draws: 1_000_000,
  batches: 50_000,
  share: 1_000_000,
} as const;

/** The classes of the library's own examples, from the Oxford-IIIT Pet data set. */
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
