import { timesSeenEcdf } from 'loaded-dice/charts';
import { wayOf } from './data.js';
import { byId, setText } from './dom.js';
import type { Numbers } from './numbers.js';
import { Picture } from './picture.js';
import type { Setup } from './setup.js';
import { fill } from './table.js';
import { about, count, percent, plural } from './text.js';

const times = new Picture(byId('times', HTMLElement));

/** Shows how often items were seen in an epoch, and how many never. */
export function showSeen(setup: Setup, { after, coverage, draws }: Numbers): void {
  const { epoch } = after;
  times.show((width) =>
    timesSeenEcdf(
      setup.classes.map(({ name }, code) => ({ label: name, ecdf: epoch.times[code] })),
      { width, theme: 'auto' },
    ),
  );
  const { items, unseen, unseenRange } = coverage;
  const [lower, upper] = [Math.floor(unseenRange.lower), Math.ceil(unseenRange.upper)];
  setText(
    byId('seen-answer', HTMLElement),
    `Of ${plural(items, 'item')}, ${count(epoch.neverSeen)} ${epoch.neverSeen === 1 ? 'was' : 'were'} never seen in ` +
      `this epoch (forecast: ${about(unseen)}). The most seen item was seen ${plural(epoch.most, 'time')}.`,
  );
  fill(byId('unseen', HTMLTableElement), {
    caption: `Items never seen in an epoch of ${plural(draws, 'draw')}`,
    head: ['', 'items', 'of all', '95 %'],
    rows: [
      {
        cells: ['forecast, weighted', about(unseen), percent(unseen / items), `${count(lower)} to ${count(upper)}`],
      },
      { cells: [`drawn, ${wayOf(setup)}`, count(epoch.neverSeen), percent(epoch.neverSeen / items), ''] },
    ],
  });
}
