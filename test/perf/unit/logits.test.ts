// One token from 150,000 logits: time beside that of the plain loop that everybody writes, with Math.exp.
import { expect, it } from 'vitest';
import { type FromLogitsOptions, WeightedRandomSampler } from '../../../src/index.js';

const COUNT = 150_000;
let word = 1;
const random = () => (word = (Math.imul(word, 1664525) + 1013904223) >>> 0) / 2 ** 32;
const logits = Float32Array.from({ length: COUNT }, () => 6 * (random() + random() + random() + random() - 2));
for (let i = 0; i < 20; i++) logits[7 + 7001 * i] = 18 - i / 2;

/** A softmax, and a scan for a random number. */
function plain(): number {
  let largest = -Infinity;
  for (let i = 0; i < COUNT; i++) if (logits[i] > largest) largest = logits[i];
  const weights = new Float64Array(COUNT);
  let sum = 0;
  for (let i = 0; i < COUNT; i++) sum += weights[i] = Math.exp((logits[i] - largest) / 0.8);
  let left = random() * sum;
  let i = 0;
  while (i < COUNT - 1 && left >= weights[i]) left -= weights[i++];
  return i;
}

// In Node 20 it takes 0.5 to 0.75 of the time of the plain loop; in Chromium, whose Math.exp is quicker, 0.9 to 1.5.
const LIMIT = 'document' in globalThis ? 2 : 1;

const timeOf = (run: () => unknown): number => {
  const start = performance.now();
  run();
  return performance.now() - start;
};

it.each<FromLogitsOptions>([{}, { topK: 50 }, { topP: 0.9 }, { topK: 50, topP: 0.9 }])(
  '%j: a first draw takes less time than a plain softmax and a scan, on a page at most twice as much',
  (options) => {
    let [ours, theirs] = [Infinity, Infinity];
    for (let seed = 0; seed < 400 && !(seed > 40 && ours < 0.8 * LIMIT * theirs); seed++) {
      theirs = Math.min(theirs, timeOf(plain));
      ours = Math.min(
        ours,
        timeOf(() =>
          WeightedRandomSampler.fromLogits(logits, { temperature: 0.8, seed, backend: 'wasm', ...options }).draw(),
        ),
      );
    }
    expect(ours).toBeLessThan(LIMIT * theirs);
  },
);
