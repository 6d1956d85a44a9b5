import fc from 'fast-check';
import { KINDS } from './pool-samplers.js';

/** The names of operations, and their relative frequencies. */
const NAMES = {
  ...{
    take: 2,
    'begin to take': 1,
    fill: 1,
    'begin to fill': 1,
    settle: 1,
    stop: 1,
    close: 0.2,
    kill: 0.4,
    indices: 0.5,
  },
  ...{ draw: 3, 'take alone': 1, 'set epoch': 0.5, save: 0.5, restore: 0.5 },
  ...{ open: 0.5, 'open batches': 2, 'go on': 8, 'go on and draw': 2, leave: 1 },
};
/** An operation on one of the samplers, or on the pool. */
export const operations = fc.record({
  name: fc.oneof(
    ...Object.entries(NAMES).map(([name, often]) => ({ weight: 10 * often, arbitrary: fc.constant(name) })),
  ),
  pair: fc.nat(5),
  count: fc.oneof(fc.nat(20), fc.nat(200)),
  far: fc.boolean(),
});
/** A pool and its samplers. */
export const setups = fc.record({
  threads: fc.integer({ min: 1, max: 4 }),
  // what happens to threads that start; mostly all live
  broken: fc.oneof(
    { weight: 12, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom('thrown', 'ended', undefined), { minLength: 1, maxLength: 4 }) },
  ),
  few: fc.integer({ min: 1, max: 30 }),
  ahead: fc.integer({ min: 1, max: 100 }),
  chunk: fc.integer({ min: 1, max: 100 }),
  samplers: fc.array(
    fc.record({
      // more often a sampler that threads draw from
      kind: fc.oneof(fc.nat(2), fc.nat(KINDS.length - 1)),
      length: fc.integer({ min: 1, max: 120 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
export type Operation = GeneratedBy<typeof operations>;
export type Setup = GeneratedBy<typeof setups>;
type GeneratedBy<A> = A extends fc.Arbitrary<infer T> ? T : never;
