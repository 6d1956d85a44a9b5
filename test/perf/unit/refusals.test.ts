// Arguments are refused before anything is read that takes long: in the time of counting numbers in a Map.
import * as js from 'loaded-dice/js';
import { expect, it } from 'vitest';
import * as source from '../../../src/index.js';
import { pace } from '../../support/pace.js';
import { wrongCalls } from '../../support/wrong-calls/all.js';

it.each<[string, typeof source]>([
  ['loaded-dice', source],
  ['loaded-dice/js', js as never],
])('%s refuses each wrong call within the time of counting 2,000 numbers, 0.2 ms', async (_, lib) => {
  const refuse = () => {
    for (const [what, call] of wrongCalls) expect(() => call(lib), what).toThrow();
  };
  expect(await pace(refuse, wrongCalls.length, 2000)).toBeLessThan(2000);
});

it.each<[string, (labels: ArrayLike<string>) => unknown]>([
  ['classCounts', source.classCounts],
  ['classWeights', source.classWeights],
  ['sampleWeights', source.sampleWeights],
  ['encodeLabels', source.encodeLabels],
  ['fromLabels', (labels) => source.WeightedRandomSampler.fromLabels(labels, { backend: 'js' })],
])('%s refuses labels that are none within the same time', async (_, call) => {
  const wrong = ['dogs', null, undefined, 5, true, new Map(), ...['2', -1, 1.5, 2 ** 40].map((length) => ({ length }))];
  const refuse = () => {
    for (const labels of wrong) expect(() => call(labels as never)).toThrow();
  };
  expect(await pace(refuse, wrong.length, 2000)).toBeLessThan(2000);
});
