// What `report --weights` says of a column of weights: its numbers, its questions, its page.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { batchBalance, coverage, ecdf, indexCounts, shuffleBalance, simulateCoverage } from '../../src/analysis.js';
import { columnsOf } from '../../src/cli/text.js';
import { WeightedRandomSampler } from '../../src/index.js';
import { folder } from '../support/cli.js';
import { runCommand } from '../support/run-command.js';
import { onTables } from '../support/weighted-tables.js';

const RATES = [8, 4, 3, 1, 0];
/** 300 rows of three classes, with weights 0 to 6. */
const weights = Array.from({ length: 300 }, (_, i) => (i * 5) % 7);
const labels = Array.from({ length: 300 }, (_, i) => ['cat', 'dog', 'newt'][(i * i) % 3 === 0 ? 0 : i % 2 ? 1 : 2]);
const { at, run, json } = onTables(
  'report',
  { 'train.csv': `id,w,class\n${weights.map((weight, i) => `${i},${weight},${labels[i]}`).join('\n')}\n` },
  '--trials',
  '40',
);
/** The text of the terminal, without its line breaks, and the page. */
async function told(file: string, ...options: string[]) {
  const out = join(folder(), 'report.html');
  const { status, stdout, stderr } = await run(file, ...options, '--out', out);
  expect([status, stderr]).toEqual([0, '']);
  for (const line of stdout.split('\n')) expect(/^wrote /.test(line) ? 0 : columnsOf(line)).toBeLessThanOrEqual(60);
  const page = readFileSync(out, 'utf8');
  expect(page + stdout).not.toMatch(/NaN|undefined|>null|Infinity|\[object/);
  return { text: stdout.replaceAll(/\s+/g, ' '), page };
}
const questionsOf = (page: string) => [...page.matchAll(/<h2[^>]*>([^<]*)<\/h2>/g)].map(([, question]) => question);

describe('a drop table', () => {
  test('has the numbers of balance, and those of the analysis', async () => {
    const report = await json('drops.csv', '--weights', 'rate', '--num-samples', '20', '--batch-size', '4');
    const balanced = JSON.parse(
      (
        await runCommand(at, [
          ...['balance', 'drops.csv', '--weights', 'rate', '--num-samples', '20', '--batch-size', '4'],
          ...['--seed', '5', '--json'],
        ])
      ).stdout,
    );
    const { plan: _, ...same } = balanced;
    expect(report).toMatchObject(same);
    expect(report).toMatchObject({
      classes: ['rows that can be drawn', 'weight 0'],
      ...{ counts: [4, 1], shuffle: null, sweep: [] },
    });
    const { untilAll, epoch } = report.plan;
    const forecast = coverage(RATES, 20);
    expect(untilAll).toMatchObject({ items: 4, drawsPerEpoch: 20 });
    expect(untilAll.closedForm).toMatchObject({
      ...{ mean: forecast.mean, mode: forecast.mode, draws95: forecast.drawsFor(0.95) },
      unseen: [forecast.expectedUnseen(1), forecast.expectedUnseen(2)],
    });
    const { epochs } = await simulateCoverage(RATES, 20, { trials: 40, seed: 5 });
    expect(untilAll.trials.epochs).toEqual([...epochs]);
    const counts = indexCounts(new WeightedRandomSampler(RATES, 20, { seed: 5 }).indices(0), 5);
    expect([epoch.draws, epoch.batches, epoch.neverSeen]).toEqual([
      ...[20, 5, [...counts].filter((count, row) => count === 0 && RATES[row] > 0).length],
    ]);
    expect(epoch.times[0].x).toEqual([...ecdf(counts.subarray(0, 4)).x]);

    // by row, the most probable first, then those of weight 0
    const { batches } = report;
    expect(batches.classes).toEqual(['coin', 'dagger', 'crown', 'gem', 'weight 0']);
    expect(batches.shares).toEqual([1 / 2, 1 / 4, 3 / 16, 1 / 16, 0]);
    const expected = batchBalance(RATES, [0, 1, 2, 3, 4], 4, { numSamples: 20 });
    expect(batches.balance).toEqual(expected);
    expect(batches.epoch.classes.map(({ draws }: { draws: number }) => draws)).toEqual([...counts]);
    expect(report.alternatives.map(({ name }: { name: string }) => name)).toEqual([
      ...['plain shuffle', 'weighted', 'weighted, distinct batches', 'systematic'],
    ]);
    expect(report.alternatives[3]).toMatchObject({ neverSeen: 0, epochsToAll: 1, guarantee: 1, most: 10 });
    expect(report.times.map(({ sampler }: { sampler: string }) => sampler)).toEqual([
      ...['plain shuffle', 'weighted', 'systematic'],
    ]);
  });

  test('is told by row', async () => {
    const { text, page } = await told('drops.csv', '--weights', 'rate', '--num-samples', '160');
    expect(questionsOf(page)).toEqual([
      'How probable is each row?',
      'What does a batch contain?',
      'Will every row be seen?',
      'What would other samplers do instead?',
    ]);
    expect(text).toContain(
      'drops.csv has 5 rows with the weights of “rate”, which sum to 16: a draw gives coin with a probability of ' +
        '50.0 %, gem with 6.3 % (one in 16).',
    );
    expect(text).toContain(
      'A batch of 32 has 10 to 22 draws of coin (in 95 % of batches); 12.7 % of batches have no gem.',
    );
    expect(text).toContain(
      'No: 1 row has weight 0. The other 4 are seen: 95 % of runs have seen them all in the first epoch.',
    );
    expect(text).toContain('Systematic draws are certain to show all that can be drawn in every epoch;');
    expect(page).toContain('Weighted draws by the weights in the column “rate”; 5 rows, 160 draws an epoch');
    expect(page).toContain('Rows are named by “item”, the first column of texts that are all different.');
    expect(page).toContain('1 row of 5 has weight 0 and is never drawn: shield.');
    expect(page).toContain('What follows is about the 4 rows that can be drawn: the other one has weight 0.');
    expect(page).toContain('coin gets 50 % of the draws, 8 times as many as gem');
    // its table
    const [{ epoch }] = batchBalance([1, 15], [0, 1], 32, { numSamples: 160 });
    const drawn = new WeightedRandomSampler(RATES, 160, { seed: 5 }).indices(0).filter((row) => row === 3).length;
    const cells = ['1', '6.3 %', '16', '16', '47', '10', `${epoch.lower} to ${epoch.upper}`, String(drawn)];
    expect(page).toContain(`<tr><th scope="row">gem</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
    // four rows have no distribution, and nothing is about classes or targets
    expect(page).not.toContain('times-seen');
    expect(page).not.toMatch(/target excludes|batches that miss a class/);
  });
});

describe('weights of training rows', () => {
  test('are told by row, with their concentration', async () => {
    const { text, page } = await told('train.csv', '--weights', 'w');
    expect(questionsOf(page)).toEqual([
      ...['How probable is each row?', 'Will every row be seen?', 'What would other samplers do instead?'],
    ]);
    expect(text).toContain('the heaviest 30 rows get 20.0 % of the draws');
    expect(text).toContain('No: 43 rows have weight 0. The other 257 are not all seen in one epoch:');
    expect(page).toContain('The heaviest 30 rows get 20.0 % of the draws');
    for (const name of ['concentration', 'times-seen', 'unseen', 'epochs-to-all', 'times-seen-samplers']) {
      expect(page).toContain(`<figure id="${name}">`);
    }
  });

  test('by class, batches are compared with plain shuffling', async () => {
    const report = await json('train.csv', '--weights', 'w', '--column', 'class', '--batch-size', '8');
    const rowsOf = (label: string) => labels.filter((each, i) => each === label && weights[i] > 0).length;
    const order = ['cat', 'dog', 'newt'].sort((a, b) => rowsOf(b) - rowsOf(a));
    expect(report.classes).toEqual([...order, 'weight 0']);
    expect(report.counts).toEqual([...order.map(rowsOf), 43]);
    const codes = labels.map((label, i) => (weights[i] > 0 ? order.indexOf(label) : 3));
    const byClass = (balance: readonly { class: number }[]) => [...balance].sort((a, b) => a.class - b.class);
    expect(report.batches.balance).toEqual(byClass(batchBalance(weights, codes, 8)));
    expect(report.shuffle.balance).toEqual(byClass(shuffleBalance(codes, 8)));
    for (const [i, { probability }] of report.batches.balance.entries())
      expect(report.plan.shares[i]).toBeCloseTo(probability, 12);
    expect(report.plan.epoch.classes[3]).toMatchObject({ draws: 0, neverSeen: null, batchesWithout: null });

    const { text, page } = await told('train.csv', '--weights', 'w', '--column', 'class', '--batch-size', '8');
    expect(questionsOf(page).slice(0, 2)).toEqual([
      ...['How probable is each class?', 'Can I be certain that batches have these shares?'],
    ]);
    expect(text).toContain('train.csv has 300 rows of 3 classes with the weights of “w”');
    expect(page).toContain('How often rows were seen in one epoch');
  });
});

test.each([
  [['--sampler', 'systematic'], 'epoch of systematic draws'],
  [['--without-replacement', '--num-samples', '2'], 'epoch of weighted draws without replacement'],
  [['--distinct', '--batch-size', '2'], 'weighted draws in distinct batches'],
])('%j says how it draws', async (options, words) => {
  const { text } = await told('drops.csv', '--weights', 'rate', ...options);
  expect(text).toContain(words);
});

test.each([
  ['one.csv', ['--weights', 'w'], 'Yes: 95 % of runs have seen everything in the first epoch.'],
  ['equal.csv', ['--weights', 'w'], 'a draw gives each of the 3 rows with a probability of 33.3 %'],
  ['huge.csv', ['--weights', 'w'], 'Systematic draws cannot show the rarest rows in any number of epochs'],
  ['over.csv', ['--weights', 'w'], 'over.csv has 2 rows with the weights of “w”: a draw gives each of'],
  ['drops.csv', ['--weights', 'rate', '--column', 'item', '--classes', 'coin,shield'], 'No: 1 row has weight 0.'],
])('%s %j', async (file, options, words) => {
  expect((await told(file, ...options)).text).toContain(words);
});

test('--svg writes its pictures', async () => {
  const svg = join(folder(), 'pictures');
  const { status } = await run('drops.csv', '--weights', 'rate', '--svg', svg, '--json');
  expect(status).toBe(0);
  expect(readdirSync(svg).sort()).toEqual(['batches.svg', 'epochs-to-all.svg', 'shares.svg', 'unseen.svg']);
});
