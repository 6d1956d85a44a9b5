// Labels and weights of large files: time beside that of counting numbers in a Map, 0.09 µs each.
import { expect, it } from 'vitest';
import { LabelEncoder } from '../../../src/files/labels.js';
import { WeightColumn } from '../../../src/files/weight-column.js';
import { pace } from '../../support/pace.js';

const ROWS = 1e6;
const where = () => 'line 2';

/** Takes the cells one after another, each as a text of its own, as a parser gives them. */
async function paceOf(cell: (i: number) => string, take: () => { add(text: string): void }, most: number) {
  const lines = Array.from({ length: ROWS }, (_, i) => cell(i)).join('\n');
  const read = (add: (text: string) => void) => {
    let start = 0;
    for (let end = lines.indexOf('\n'); end !== -1; end = lines.indexOf('\n', start)) {
      add(lines.slice(start, end));
      start = end + 1;
    }
  };
  return pace(
    () => {
      const column = take();
      read((text) => column.add(text));
    },
    ROWS,
    most,
  );
}

it.each<[string, number, (i: number) => string]>([
  ['2 classes', 2, (i) => ['spam', 'ham'][i % 2]],
  ['100 classes', 2, (i) => `class ${(i * 7919) % 100}`],
])('a row of %s takes less than counting %d numbers', async (_, most, label) => {
  const options = { missing: 'drop', trim: true, ignoreCase: true, file: 'a.csv', column: 'label', where } as const;
  expect(await paceOf(label, () => new LabelEncoder(options), most)).toBeLessThan(most);
});

it.each<[string, number, (i: number) => string]>([
  ['whole numbers', 3, (i) => String(i)],
  ['decimals', 5, (i) => ((i * 0.618) % 1).toFixed(6)],
  ['percentages', 8, (i) => `${((i * 0.618) % 100).toFixed(2)}%`],
  ['fractions', 8, (i) => `1/${i + 1}`],
  ['numbers with decimal commas', 8, (i) => ((i * 0.618) % 9).toFixed(2).replace('.', ',')],
  ['thousands', 10, (i) => String(1e6 + i).replace(/(...)(...)$/, ',$1,$2')],
  ['numbers that may be thousands', 10, (i) => (((i * 0.618) % 9) + 1).toFixed(3)],
])('a weight among %s takes less than counting %d numbers', async (_, most, weight) => {
  const options = { missing: 'drop', file: 'a.csv', column: 'weight', where } as const;
  expect(await paceOf(weight, () => new WeightColumn(options), most)).toBeLessThan(most);
});
