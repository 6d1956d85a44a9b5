// Random calls of the kernels of weights that change.
import fc from 'fast-check';
import type { DynamicKernels } from '../../src/kernels/kernels.js';
import { DRAW_SCRATCH } from '../../src/sources/dynamic-layout.js';
import { treeLayout, writeCoarseTree, writeTree, writeWeights } from './dynamic-tree.js';
import { type Call, noise, type Range, safe, slot, stride } from './kernel-arbitraries.js';

/** Weights of all sizes, and many of one size. */
const changing = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 1000 }).map((thousandths) => thousandths / 1000) },
  { weight: 2, arbitrary: fc.constantFrom(0, 0, 1, 3, 1e-6, 1e6) },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.constantFrom(-0, 5e-324, 3e-310, 2 ** -1022, 1e308, Number.MAX_VALUE, 2 ** 53, 2 ** -53),
      fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    ),
  },
);
const many = fc.oneof(fc.array(changing, { maxLength: 40 }), fc.array(changing, { maxLength: 600, size: 'max' }));
const invalid = fc.constantFrom(Number.NaN, Infinity, -Infinity, -1, -5e-324);

/** What a kernel that changes weights may write: everything behind the addresses in the header. */
function written({ at, end }: ReturnType<typeof treeLayout>): Range[] {
  return [
    [at.tree + 48, end.tree],
    [at.weights, end.weights],
    [at.nodes, end.nodes],
    [at.bands, end.bands],
  ];
}

function drawCall(
  layout: ReturnType<typeof treeLayout>,
  seed: number,
  place: { position: number; by: number; count: number },
  fill: Call['fill'],
): Call {
  const { at, bytes } = layout;
  const { position, by, count } = place;
  const step = Math.max(1, Math.min(by, Math.floor((Number.MAX_SAFE_INTEGER - position) / 70)));
  const from = Math.min(position, Number.MAX_SAFE_INTEGER - 70 * step);
  return {
    bytes: bytes + 64,
    noise: seed,
    fill,
    args: [at.tree, at.stream, from, step, at.work, at.out, count],
    writes: [
      [at.work, at.work + DRAW_SCRATCH],
      [at.out, at.out + 4 * count],
    ],
    scratch: [[at.work, at.work + DRAW_SCRATCH]],
  };
}

const place = fc.record({ position: safe, by: stride, count: fc.nat(70) });

/** A tree of any weights, one of them positive. */
const ordinary = fc.tuple(noise, slot, many, changing, place).map(([seed, base, weights, more, where]) => {
  const given = [...weights, more || 1];
  const layout = treeLayout(given.length, 0, where.count, 64 * Math.ceil(base / 64));
  return drawCall(layout, seed, where, (u32, f64) => writeTree(u32, f64, layout, given));
});

/** A tree of small totals in several bands. Weights are sixteenths of units: fractions and refusals come often. */
const coarse = fc
  .tuple(
    noise,
    fc.integer({ min: 1, max: 40 }),
    fc.array(fc.integer({ min: 30, max: 33 }), { minLength: 3, maxLength: 3 }),
    place,
  )
  .map(([seed, size, bands, where]) => {
    const leaves = Math.ceil(size / 16);
    const given = Array.from({ length: size }, (_, i) => {
      const unit = 2 ** (32 * bands[i >> 4] - 1074);
      return (((i * 37 + seed) % 61) + (i % 3) * 2 ** -30 + 1) * 0.0625 * unit;
    });
    const layout = treeLayout(size, 0, where.count, 0);
    return drawCall(layout, seed, where, (u32, f64) => {
      writeCoarseTree(u32, f64, layout, given, bands.slice(0, leaves));
    });
  });

export const dynamicCases: Readonly<Record<Exclude<keyof DynamicKernels, 'openStream'>, fc.Arbitrary<Call>>> = {
  dynamicBuild: fc
    .tuple(noise, slot, many, fc.option(fc.tuple(fc.nat(), invalid), { freq: 6 }), fc.nat(40))
    .map(([seed, base, weights, wrong, more]) => {
      const layout = treeLayout(weights.length + more, 0, 0, 64 * Math.ceil(base / 64));
      return {
        bytes: layout.bytes + 64,
        noise: seed,
        fill: (u32, f64) => {
          writeWeights(u32, f64, layout, weights);
          if (wrong && weights.length > 0) f64[layout.at.weights / 8 + (wrong[0] % weights.length)] = wrong[1];
        },
        args: [layout.at.tree],
        writes: written(layout),
        scratch: [],
      };
    }),

  dynamicDraw: fc.oneof(ordinary, coarse),

  dynamicUpdate: fc
    .tuple(noise, slot, many, changing, fc.nat(), changing)
    .map(([seed, base, some, more, at, weight]) => {
      const given = [...some, more];
      const layout = treeLayout(given.length, 0, 0, 64 * Math.ceil(base / 64));
      return {
        bytes: layout.bytes + 64,
        noise: seed,
        fill: (u32, f64) => writeTree(u32, f64, layout, given),
        args: [layout.at.tree, at % given.length, weight],
        writes: written(layout),
        scratch: [],
      };
    }),

  // few entries, or as many as there are weights
  dynamicUpdateMany: fc
    .tuple(noise, many, changing, fc.array(fc.tuple(fc.nat(), changing), { maxLength: 300, size: 'max' }))
    .map(([seed, some, more, entries]) => {
      const given = [...some, more];
      const layout = treeLayout(given.length, entries.length, 0, 0);
      return {
        bytes: layout.bytes + 64,
        noise: seed,
        fill: (u32, f64) => {
          writeTree(u32, f64, layout, given);
          u32.set(
            entries.map(([index]) => index % given.length),
            layout.at.indices / 4,
          );
          f64.set(
            entries.map(([, weight]) => weight),
            layout.at.entries / 8,
          );
        },
        args: [layout.at.tree, layout.at.indices, layout.at.entries, entries.length],
        writes: written(layout),
        scratch: [],
      };
    }),
};
