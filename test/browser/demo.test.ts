// The demo page as it is built, in a real browser: what it shows is what the library gives in Node.
import {
  BatchSampler,
  RandomSampler,
  StratifiedBatchSampler,
  SystematicSampler,
  sampleWeights,
  WeightedRandomSampler,
} from 'loaded-dice';
import { batchBalance, batchClassCounts, coverage, indexCounts, simulateCoverage } from 'loaded-dice/analysis';
import type { Page } from 'playwright';
import { beforeAll, describe, expect, test } from 'vitest';
import { differenceOf, type Engine } from '../../examples/browser/src/difference.js';
import { withPage } from '../support/chromium.js';
import { open, serveDemo, table, text } from '../support/demo.js';

let isolated: string;
let plain: string;
beforeAll(async () => {
  ({ isolated, plain } = await serveDemo());
});

const quantile = (epochs: Uint32Array, p: number) => epochs.slice().sort()[Math.ceil(p * epochs.length) - 1];

/** Draws of the class of that color in each batch, from the heights of the bars. */
async function barsOf(page: Page, picture: string, color: string, drawsOfFirst: number): Promise<number[]> {
  const bars = await page.locator(`#${picture} .mark-rect path`).evaluateAll((paths) =>
    paths.map((path) => {
      const { x, height } = path.getBoundingClientRect();
      return { x: Math.round(x), height, fill: path.getAttribute('fill') };
    }),
  );
  const places = [...new Set(bars.map(({ x }) => x))].sort((a, b) => a - b);
  const at = (x: number, wanted?: string) =>
    bars.filter((bar) => bar.x === x && (!wanted || bar.fill === wanted)).reduce((sum, { height }) => sum + height, 0);
  const draw = at(places[0]) / drawsOfFirst;
  return places.map((x) => Math.round(at(x, color) / draw));
}

test('a difference is found where it is', () => {
  const drawn = (...js: number[]) =>
    new Map(
      Object.entries({ wasm: [1, 2, 3], threads: [1, 2, 3], js }).map(([engine, draws]) => [
        engine as Engine,
        Uint32Array.from(draws),
      ]),
    );
  expect(differenceOf(drawn(1, 2, 3), 100)).toBeUndefined();
  expect(differenceOf(drawn(1, 2, 4), 100)).toEqual({ draw: 102, values: { wasm: 3, threads: 3, js: 4 } });
});

describe('the default set-up, 165 : 10', () => {
  const labels = [...new Array(165).fill('Siamese'), ...new Array(10).fill('Birman')];
  const weights = sampleWeights(labels);
  const sampler = new WeightedRandomSampler(weights, 175, { seed: 0 });
  const drawn = batchClassCounts([...new BatchSampler(sampler, 16)], labels);
  const shuffled = batchClassCounts([...new BatchSampler(new RandomSampler(labels, { seed: 0 }), 16)], labels);
  const unseen = indexCounts(sampler.indices(0), 175).filter((times) => times === 0).length;
  const forecast = coverage(weights);

  test('is drawn as in Node, without a word on the console or to other servers', async () => {
    await withPage(async (page, { messages, requests }) => {
      await open(page, isolated);
      expect(await text(page, 'status')).toBe(
        `Shuffled, ${shuffled.lacking} of 11 batches miss a class; weighted, none of 11. Never seen in that ` +
          `epoch: ${unseen} of 175 items.`,
      );
      expect([shuffled.lacking, drawn.lacking]).toEqual([4, 0]);
      const [ours, theirs] = [drawn, shuffled].map(({ counts }) => counts.map(([, birman]) => birman));
      expect(await barsOf(page, 'after', '#e69f00', 16)).toEqual(ours);
      expect(await barsOf(page, 'before', '#e69f00', 16)).toEqual(theirs);

      const full = drawn.counts.slice(0, 10);
      const mean = (code: number) => (full.reduce((sum, row) => sum + row[code], 0) / 10).toFixed(1);
      const range = (code: number) =>
        [Math.min, Math.max].map((of) => of(...full.map((row) => row[code]))).join(' to ');
      const [, birman] = batchBalance(weights, labels, 16);
      expect([birman.batch.mean.toFixed(9), birman.batch.lower, birman.batch.upper]).toEqual(['8.000000000', 4, 12]);
      expect(await table(page, 'balance')).toEqual([
        ['forecast', '8.0', '4 to 12', '1 in 65,500'],
        ['drawn', mean(0), range(0), '0.0 % (0)'],
        ['forecast', '8.0', '4 to 12', '1 in 65,500'],
        ['drawn', mean(1), range(1), '0.0 % (0)'],
      ]);
      const { lower, upper } = forecast.unseenRange(1);
      expect(await table(page, 'unseen')).toEqual([
        [
          'forecast, weighted',
          forecast.expectedUnseen(1).toFixed(1),
          '55.4 %',
          `${Math.floor(lower)} to ${Math.ceil(upper)}`,
        ],
        ['drawn, weighted', String(unseen), `${((100 * unseen) / 175).toFixed(1)} %`, ''],
      ]);
      expect(await text(page, 'batches-answer')).toContain(
        'With plain shuffling, 37.3 % of batches of 16 have no Birman.',
      );
      expect(messages).toEqual([]);
      const { origin } = new URL(isolated);
      expect(requests.filter((url) => !url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url))).toEqual([]);
    });
  });

  test('is tried in a worker, with the very trials of Node', async () => {
    const { epochs } = await simulateCoverage(weights, 175, { trials: 2000, seed: 0 });
    await withPage(async (page) => {
      await open(page, isolated);
      const cells = await table(page, 'epochs');
      const { mode, mean } = forecast;
      const times = indexCounts(epochs, 100);
      expect(cells).toEqual([
        ['half of all runs (median)', String(forecast.quantile(0.5)), String(quantile(epochs, 0.5))],
        ['most often (mode)', String(mode), String(times.indexOf(Math.max(...times)))],
        ['on average (mean)', mean.toFixed(2), (epochs.reduce((sum, each) => sum + each) / 2000).toFixed(2)],
        ['95 % of runs', String(forecast.quantile(0.95)), String(quantile(epochs, 0.95))],
      ]);
      expect([forecast.quantile(0.5), mode, forecast.quantile(0.95)]).toEqual([11, 10, 16]);
      await page.selectOption('#trials', '200');
      await expect.poll(() => text(page, 'trials-done')).toBe('200 of 200');
      expect((await table(page, 'epochs'))[0][2]).toBe(String(quantile(epochs.subarray(0, 200), 0.5)));
    });
  });

  test('is compared with other samplers', async () => {
    const row = (name: string, batches: BatchSampler, guarantee: string) => {
      const epoch = [...batches];
      const { lacking } = batchClassCounts(epoch, labels);
      const never = indexCounts(
        epoch.flatMap((batch) => [...batch]),
        175,
      ).filter((times) => times === 0).length;
      const repeats = epoch.reduce((sum, batch) => sum + batch.length - new Set(batch).size, 0);
      const seen = new Set<number>();
      let epochs = 0;
      for (; seen.size < 175; epochs++) for (const index of batches.indices(epochs)) seen.add(index);
      return [name, `${lacking} of 11`, ...[never, repeats, epochs].map(String), guarantee];
    };
    const weighted = () => new WeightedRandomSampler(weights, 175, { seed: 0 });
    await withPage(async (page) => {
      await open(page, isolated);
      expect(await table(page, 'compare')).toEqual([
        row('plain shuffle', new BatchSampler(new RandomSampler(175, { seed: 0 }), 16), '1'),
        row('weighted', new BatchSampler(weighted(), 16), 'no'),
        row('weighted, distinct', new BatchSampler(weighted(), 16, false, { distinct: true }), 'no'),
        row('systematic', new BatchSampler(new SystematicSampler(weights, 175, { seed: 0 }), 16), '2'),
        row('stratified', new StratifiedBatchSampler(labels, { batchSize: 16, seed: 0 }), 'no'),
      ]);
    });
  });

  test.each([
    ['with threads', true],
    ['and without, where it is not isolated', false],
  ])('is drawn from over and over, the same by all, %s', async (_, isIsolated) => {
    await withPage(async (page, { messages }) => {
      await open(page, isIsolated ? isolated : plain);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(isIsolated);
      await page.click('#speed-toggle');
      await expect.poll(() => text(page, 'verdict'), { timeout: 20_000 }).toBe('same numbers');
      await page.click('#speed-toggle');
      const compared = Number((await text(page, 'speed-caption')).match(/^[\d,]+/)?.[0].replaceAll(',', ''));
      const length = 2 ** 22;
      const newest = new WeightedRandomSampler(weights, length, { seed: 0 }).indices(compared / length - 1);
      const [wasm, threads, js] = await table(page, 'speed');
      const first = newest.subarray(0, 4).join(' ');
      for (const cells of isIsolated ? [wasm, threads, js] : [wasm, js]) {
        expect(Number(cells[1])).toBeGreaterThan(0);
        expect(cells[2]).toBe(first);
      }
      if (!isIsolated) expect(threads.slice(1)).toEqual(['unavailable: the page is not cross-origin isolated', '']);
      expect(await text(page, 'isolation')).toMatch(isIsolated ? /^$/ : /^This page is not cross-origin isolated/);
      expect(messages).toEqual([]);
    });
  });
});

test('a long simulation is shown while it goes on, and stops', async () => {
  await withPage(async (page) => {
    await page.goto(`${isolated}#v=1&classes=a:5000,b:5000&target=balanced&batch=16&draws=100&seed=1&sampler=weighted`);
    const runs = async () => Number((await text(page, 'trials-done')).split(' ')[0].replace(',', ''));
    await page.selectOption('#trials', '20000');
    await expect.poll(runs, { timeout: 20_000 }).toBeGreaterThan(20);
    const early = await runs();
    await expect.poll(() => page.locator('#density').getAttribute('aria-label')).toContain('simulated runs');
    await expect.poll(runs).toBeGreaterThan(early);
    await page.click('#trials-toggle');
    const stopped = await runs();
    await page.waitForTimeout(500);
    expect(await runs()).toBe(stopped);
    expect(await text(page, 'trials-toggle')).toBe('Run again');
    await page.selectOption('#trials', '200');
    await expect.poll(runs).toBeLessThanOrEqual(200);
  });
});
