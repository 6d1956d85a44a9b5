import { checkArrayLike, checkInteger, MAX_INDICES } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { isSeekable, itemKindOf, type Sampler, type SeekableSampler } from './sampler.js';

/** A source of a mixture. */
export interface MixedSource {
  /** Number of draws in a pass. */
  readonly length: number;
  /** Number of items that it draws from, as far as it is known. */
  readonly items: number;
  /** The sampler; undefined for a number of items. */
  readonly sampler: (SeekableSampler & Sampler) | undefined;
}

/** @throws {TypeError | RangeError} The source is empty, or cannot be read at any position. */
export function checkMixed(source: unknown, s: number): MixedSource {
  const name = `sources[${s}]`;
  if (typeof source === 'number') {
    if (!(Number.isInteger(source) && source > 0 && source <= MAX_INDICES)) {
      throw new RangeError(`${name} must have 1 to 2^32 - 1 items, got ${describe(source)}`);
    }
    return { length: source, items: source, sampler: undefined };
  }
  const sampler = checkSampler(name, source);
  const { length } = sampler;
  if (length === 0) throw new RangeError(`${name} must not be empty, got ${describe(source)} of length 0`);
  return { length, items: itemsOf(sampler), sampler };
}

function checkSampler(name: string, source: unknown): SeekableSampler & Sampler {
  const kind = itemKindOf(source);
  if (kind === 'batches' || kind === 'items') {
    throw new TypeError(`${name} must give single indices, got ${describe(source)}, which gives ${kind}`);
  }
  if (kind === undefined || !isSeekable(source as object)) {
    const hint = Array.isArray(source) ? 'for a list of indices, give new SubsetRandomSampler(indices)' : ITERABLE;
    throw new TypeError(
      `${name} must be a number of items or a sampler of this library, got ${describe(source)}: ${hint}`,
    );
  }
  const sampler = source as SeekableSampler & Sampler;
  if (sampler._access === 'random-access') return sampler;
  throw new TypeError(
    `${name} must be a sampler with a seed, got ${describe(source)} with a generator, which only moves forward`,
  );
}

const ITERABLE = 'an iterable of your own cannot be read at any position';

/** Number of items that a sampler draws from: that of its weights, or its largest index + 1. */
function itemsOf(sampler: SeekableSampler): number {
  const { weights, sampler: inner } = sampler as { weights?: ArrayLike<number>; sampler?: SeekableSampler };
  return Math.max((sampler._maxIndex ?? 0) + 1, weights?.length ?? 0, inner ? itemsOf(inner) : 0);
}

/**
 * The number of items in the data set of each source.
 * @throws {TypeError | RangeError} `sizes` are not as many as the sources, or less than a source's items.
 */
export function checkSizes(sizes: unknown, sources: readonly MixedSource[]): number[] {
  if (sizes === undefined) {
    const empty = sources.findIndex(({ items }) => items === 0);
    if (empty < 0) return sources.map(({ items }) => items);
    throw new RangeError(`sources[${empty}] must have items, got none yet: give sizes, the most it may have`);
  }
  const count = checkArrayLike('sizes', sizes, sources.length);
  if (count !== sources.length) {
    throw new RangeError(`sizes must be as many as sources, ${sources.length}, got ${count}`);
  }
  return sources.map(({ items }, s) => {
    const size = checkInteger(`sizes[${s}]`, (sizes as ArrayLike<unknown>)[s], 1);
    if (size >= items) return size;
    throw new RangeError(`sizes[${s}] must be at least ${items}, the number of items of sources[${s}], got ${size}`);
  });
}

/** How often weights in the sources changed; undefined if none can change. */
export function changesOf(sources: readonly MixedSource[]): number | undefined {
  let all: number | undefined;
  for (const { sampler } of sources) {
    const changes = sampler?._changes;
    if (changes !== undefined) all = (all ?? 0) + changes;
  }
  return all;
}
