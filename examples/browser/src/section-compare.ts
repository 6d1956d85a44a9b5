import type { Compared } from './compare.js';
import { wayOf } from './data.js';
import { byId, setText } from './dom.js';
import type { Numbers } from './numbers.js';
import type { Setup } from './setup.js';
import { fill } from './table.js';
import { count, plural } from './text.js';

/** The ways of drawing beside one another. */
export function showCompared(setup: Setup, { coverage }: Numbers, rows: readonly Compared[]): void {
  setText(byId('compare-answer', HTMLElement), answer(coverage.median, rows));
  fill(byId('compare', HTMLTableElement), {
    caption:
      'One epoch of each: batches that lack a class, items never seen, repeats within batches; ' +
      'and the epochs until everything was seen, in this run and for certain',
    head: ['sampler', 'lack a class', 'never seen', 'repeats', 'epochs to all', 'for certain'],
    rows: rows.map(({ way, lacking, batches, neverSeen, repeats, epochsToAll, guarantee }) => ({
      cells: [
        way,
        `${count(lacking)} of ${count(batches)}`,
        count(neverSeen),
        count(repeats),
        epochsToAll === undefined ? 'too long' : count(epochsToAll),
        guarantee === undefined ? 'never' : count(guarantee),
      ],
      chosen: way === wayOf(setup),
    })),
  });
}

function answer(median: number, rows: readonly Compared[]): string {
  const { guarantee } = rows.find(({ way }) => way === 'systematic') as Compared;
  const { lacking, batches } = rows.find(({ way }) => way === 'stratified') as Compared;
  const systematic =
    guarantee === undefined || guarantee === Infinity
      ? 'Systematic draws cannot show the rarest items in any number of epochs that counts'
      : 'Systematic draws show everything in any ' +
        `${guarantee === 1 ? 'epoch' : `${plural(guarantee, 'epoch')} in a row`}, for certain, ` +
        `where independent ones take ${count(median)} in the median`;
  const stratified = lacking === 0 ? 'every batch has every class' : `${count(lacking)} of ${count(batches)} lack one`;
  return `${systematic}. With stratified batches, ${stratified}.`;
}
