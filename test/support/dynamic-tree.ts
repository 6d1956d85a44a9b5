// Trees of weights in any memory, for the suites about their kernels.
import { buildInner, countOf, dynamicBuild, FOURS } from '../../src/kernels/js/dynamic-tree.js';
import { DRAW_SCRATCH, levelsOf, treeRegions, writeHeader, writeSize } from '../../src/sources/dynamic-layout.js';
import { layOut } from '../../src/sources/layout.js';

/** The addresses of a tree with space for `capacity` weights, a stream, `entries` of an update, and `draws`. */
export function treeLayout(capacity: number, entries: number, draws: number, base: number) {
  const { kept, starts } = treeRegions(capacity);
  const { at, bytes } = layOut({
    ...kept,
    indices: 4 * entries,
    entries: 8 * entries,
    work: DRAW_SCRATCH,
    out: 4 * draws,
  });
  const names = Object.keys(at) as (keyof typeof at)[];
  const placed = Object.fromEntries(names.map((name) => [name, base + at[name]])) as Record<keyof typeof at, number>;
  const bands = placed.bands + 4 * Math.ceil(kept.bands / 4);
  return { at: placed, starts, bytes: base + bytes, end: { ...ends(placed, kept), bands } };
}

function ends<K extends string>(at: Record<K, number>, bytes: Record<string, number>): Record<K, number> {
  return Object.fromEntries(Object.keys(at).map((name) => [name, at[name as K] + bytes[name]])) as Record<K, number>;
}

type TestLayout = ReturnType<typeof treeLayout>;

/** Writes a header and weights, with zeros behind. Does not build the tree. */
export function writeWeights(
  u32: Uint32Array,
  f64: Float64Array,
  { at, starts, end }: TestLayout,
  weights: ArrayLike<number>,
): void {
  for (const region of ['tree', 'weights', 'nodes', 'bands'] as const) u32.fill(0, at[region] / 4, end[region] / 4);
  writeHeader(u32, at, starts);
  writeSize(u32, at.tree, weights.length);
  f64.set(weights, at.weights / 8);
}

/** Writes and builds a tree. */
export function writeTree(u32: Uint32Array, f64: Float64Array, layout: TestLayout, weights: ArrayLike<number>): void {
  writeWeights(u32, f64, layout, weights);
  dynamicBuild({ u32, f64 }, layout.at.tree);
}

/**
 * Writes a tree whose nodes of weights are in coarser bands than they need be, those of `bands`. Its totals are small,
 * so that draws often need further words. The width of a band is that of one or two levels, 32.
 */
export function writeCoarseTree(
  u32: Uint32Array,
  f64: Float64Array,
  layout: TestLayout,
  weights: ArrayLike<number>,
  bands: readonly number[],
): void {
  writeTree(u32, f64, layout, weights);
  const { at } = layout;
  const bytes = new Uint8Array(u32.buffer, at.bands);
  for (const [node, band] of bands.entries()) {
    const first = at.nodes / 8 + 16 * node;
    let total = 0;
    for (let four = 0; four < 4; four++) {
      let sum = 0;
      for (let i = 0; i < 4; i++) {
        sum += countOf(f64[at.weights / 8 + 16 * node + 4 * four + i], 1074 - 32 * band);
        if (i < 3) f64[first + FOURS + 3 * four + i] = sum;
      }
      total += sum;
      f64[first + four] = total;
    }
    bytes[node] = band;
  }
  if (levelsOf(weights.length) === 2) buildInner({ u32, f64 }, at.tree, 1, 0, bands.length);
}
