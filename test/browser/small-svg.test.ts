// Pictures in fewer characters look the same: Chromium's pixels, before and after.
import { expect, test } from 'vitest';
import { batchBars } from '../../src/charts.js';
import { smallSvg } from '../../src/cli/report/small-svg.js';
import { svgOf } from '../../src/cli/report/svg.js';
import { CASES, many } from '../support/chart-cases.js';
import { withPage } from '../support/chromium.js';

const counts = Array.from({ length: 40 }, (_, b) => Array.from({ length: 37 }, (_, i) => (i * 7 + b * 3) % 4));
const ALL = [
  ...CASES.map(({ name, make }) => ({ name, make })),
  { name: 'cells', make: () => batchBars({ classes: many(37), counts }) },
];

test('no pixel is clearly another one', async () => {
  await withPage(async (page) => {
    const wrong: string[] = [];
    for (const { name, make } of ALL) {
      const svg = await svgOf(make());
      const small = smallSvg(svg);
      const pictures: string[] = [];
      for (const each of [svg, small, svg.replace('<g ', '<g opacity="0.9" ')]) {
        await page.setContent(`<body style="margin: 0; background: white">${each}`);
        pictures.push((await page.locator('svg').screenshot()).toString('base64'));
      }
      const [clear, mean, control] = await page.evaluate(async (all) => {
        const pixels = await Promise.all(
          all.map(async (picture) => {
            const image = new Image();
            image.src = `data:image/png;base64,${picture}`;
            await image.decode();
            const canvas = new OffscreenCanvas(image.width, image.height);
            const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
            context.drawImage(image, 0, 0);
            return context.getImageData(0, 0, image.width, image.height).data;
          }),
        );
        const [before, after, pale] = pixels;
        if (before.length !== after.length) return [Infinity, Infinity, 0];
        let [clear, sum, control] = [0, 0, 0];
        for (let i = 0; i < before.length; i++) {
          const difference = Math.abs(before[i] - after[i]);
          clear = Math.max(clear, difference);
          sum += difference;
          control += Math.abs(before[i] - pale[i]);
        }
        return [clear, sum / before.length, control / before.length];
      }, pictures);
      // of 255: edges that are less sharp, because places are rounded
      if (!(clear < 80 && mean < 0.4)) wrong.push(`${name}: ${clear}, ${mean} on average`);
      if (!(control > mean)) wrong.push(`${name}: paler pictures differ by ${control} only`);
    }
    expect(wrong).toEqual([]);
  });
});
