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
/** Pixels of a batch, about, that bars and their gaps can be told apart in. */
const BATCH = 14;

/** The batches of an epoch, shuffled and as the set-up asks, and what was forecast of them. */
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
      ? 'Forecasts are closed form; drawn is one epoch.'
      : `Forecasts are closed form, for independent weighted draws, which ${wayOf(setup)} ones are not.`,
  );
  const { epoch, balance } = numbers.after;
  fill(byId('balance', HTMLTableElement), {
    caption: `Draws of each class in a batch of ${count(setup.batchSize)}: what is forecast, and what ${plural(epoch.full, 'batch', 'batches')} had`,
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

/** About the class whose share of the draws rises most. */
function answer({ classes, batchSize }: Setup, { before, after }: Numbers): string {
  const rise = after.balance.map(({ probability }, code) => probability - before.balance[code].probability);
  const code = rise.indexOf(rise.reduce((one, other) => Math.max(one, other)));
  const weighted = after.balance[code].batch;
  const { lacking } = before.balance[code].batch;
  const name = short(classes[code].name);
  return `Shuffled, ${percent(lacking)} of batches of ${count(batchSize)} have no ${name}. Weighted, they have ${about(weighted.mean)} on average, 95 % of them ${count(weighted.lower)} to ${count(weighted.upper)}, and ${chance(weighted.lacking)} have none.`;
}

/** All of it in a line, which screen readers are told when it changes. */
export function summaryOf(setup: Setup, { before, after, coverage }: Numbers): string {
  const { epoch } = before;
  const shuffled = `${count(epoch.lacking)} of ${plural(epoch.batches, 'batch', 'batches')} ${epoch.lacking === 1 ? 'lacks' : 'lack'} a class`;
  const drawn = `${after.epoch.lacking === 0 ? 'none' : count(after.epoch.lacking)} of ${count(after.epoch.batches)}`;
  return `Shuffled, ${shuffled}; ${wayOf(setup)}, ${drawn}. Never seen in that epoch: ${count(after.epoch.neverSeen)} of ${plural(coverage.items, 'item')}.`;
}
