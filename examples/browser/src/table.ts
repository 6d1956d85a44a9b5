import { make } from './dom.js';

export interface Row {
  /** A name for this row and the following ones. */
  readonly group?: { readonly name: string; readonly rows: number };
  /** The first cell is the name of the row. */
  readonly cells: readonly string[];
  readonly chosen?: boolean;
}

export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly Row[];
}

/** Makes the element around a table reachable by keyboard, with a name, while the table is too large for it. */
const scrolls = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const table = target.firstElementChild as HTMLTableElement;
    if (target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight) {
      Object.assign(target, { tabIndex: 0, role: 'region' });
      target.setAttribute('aria-labelledby', `${table.id}-caption`);
    } else {
      for (const name of ['tabindex', 'role', 'aria-labelledby']) target.removeAttribute(name);
    }
  }
});

/** Fills a table, which is the only child of its element. */
export function fill(table: HTMLTableElement, { caption, head, rows }: Table): void {
  const heads = head.map((text) => (text === '' ? make('td') : cell('th', text, 'col')));
  const lines = rows.map(({ group, cells, chosen }) => {
    const [first, ...others] = cells;
    const line = make('tr', { className: chosen ? 'chosen' : '' });
    if (group) {
      const name = cell('th', group.name, 'rowgroup');
      name.rowSpan = group.rows;
      line.append(name);
    }
    line.append(cell('th', first, 'row'), ...others.map((text) => make('td', {}, text)));
    return line;
  });
  // rows that share a name have a body of their own
  const bodies = rows.some(({ group }) => group) ? bodiesOf(rows, lines) : [make('tbody', {}, ...lines)];
  const title = make('caption', { id: `${table.id}-caption` }, caption);
  table.replaceChildren(title, make('thead', {}, make('tr', {}, ...heads)), ...bodies);
  if (table.parentElement) scrolls.observe(table.parentElement);
}

function bodiesOf(rows: readonly Row[], lines: readonly HTMLElement[]): HTMLElement[] {
  const bodies: HTMLElement[] = [];
  rows.forEach(({ group }, i) => {
    if (group) bodies.push(make('tbody'));
    bodies[bodies.length - 1].append(lines[i]);
  });
  return bodies;
}

function cell(tag: 'th', text: string, scope: string): HTMLTableCellElement {
  return make(tag, { scope }, text);
}
