import { batchBars } from 'loaded-dice/charts';
import { wayOf } from './data.js';
import { byId, setText } from './dom.js';
import type { Epoch } from './epoch.js';
import type { Numbers } from './numbers.js';
import { Picture } from './picture.js';
import type { Setup } from './setup.js';
import { fill } from './table.js';
import { about, chance, count, percent, plural, short } from './text.js';

const before = new Picture(byId('before', HTMLElement));
const after = new Picture(byId('after', HTMLElement));
/** The width of a batch in pixels at which bars can be told apart. */
const BATCH = 14;

/** Shows the batches of an epoch, shuffled and with the chosen sampler, and their forecasts. */
export function showBatches(setup: Setup, numbers: Numbers): void {
  const names = setup.classes.map(({ name }) => name);
  const picture =
    ({ counts }: Epoch, target: readonly number[]) =>
    (width: number) =>
      batchBars(
        { classes: names, counts },
        { width, theme: 'auto', target, batches: Math.floor((width - 60) / BATCH) },
      );
  before.show(
    picture(
      numbers.before.epoch,
      setup.classes.map((each) => each.count),
    ),
  );
  after.show(picture(numbers.after.epoch, numbers.shares));
  setText(byId('after-caption', HTMLElement), `After: ${wayOf(setup)} draws`);
  setText(byId('batches-answer', HTMLElement), answer(setup, numbers));
  setText(
    byId('batches-note', HTMLElement),
    wayOf(setup) === 'weighted'
      ? 'Forecasts are calculated; “drawn” is one epoch.'
      : `Forecasts are calculated for independent weighted draws, which ${wayOf(setup)} draws are not.`,
  );
  const { epoch, balance } = numbers.after;
  fill(byId('balance', HTMLTableElement), {
    caption:
      `Draws of each class in a batch of ${count(setup.batchSize)}: ` +
      `the forecast, and ${plural(epoch.full, 'batch', 'batches')} of one epoch`,
    head: ['class', '', 'mean', '95 % of batches', 'batches without'],
    rows: names.flatMap((name, code) => {
      const { mean, lower, upper, lacking } = balance[code].batch;
      const drawn = epoch.classes[code];
      const without = `${percent(drawn.without / epoch.full)} (${count(drawn.without)})`;
      return [
        {
          group: { name, rows: 2 },
          cells: ['forecast', about(mean), `${count(lower)} to ${count(upper)}`, chance(lacking)],
        },
        { cells: ['drawn', about(drawn.mean), `${count(drawn.lower)} to ${count(drawn.upper)}`, without] },
      ];
    }),
  });
}

/** A sentence about the class whose share of the draws rises most. */
function answer({ classes, batchSize }: Setup, { before, after }: Numbers): string {
  const rise = after.balance.map(({ probability }, code) => probability - before.balance[code].probability);
  const code = rise.indexOf(rise.reduce((one, other) => Math.max(one, other)));
  const weighted = after.balance[code].batch;
  const { lacking } = before.balance[code].batch;
  const name = short(classes[code].name);
  const range = `${count(weighted.lower)} to ${count(weighted.upper)}`;
  return (
    `With plain shuffling, ${percent(lacking)} of batches of ${count(batchSize)} have no ${name}. ` +
    `With weighted draws, they have ${about(weighted.mean)} on average, 95 % of them have ${range}, ` +
    `and ${chance(weighted.lacking)} have none.`
  );
}

/** The results in a line, which screen readers announce when it changes. */
export function summaryOf(setup: Setup, { before, after, coverage }: Numbers): string {
  const { epoch } = before;
  const miss = epoch.missing === 1 ? 'misses' : 'miss';
  const shuffled = `${count(epoch.missing)} of ${plural(epoch.batches, 'batch', 'batches')} ${miss} a class`;
  const drawn = `${after.epoch.missing === 0 ? 'none' : count(after.epoch.missing)} of ${count(after.epoch.batches)}`;
  const unseen = `${count(after.epoch.neverSeen)} of ${plural(coverage.items, 'item')}`;
  return `Shuffled, ${shuffled}; ${wayOf(setup)}, ${drawn}. Never seen in that epoch: ${unseen}.`;
}
