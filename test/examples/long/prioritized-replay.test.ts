// examples/prioritized-replay with ten seeds: what its README says of them.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
// @ts-expect-error an example is plain JavaScript
import { train } from '../../../examples/prioritized-replay/train.mjs';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const seeds = Array.from({ length: 10 }, (_, i) => i + 1);

it('priorities learn faster than uniform replay, with at least nine of ten seeds', () => {
  const [priorities, uniform] = [0.6, 0].map((alpha) => seeds.map((seed): number => mean(train({ alpha, seed }))));
  const faster = seeds.filter((_, i) => priorities[i] > uniform[i]);
  expect(faster.length).toBeGreaterThanOrEqual(9);
  const said = readFileSync('examples/prioritized-replay/README.md', 'utf8').match(/(?<=\| \**)\d+\.\d(?=\** \()/g);
  // engines may differ in the last bit of a sine, and so in everything after it
  for (const [i, means] of [priorities, uniform].entries()) {
    expect(Math.abs(mean(means) - Number(said?.[i]))).toBeLessThan(15);
  }
}, 1_800_000);
