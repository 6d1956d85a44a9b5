import type { Compared } from './compare.js';
import { wayOf } from './data.js';
import { byId, setText } from './dom.js';
import type { Numbers } from './numbers.js';
import type { Setup } from './setup.js';
import { fill } from './table.js';
import { count, plural } from './text.js';

/** Shows what each sampler does. */
export function showCompared(setup: Setup, { coverage }: Numbers, rows: readonly Compared[]): void {
  setText(byId('compare-answer', HTMLElement), answer(coverage.median, rows));
  fill(byId('compare', HTMLTableElement), {
    caption:
      'One epoch of each sampler: batches that miss a class, items never seen, and repeats within batches. ' +
      'Then the epochs until everything was seen in one run, and the number that is guaranteed',
    head: ['sampler', 'miss a class', 'never seen', 'repeats', 'epochs to all', 'guaranteed'],
    rows: rows.map(({ way, missing, batches, neverSeen, repeats, epochsToAll, guarantee }) => ({
      cells: [
        way,
        `${count(missing)} of ${count(batches)}`,
        count(neverSeen),
        count(repeats),
        epochsToAll === undefined ? 'too long' : count(epochsToAll),
        guarantee === undefined ? 'no' : count(guarantee),
      ],
      chosen: way === wayOf(setup),
    })),
  });
}

function answer(median: number, rows: readonly Compared[]): string {
  const { guarantee } = rows.find(({ way }) => way === 'systematic') as Compared;
  const { missing, batches } = rows.find(({ way }) => way === 'stratified') as Compared;
  const inEpochs = guarantee === 1 ? 'every epoch' : `any ${plural(guarantee ?? 0, 'epoch')} in a row`;
  const systematic =
    guarantee === undefined || guarantee === Infinity
      ? 'Systematic draws cannot show the rarest items in any number of epochs that is practical'
      : `Systematic draws are certain to show everything in ${inEpochs}; ` +
        `independent draws take ${plural(median, 'epoch')} in the median`;
  const stratified = missing === 0 ? 'every batch has every class' : `${count(missing)} of ${count(batches)} miss one`;
  return `${systematic}. With stratified batches, ${stratified}.`;
}
