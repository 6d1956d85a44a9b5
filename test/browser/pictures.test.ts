// The pictures of docs/concepts on the built site, in a real browser: they are used by keyboard and pointer, and show
// the library's numbers.
import { PcgGenerator, SystematicSampler, sampleWeights, WeightedRandomSampler } from 'loaded-dice';
import { coverage, indexCounts, simulateCoverage } from 'loaded-dice/analysis';
import type { Locator, Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { exactShares } from '../../docs/.vitepress/theme/pictures/alias-shares.js';
import { countsAt, type Offset } from '../../docs/.vitepress/theme/pictures/systematic-numbers.js';
import { withPage } from '../support/chromium.js';
import { clipped, drag } from '../support/pictures.js';
import { accessibility, overflow, pagesOf, ready, serveSite } from '../support/site.js';

pagesOf();
const site = serveSite();

const labelsOf = (siamese: number, birman: number) => [...new Array(siamese).fill(0), ...new Array(birman).fill(1)];

/** Opens a concept on a phone, uses its picture, and holds the page to what every page promises. */
async function withPicture(
  name: string,
  use: (picture: Locator, page: Page) => Promise<void>,
  { reduced = true }: { reduced?: boolean } = {},
): Promise<void> {
  const origin = await site;
  await withPage(async (page, { messages, requests }) => {
    await page.setViewportSize({ width: 375, height: 812 });
    await page.emulateMedia({ reducedMotion: reduced ? 'reduce' : 'no-preference' });
    await page.goto(`${origin}/concepts/${name}`);
    const picture = page.locator('.pic');
    await ready(page);
    await picture.waitFor();
    await use(picture, page);
    for (const [width, scheme] of [
      [375, 'light'],
      [1280, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 812 });
      await page.emulateMedia({ colorScheme: scheme });
      expect([...(await overflow(page)), ...(await clipped(picture)), ...(await accessibility(page))]).toEqual([]);
    }
    expect(messages).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url))).toEqual([]);
  });
}

const summaryOf = (picture: Locator, part = 0) => picture.locator('.pic-summary').nth(part).textContent();
const press = async (picture: Locator, name: string) => {
  const button = picture.getByRole('button', { name, exact: true });
  await button.focus();
  await button.press('Enter');
};
const slider = (picture: Locator, name: string | RegExp) => picture.getByRole('slider', { name });
const rowsOf = (picture: Locator, table = 0) =>
  picture
    .locator('table')
    .nth(table)
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '')));

describe('the alias table', () => {
  /** What the table says of each item, for weights. */
  function rowsFor(weights: number[]): { shares: string[]; drawn: string[] } {
    const draws = new WeightedRandomSampler(weights, 10_000, { seed: 1 }).take(10_000);
    return {
      shares: exactShares(weights).map((share) => share.toLocaleString('en-US')),
      drawn: Array.from(indexCounts(draws, weights.length), (times) => times.toLocaleString('en-US')),
    };
  }

  test('is built by keyboard, step by step, and thrown at', async () => {
    await withPicture('alias-table', async (picture) => {
      const table = picture.locator('.pic-table');
      expect(await table.getAttribute('aria-label')).toMatch(/column 0 is open.*column 3 is open/);
      for (let step = 1; step <= 4; step++) {
        await press(picture, 'Next');
        expect(await summaryOf(picture)).toContain(`Step ${step} of 4. `);
      }
      expect(await picture.getByRole('button', { name: 'Next', exact: true }).isDisabled()).toBe(true);
      expect(await summaryOf(picture)).toContain('The table is complete');
      expect((await table.getAttribute('aria-label'))?.replaceAll('\u00a0', ' ')).toBe(
        'The table: column 0: 100.0 % item 0, 0.0 % item 0; column 1: 30.8 % item 1, 69.2 % item 0; ' +
          'column 2: 92.3 % item 2, 7.7 % item 0; column 3: 61.5 % item 3, 38.5 % item 0',
      );
      await press(picture, 'Previous');
      expect(await summaryOf(picture)).toContain('Step 3 of 4. ');

      await press(picture, 'Throw once');
      const word = new PcgGenerator(1).nextUint64();
      expect(await summaryOf(picture, 1)).toContain(`The word is ${word.toString(16).padStart(16, '0')}`);
      expect(await summaryOf(picture, 1)).toContain(`choose column ${word % 4n}.`);
      expect(await picture.locator('.pic-dot').count()).toBe(1);
      expect(await summaryOf(picture)).toContain('Step 4 of 4. ');
    });
  });

  test('has the library’s shares and draws, whatever the weights', async () => {
    await withPicture('alias-table', async (picture, page) => {
      await press(picture, 'Draw 10,000');
      const check = async (weights: number[]) => {
        const { shares, drawn } = rowsFor(weights);
        const rows = await rowsOf(picture);
        for (const [i, row] of rows.entries()) {
          expect(row[2].startsWith(shares[i])).toBe(true);
          expect(row[3].startsWith(drawn[i])).toBe(true);
        }
        expect(rows.length).toBe(weights.length);
        const probabilities = [...new WeightedRandomSampler(weights).probabilities()].join(', ');
        expect(await picture.locator('.pic-note').last().textContent()).toContain(`: ${probabilities}.`);
      };
      await check([7, 1, 3, 2]);
      await slider(picture, 'Weight of item 1').press('ArrowRight');
      await press(picture, 'Draw 10,000');
      await check([7, 2, 3, 2]);
      await picture.getByRole('spinbutton', { name: 'Weight of item 2' }).fill('13');
      await press(picture, 'Add an item');
      await press(picture, 'Draw 10,000');
      await check([7, 2, 13, 2, 4]);
      await drag(page, slider(picture, 'Weight of item 0'), 7 / 20, 1);
      await press(picture, 'Draw 10,000');
      await check([20, 2, 13, 2, 4]);
      expect(await summaryOf(picture)).toContain('Step 8 of 8. ');
    });
  });

  test('is played, at once where motion is unwanted, and refuses what is no weight', async () => {
    await withPicture('alias-table', async (picture) => {
      await press(picture, 'Play');
      expect(await summaryOf(picture)).toContain('Step 4 of 4. ');
      const field = picture.getByRole('spinbutton', { name: 'Weight of item 3' });
      await field.fill('99');
      await field.blur();
      expect(await field.inputValue()).toBe('2');
    });
    await withPicture(
      'alias-table',
      async (picture) => {
        await press(picture, 'Play');
        expect(await summaryOf(picture)).not.toContain('Step 4 of 4. ');
        await expect.poll(() => summaryOf(picture), { timeout: 15_000 }).toContain('Step 4 of 4. ');
        await picture.getByRole('button', { name: 'Play', exact: true }).waitFor();
      },
      { reduced: false },
    );
  });
});

test('unseen cats light up as draws come, as many as the library draws', async () => {
  await withPicture('unseen', async (picture) => {
    const check = async (counts: [number, number], draws: number, seed: number) => {
      const weights = sampleWeights(labelsOf(...counts));
      const items = weights.length;
      const times = indexCounts(new WeightedRandomSampler(weights, items, { seed }).take(draws), items);
      const unseen = times.filter((each) => each === 0).length;
      const expected = coverage(weights).expectedUnseen(draws / items);
      expect(await summaryOf(picture)).toBe(
        `After ${draws.toLocaleString('en-US')} draws, ${unseen} of ${items} cats are unseen. ` +
          `Expected are ${expected.toFixed(1)}.`,
      );
      expect(await picture.locator('.pic-grid .pic-seen-0').count()).toBe(unseen);
      expect(await picture.locator('.pic-grid .pic-item').count()).toBe(items);
    };
    await check([165, 10], 175, 0);
    expect(await summaryOf(picture)).toContain('Expected are 97.0.');
    expect(await picture.locator('.pic-formula').first().textContent()).toContain('p = 1/330 in a draw');
    await slider(picture, /^Draws/).press('End');
    await check([165, 10], 12 * 175, 0);
    await press(picture, 'Another seed');
    await press(picture, 'One epoch');
    await check([165, 10], 175, 1);
    await slider(picture, /^Birman/).press('ArrowRight');
    await slider(picture, /^Siamese/).press('Home');
    await check([1, 11], 12, 1);
    await press(picture, 'Play');
    await check([1, 11], 144, 1);
  });
});

test('the epochs until everything was seen are forecast and simulated as in Node', async () => {
  await withPicture('coverage', async (picture) => {
    const check = async (counts: [number, number], trained: number, seed: number) => {
      const weights = sampleWeights(labelsOf(...counts));
      const forecast = coverage(weights);
      const { epochs } = await simulateCoverage(weights, undefined, { trials: 2000, seed });
      const sorted = epochs.sort();
      const { coverageEpochs } = new SystematicSampler(weights);
      await expect.poll(() => picture.locator('table').textContent()).not.toContain('…');
      const rows = await rowsOf(picture);
      expect(rows.slice(0, 2)).toEqual([
        ['half of the runs', String(forecast.quantile(0.5)), String(sorted[999]), `≤ ${coverageEpochs}`],
        ['95 % of the runs', String(forecast.quantile(0.95)), String(sorted[1899]), `≤ ${coverageEpochs}`],
      ]);
      const percent = (share: number) =>
        (100 * share).toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
      const within = sorted.filter((each) => each <= trained).length / 2000;
      expect((await summaryOf(picture))?.replaceAll('\u00a0', ' ')).toContain(
        `every cat has been seen in ${percent(forecast.probabilityAllSeen(trained))} % of all runs; in ` +
          `${percent(within)} % of the simulated ones.`,
      );
    };
    await check([165, 10], 10, 0);
    await slider(picture, /^You train for/).press('ArrowRight');
    await check([165, 10], 11, 0);
    await press(picture, 'Run the trials again');
    await check([165, 10], 11, 1);
    await slider(picture, /^Siamese/).press('ArrowLeft');
    await check([164, 10], 11, 1);
  });
});

test('the points of the systematic grid are dragged, and epochs are the library’s', async () => {
  await withPicture('systematic', async (picture, page) => {
    const offset = slider(picture, /^Offset/);
    const check = async (weights: number[], draws: number, seed: number) => {
      const sampler = new SystematicSampler(weights, draws, { seed });
      const place: Offset = { numerator: Math.round(1000 * Number(await offset.inputValue())), denominator: 1000 };
      const counts = countsAt(weights, draws, place);
      expect(await summaryOf(picture)).toContain(counts.map((times, item) => `${times} × item ${item}`).join(', '));
      expect(await picture.locator('.pic-point').count()).toBe(draws);
      const epochsOf = (of: { indices(epoch: number): Uint32Array }) =>
        Array.from({ length: 8 }, (_, epoch) => [
          String(epoch),
          ...Array.from(indexCounts(of.indices(epoch), weights.length), String),
        ]);
      expect(await rowsOf(picture, 0)).toEqual(epochsOf(sampler));
      expect(await rowsOf(picture, 1)).toEqual(epochsOf(new WeightedRandomSampler(weights, draws, { seed })));
      const { coverageEpochs } = sampler;
      expect(await picture.locator('caption').first().textContent()).toContain(`is ${coverageEpochs}`);
    };
    await check([9, 5, 4, 2], 6, 0);
    await drag(page, offset, 0.35, 0.8);
    expect(Number(await offset.inputValue())).toBeCloseTo(0.8, 1);
    await check([9, 5, 4, 2], 6, 0);
    expect(await summaryOf(picture)).toContain('Epoch 0, ');
    await press(picture, 'Next epoch');
    expect(await summaryOf(picture)).toContain('Epoch 1, ');
    expect(await summaryOf(picture)).toContain('2 epochs of the picture have shown 4 of 4 items.');
    await slider(picture, 'Weight of item 3').press('Home');
    await slider(picture, 'Weight of item 3').press('ArrowRight');
    await slider(picture, /^Draws in an epoch/).press('ArrowRight');
    await press(picture, 'Another seed');
    await check([9, 5, 4, 1], 7, 1);
  });
});

test('draws are a function of seed, epoch and position', async () => {
  await withPicture('streams-and-seeds', async (picture) => {
    const weights = [5, 3, 1, 1];
    const chipsOf = async (name: string, row = 0) =>
      (
        await picture
          .locator('.pic-row', { has: picture.page().getByText(name, { exact: true }) })
          .nth(row)
          .locator('.pic-chip')
          .allTextContents()
      ).join(' ');
    const check = async (seed: number) => {
      const sampler = new WeightedRandomSampler(weights, 12, { seed });
      for (const epoch of [0, 3]) expect(await chipsOf(`epoch ${epoch}`)).toBe(sampler.indices(epoch).join(' '));
      const whole = new WeightedRandomSampler(weights, 24, { seed }).indices();
      for (const name of ['whole run', 'two parts', 'batches', 'single run']) {
        expect(await chipsOf(name)).toBe(whole.join(' '));
      }
      for (const rank of [0, 1, 2]) {
        expect(await chipsOf(`rank ${rank}`)).toBe(whole.filter((_, t) => t % 3 === rank).join(' '));
      }
      const long = new WeightedRandomSampler(weights, 2 ** 50, { seed });
      long.restore({ ...long.state(), position: 1e12 });
      expect(await chipsOf('draws')).toBe(long.take(12).join(' '));
    };
    await check(7);
    await picture.getByRole('spinbutton', { name: 'Seed' }).fill('12345');
    await check(12345);
    await slider(picture, /^Stop after/).press('End');
    await slider(picture, /^Batch size/).press('Home');
    await check(12345);
    expect(await summaryOf(picture, 2)).toBe(
      'Stopped after 23 draws and resumed from the state, the run gives the very same draws.',
    );
    expect(await picture.locator('.pic-batch').count()).toBe(24);
    await slider(picture, /^Position/).press('Home');
    const first = new WeightedRandomSampler(weights, 14, { seed: 12345 }).indices().slice(1, 13);
    expect(await chipsOf('draws')).toBe(first.join(' '));
    await press(picture, 'Back to the first values');
    await check(7);
  });
});
