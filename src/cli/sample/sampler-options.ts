export const SAMPLERS = ['weighted', 'systematic', 'stratified'] as const;

/** The options that choose how an epoch is drawn. */
export interface SamplerOptions {
  /** Default 'weighted'. */
  sampler?: (typeof SAMPLERS)[number];
  /** Whether a row may be drawn more than once in an epoch. Default true. */
  replacement?: boolean;
  /** Whether to exchange draws between batches, so that no batch has a row twice. Default false. */
  distinct?: boolean;
}

/** Names the draws, as in "an epoch of weighted draws without replacement". */
export function drawsText({ sampler = 'weighted', replacement = true, distinct }: SamplerOptions): string {
  const draws = replacement ? `${sampler} draws` : `${sampler} draws without replacement`;
  return distinct ? `${draws} in distinct batches` : draws;
}

/** Whether draws are independent of one another, as closed forms and trials assume. */
export function isIndependent({ sampler = 'weighted', replacement = true }: SamplerOptions): boolean {
  return sampler === 'weighted' && replacement;
}
