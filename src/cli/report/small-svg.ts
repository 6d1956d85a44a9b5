// Makes Vega's SVG several times smaller. It looks the same, and keeps its texts, labels and roles: a page has two
// dozen of them.

/** An element. Its text comes before its children. */
interface Element {
  readonly tag: string;
  readonly attributes: Map<string, string>;
  readonly text: string;
  children: Element[];
  readonly isEmpty: boolean;
}

/** Attributes with positions and sizes in pixels. */
const LENGTHS = ['d', 'transform', 'x', 'y', 'dx', 'dy', 'x2', 'y2'];
/** What an element has without the attribute. */
const DEFAULTS: Readonly<Record<string, string>> = {
  opacity: '1',
  transform: 'translate(0,0)',
  'stroke-miterlimit': '4',
  x2: '0',
  y2: '0',
};
/** Attributes that elements take over from their group, those of a stroke before the stroke. */
const INHERITED = [
  ...['font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor'],
  ...['stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linecap', 'stroke', 'fill'],
];
const OF_TEXTS = /^(font-|text-)/;
const OF_STROKES = /^stroke-/;
/** A rectangle that begins with its place: a mark without a label. */
const CELL = '<path d="M([\\d.]+),([\\d.]+)h([\\d.]+)v([\\d.]+)h-[\\d.]+Z"([^<>]*)/>';
const MANY_CELLS = new RegExp(`(?:${CELL}){200,}`, 'g');

/** Writes an SVG of Vega in fewer characters. */
export function smallSvg(svg: string): string {
  const merged = svg.replaceAll(MANY_CELLS, mergedCells);
  const root = parsed(merged);
  // what is not understood stays
  if (!root || written(root) !== merged) return svg;
  root.attributes.delete('xmlns:xlink');
  root.children = root.children.flatMap(simplified);
  for (const name of INHERITED) lift(root, name);
  return written(root);
}

function parsed(svg: string): Element | undefined {
  const whole: Element = { tag: '', attributes: new Map(), text: '', children: [], isEmpty: false };
  const open = [whole];
  for (const [, closes, tag, list, empty, text] of svg.matchAll(
    /<(\/?)([\w:]+)((?: [^\s=]+="[^"]*")*)(\/?)>([^<]*)/g,
  )) {
    if (closes) {
      open.pop();
      continue;
    }
    const attributes = new Map(Array.from(list.matchAll(/ ([^\s=]+)="([^"]*)"/g), ([, name, value]) => [name, value]));
    const element: Element = { tag, attributes, text, children: [], isEmpty: empty !== '' };
    open.at(-1)?.children.push(element);
    if (!empty) open.push(element);
  }
  return whole.children[0];
}

function written({ tag, attributes, text, children, isEmpty }: Element): string {
  const list = Array.from(attributes, ([name, value]) => ` ${name}="${value}"`).join('');
  return isEmpty ? `<${tag}${list}/>` : `<${tag}${list}>${text}${children.map(written).join('')}</${tag}>`;
}

/** What replaces an element: nothing if it cannot be seen, its children if it is a group without attributes. */
function simplified(element: Element): Element[] {
  const { tag, attributes } = element;
  if (isUnseen(element)) return [];
  for (const name of LENGTHS) {
    const value = attributes.get(name);
    if (value !== undefined) attributes.set(name, rounded(value));
  }
  for (const [name, value] of attributes) if (DEFAULTS[name] === value) attributes.delete(name);
  if (tag !== 'g') {
    if (!attributes.has('stroke'))
      for (const name of [...attributes.keys()]) if (OF_STROKES.test(name)) attributes.delete(name);
    if (tag === 'path') attributes.set('d', withoutMiddles(attributes.get('d') ?? ''));
    return [element];
  }
  element.children = element.children.flatMap(simplified);
  if (attributes.size === 0) return element.children;
  return element.children.length > 0 || attributes.has('aria-label') ? [element] : [];
}

/** Whether an element paints nothing, and has no label. Vega’s groups have no paint that elements could take over. */
function isUnseen({ tag, attributes }: Element): boolean {
  if (attributes.has('aria-label')) return false;
  if (attributes.get('display') === 'none' || attributes.get('opacity') === '0') return true;
  if (tag !== 'path' && tag !== 'line') return false;
  return attributes.get('d') === '' || !(attributes.has('fill') || attributes.has('stroke'));
}

/** Rounds numbers to hundredths of a pixel. */
function rounded(value: string): string {
  // the sign stays, so that a width is the same there and back
  return value.includes('scale')
    ? value
    : value.replaceAll(/\d+\.\d{3,}(?!\d*e)/g, (number) => hundredths(Number(number)));
}

function hundredths(number: number): string {
  return String(Math.round(number * 100) / 100);
}

/** Leaves out the points of a line that are in the middle of a horizontal or vertical piece. */
function withoutMiddles(d: string): string {
  if (!/^M[\d.,-]+(L[\d.,-]+)+Z?$/.test(d)) return d;
  const points = d.replace('Z', '').slice(1).split('L');
  const at = points.map((point) => point.split(',').map(Number));
  let last = 0;
  const left = points.filter((_, i) => {
    const [before, here, after] = [at[last], at[i], at[i + 1] ?? []];
    const isMiddle = [0, 1].some(
      (axis) =>
        before[axis] === here[axis] &&
        here[axis] === after[axis] &&
        (here[1 - axis] - before[1 - axis]) * (after[1 - axis] - here[1 - axis]) >= 0,
    );
    if (i > 0 && isMiddle) return false;
    last = i;
    return true;
  });
  return `M${left.join('L')}${d.endsWith('Z') ? 'Z' : ''}`;
}

/**
 * Merges equal cells into a path for each color. Neighbors get different paths: one path would paint their common edge
 * once, not twice.
 */
function mergedCells(text: string): string {
  const cells = [...text.matchAll(new RegExp(CELL, 'g'))];
  const [[, , , wide, high]] = cells;
  if (cells.some((cell) => cell[3] !== wide || cell[4] !== high)) return text;
  const [width, height] = [Number(wide), Number(high)];
  const shape = `h${hundredths(width)}v${hundredths(height)}h-${hundredths(width)}z`;
  const paths = new Map<string, { attributes: string; x: number; y: number; d: string }>();
  for (const [, left, top, , , attributes] of cells) {
    const [x, y] = [Number(left), Number(top)];
    const key = `${Math.round(x / width) % 2} ${Math.round(y / height) % 2} ${attributes}`;
    const path = paths.get(key) ?? { attributes, x: 0, y: 0, d: '' };
    // a move is from the beginning of the cell before
    const [right, down] = [Math.round(100 * x) - path.x, Math.round(100 * y) - path.y];
    paths.set(key, {
      attributes,
      x: path.x + right,
      y: path.y + down,
      d: `${path.d}m${right / 100},${down / 100}${shape}`,
    });
  }
  return Array.from(paths.values(), ({ d, attributes }) => `<path d="${d}"${attributes}/>`).join('');
}

/**
 * Moves an attribute from elements to their group, where all that it means something to have the same value.
 * @returns The value that the group or element now has; undefined if there are several; null if it means nothing.
 */
function lift({ tag, attributes, children }: Element, name: string): string | undefined | null {
  const own = attributes.get(name);
  const isGroup = tag === 'g' || tag === 'svg';
  const values = isGroup ? children.map((child) => lift(child, name)) : [];
  if (own !== undefined) return own;
  if (!isGroup) {
    const meansNothing = OF_TEXTS.test(name) ? tag !== 'text' : OF_STROKES.test(name) && !attributes.has('stroke');
    return meansNothing ? null : undefined;
  }
  const some = new Set(values.filter((value) => value !== null));
  if (some.size === 0) return null;
  const [value] = some;
  if (some.size > 1 || value === undefined) return undefined;
  for (const child of children) child.attributes.delete(name);
  attributes.set(name, value);
  return value;
}
