export const SAMPLERS = ['weighted', 'systematic', 'stratified'] as const;

/** How an epoch is drawn. */
export interface How {
  sampler?: (typeof SAMPLERS)[number];
  /** Default true. */
  replacement?: boolean;
  /** Default false. */
  distinct?: boolean;
}

/** Names the way to draw, to stand after "an epoch of". */
export function described({ sampler = 'weighted', replacement = true, distinct }: How): string {
  const how = replacement ? `${sampler} draws` : `${sampler} draws without replacement`;
  return distinct ? `${how} in distinct batches` : how;
}
