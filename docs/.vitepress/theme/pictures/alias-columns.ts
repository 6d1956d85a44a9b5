// The drawings of the alias table: the shares that are left, and the columns.
import { h, type VNode } from 'vue';
import { type Construction, type LookUp, roomOf } from './alias-steps.js';
import { drawing } from './frame.js';
import { extent, fixed, percent } from './words.js';

const columnsOf = (size: number) => Array.from({ length: size }, (_, i) => i);

/** How many columns an item fills. */
export function columnsFilled({ capacity }: Construction, words: number): string {
  return fixed(words / capacity, 2);
}

/** The bars of the items that are in no column yet. The line is the height of a column. */
export function sharesLeft(table: Construction, step: number): VNode {
  const { size, capacity, words, steps } = table;
  const left = step === 0 ? words : steps[step - 1].left;
  const now = steps[step - 1];
  const highest = Math.max(1.25 * capacity, ...words) * 1.12;
  const bars = columnsOf(size).map((item) =>
    h('div', { class: ['pic-column', `pic-c${item}`, now?.alias === item && 'pic-now'] }, [
      h('div', { class: 'pic-bar pic-bar-was', style: { height: extent(words[item] / highest) } }),
      h('div', { class: 'pic-bar', style: { height: extent(left[item] / highest) } }),
      h('span', { class: 'pic-tag' }, words[item] > 0 ? columnsFilled(table, left[item]) : ''),
    ]),
  );
  const name = `Shares that are in no column yet: ${columnsOf(size)
    .filter((item) => words[item] > 0)
    .map((item) => `item ${item}, ${columnsFilled(table, left[item])} columns`)
    .join('; ')}`;
  return drawing(
    name,
    'pic-stage pic-shares',
    h('div', { class: 'pic-limit', style: { bottom: extent(capacity / highest) } }),
    ...bars,
  );
}

/** The columns that are closed, and the place where a word has landed. */
export function tableColumns(table: Construction, step: number, landed: LookUp | undefined): VNode {
  const { size, steps } = table;
  const closed = new Map(steps.slice(0, step).map((each) => [each.column, each]));
  const newest = steps[step - 1]?.column;
  const columns = columnsOf(size).map((column) => {
    const cell = closed.get(column);
    const dot =
      landed?.column === column ? [h('div', { class: 'pic-dot', style: { bottom: extent(landed.height) } })] : [];
    if (!cell) return h('div', { class: 'pic-cell pic-open' }, dot);
    const own = cell.own / roomOf(table, column);
    const side = (item: number, share: number) =>
      share === 0
        ? []
        : [
            h(
              'div',
              { class: ['pic-side', `pic-c${item}`], style: { flexGrow: share } },
              share > 0.13 ? [String(item)] : [],
            ),
          ];
    return h('div', { class: ['pic-cell', column === newest && step < size && 'pic-now'] }, [
      ...side(cell.alias, 1 - own),
      ...side(column, own),
      ...dot,
    ]);
  });
  const name = `The table: ${columnsOf(size)
    .map((column) => {
      const cell = closed.get(column);
      if (!cell) return `column ${column} is open`;
      const own = cell.own / roomOf(table, column);
      return `column ${column}: ${percent(own)} item ${column}, ${percent(1 - own)} item ${cell.alias}`;
    })
    .join('; ')}`;
  return drawing(name, 'pic-stage pic-table', ...columns);
}

/** The numbers below the columns. */
export function columnNumbers(size: number): VNode {
  return h(
    'div',
    { class: 'pic-axis', 'aria-hidden': 'true' },
    columnsOf(size).map((column) => h('span', String(column))),
  );
}
