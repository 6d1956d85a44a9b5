import type { Identity, StateShape } from './sampler.js';

/** The `count` of ranks whose share differs from epoch to epoch. */
export const ANY_COUNT = Number.MAX_SAFE_INTEGER;

/** What a wrapper does to a shape. */
interface Layer {
  readonly numReplicas?: number;
  readonly rank?: number;
  readonly batchSize?: number;
  /** Whether its ranks get uneven shares. */
  readonly uneven?: boolean;
  /** The wrapper. Its length may not be known. */
  readonly of: { readonly length: number };
}

/** The shape of a sampler with this identity, or of a state: its own, or that of a sampler that is not wrapped. */
export function shapeIn({ sampler, fingerprint, shape }: Identity): StateShape {
  return shape ?? { sampler, fingerprint, numReplicas: 1, rank: 0, batchSize: 1 };
}

/** The shape of a wrapper, as a member of its identity. It has none over an iterable of your own. */
export function shapeOver(inner: Identity, layer: Layer): { shape?: StateShape } {
  if (inner.sampler === 'own') return {};
  const { numReplicas = 1, rank = 0, batchSize = 1, uneven = false, of } = layer;
  const shape = shapeIn(inner);
  return {
    shape: {
      sampler: shape.sampler,
      fingerprint: shape.fingerprint,
      numReplicas: numReplicas * shape.numReplicas,
      rank: shape.rank + shape.numReplicas * rank,
      batchSize: batchSize * shape.batchSize,
      ...((uneven || shape.count !== undefined) && { count: shape.count === ANY_COUNT ? ANY_COUNT : of.length }),
    },
  };
}

/** Number of items of a rank with an uneven share in an epoch in which all ranks have `all`. */
export function countIn({ count, rank, numReplicas }: StateShape, all: () => number): number | undefined {
  return count === ANY_COUNT ? Math.max(0, Math.ceil((all() - rank) / numReplicas)) : count;
}
