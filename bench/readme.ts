// The chart and tables of speed in README.md and docs/proof/speed.md, from the last run of the history.
import { readFileSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import { chart } from './chart.js';
import type { Figure } from './measure.js';
import { UsageError } from './options.js';
import { HISTORY, type Run, readHistory } from './results.js';

export const CHART = 'docs/speed.svg';
/** A part of a page that a run writes: between a comment that opens it and one that closes it. */
type Part = (run: Run, pathToChart: string) => string;

/** The pages, and their parts by the names in the comments. */
export const PAGES: Readonly<Record<string, Readonly<Record<string, Part>>>> = {
  'README.md': { chart: chartPart, 'six rows': sixRowsPart },
  'docs/proof/speed.md': { chart: chartPart, table: tablePart },
};

/** A row: its words, where its figures are, and the rival that is in the first column. */
interface Row {
  text: string;
  table: string;
  row: string;
  first?: string;
}

/** The rows of the README: what most people draw. */
const SIX_ROWS: readonly Row[] = [
  { text: 'weighted, n = 2^10', table: 'draw', row: 'n = 2^10' },
  { text: 'weighted, n = 2^24', table: 'draw', row: 'n = 2^24' },
  { text: '`for (const index of sampler)`, n = 2^10', table: 'out', row: 'for…of' },
  { text: 'without replacement, all of 2^20', table: 'distinct', row: 'k = n' },
  { text: 'a permutation of 2^22', table: 'permutation', row: 'n = 2^22' },
  { text: 'a weight of a constructor, n = 2^20', table: 'construct', row: 'n = 2^20' },
];

/** The rows of the page about speed. */
const ROWS: readonly Row[] = [
  ...SIX_ROWS.slice(0, 1),
  { text: 'weighted, n = 2^20', table: 'draw', row: 'n = 2^20' },
  ...SIX_ROWS.slice(1, 2),
  { text: 'without replacement, all of 2^20', table: 'distinct', row: 'k = n' },
  { text: 'the first epoch of it, with the sampler', table: 'distinct-first', row: 'k = n' },
  { text: 'without replacement, 1 % of 2^20', table: 'distinct', row: 'k = n/100' },
  { text: 'the first epoch of it, with the sampler', table: 'distinct-first', row: 'k = n/100' },
  { text: 'a permutation of 2^22', table: 'permutation', row: 'n = 2^22' },
  { text: 'a `TorchGenerator`’s draws, n = 2^20', table: 'generator', row: 'with replacement' },
  { text: 'a systematic epoch of 2^20', table: 'epochs', row: 'systematic' },
  { text: '`for (const index of sampler)`, n = 2^10', table: 'out', row: 'for…of' },
  { text: '`sampler.draw()`, n = 2^10', table: 'out', row: 'draw' },
  { text: '`sampler.take(count)`, n = 2^10', table: 'out', row: 'take' },
  { text: '`for (const batch of new BatchSampler(sampler, 256))`, n = 2^10', table: 'out', row: 'batches of 256' },
  { text: '2^24 draws into a new array, n = 2^10', table: 'threads', row: 'n = 2^10' },
  { text: 'the same by `pool.take`, two threads', table: 'threads', row: 'n = 2^10', first: '2 in a pool' },
  { text: '2^24 draws into a new array, n = 2^24', table: 'threads', row: 'n = 2^24' },
  { text: 'the same by `pool.take`, two threads', table: 'threads', row: 'n = 2^24', first: '2 in a pool' },
  { text: '2^24 draws into a shared array, n = 2^24', table: 'threads-fill', row: 'n = 2^24' },
  { text: 'the same by `pool.fill`, two threads', table: 'threads-fill', row: 'n = 2^24', first: '2 in a pool' },
  { text: 'a weight of a constructor, n = 2^20', table: 'construct', row: 'n = 2^20' },
  { text: 'a sampler of ten weights, and its first draw', table: 'small', row: 'n = 10' },
];

/** Nanoseconds as a reader wants them: two digits below 10, whole numbers from there. */
export function shortFigure(value: number): string {
  return value < 9.95 ? value.toPrecision(2) : value.toFixed(0);
}

/** "PyTorch 2.13" from "PyTorch 2.13.0+cpu". */
function shortName(name: string): string {
  return name.replace(/^(\S+ \d+(?:\.\d+)?).*$/, '$1');
}

/** Figures of a row by rival; none if the run left the row out. */
function figuresOf(run: Run, table: string, row: string): Record<string, Figure> {
  return run.results[table]?.[row] ?? {};
}

/** The names of rivals of the run that begin so, such as those of any version of NumPy. */
function named(run: Run, start: string): string[] {
  const names = Object.values(run.results).flatMap((rows) =>
    Object.values(rows).flatMap((figures) => Object.keys(figures)),
  );
  return [...new Set(names.filter((name) => name.startsWith(start)))];
}

/** A line of a table in Markdown. */
function line(cells: readonly string[]): string {
  return `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`;
}

/** Rows with what this library, the plain table and other libraries take. */
function rowsPart(run: Run, rows: readonly Row[]): string[] {
  const libraries = [...named(run, 'PyTorch '), ...named(run, 'NumPy ')];
  const lines = rows.flatMap(({ text, table, row, first = 'wasm' }) => {
    const figures = figuresOf(run, table, row);
    if (!figures[first]) return [];
    const js = first === 'wasm' ? figures.js : undefined;
    // where indices leave one by one, the plain table still fills an array: that is no rival there
    const plain = table === 'out' ? undefined : figures['plain JS'];
    const cells = [figures[first], js, plain, ...libraries.map((name) => figures[name])];
    return [line([text, ...cells.map((figure) => (figure ? shortFigure(figure.least) : ''))])];
  });
  const head = ['', 'WebAssembly', 'pure JS', 'plain table', ...libraries.map(shortName)];
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...lines];
}

function measuredOn({ machine, rounds }: Run): string {
  return (
    `Measured on ${machine.cores} cores of ${machine.processor} with Node ${machine.node.slice(1)}: the least of ` +
    `${rounds} rounds in which all take turns.`
  );
}

function sixRowsPart(run: Run): string {
  return [...rowsPart(run, SIX_ROWS), '', measuredOn(run)].join('\n');
}

function tablePart(run: Run): string {
  return [...rowsPart(run, ROWS), '', measuredOn(run), ...runPart(run), ...processPart(run)].join('\n');
}

/** When and what was measured. */
function runPart({ date, commit, dirty, rivals, peers = [] }: Run): string[] {
  const others = [...Object.keys(rivals ?? {}), ...peers];
  const at = commit ? `, at commit \`${commit.slice(0, 12)}\`${dirty ? ' with changes' : ''}` : '';
  return [
    `The run is of ${date.slice(0, 10)}${at}.`,
    ...(others.length > 0 ? [`Measured beside it: ${others.join(', ')}.`] : []),
  ];
}

/** What a process and a page pay. */
function processPart({ start, bundles }: Run): string[] {
  const [empty, ours] = Object.values(start ?? {});
  const sizes = Object.entries(bundles ?? {})
    .filter(([name]) => /^loaded-dice(\/js)?: WeightedRandomSampler$/.test(name))
    .map(([name, { gzipped }]) => `${(gzipped / 1000).toFixed(1)} KB with \`${name.split(':')[0]}\``);
  return [
    ...(empty && ours
      ? [
          'A process that imports `loaded-dice` and draws from 1,000 weights takes ' +
            `${shortFigure(ours.least - empty.least)} ms more than an empty one.`,
        ]
      : []),
    ...(sizes.length > 0 ? [`A page with one sampler, minified and gzipped, has ${sizes.join(', and ')}.`] : []),
  ];
}

/** The picture, whose text for those who do not see it has the figures of n = 2^10. */
function chartPart(run: Run, pathToChart: string): string {
  const sizes = Object.keys(run.results.draw ?? {}).map((name) => name.replace('n = ', ''));
  const figures = figuresOf(run, 'draw', 'n = 2^10');
  const inC = Object.entries(figures)
    .filter(([name]) => name.startsWith('C, '))
    .sort(([, a], [, b]) => a.least - b.least)[0];
  const others = ['rand_distr ', 'GSL ', 'R ', 'NumPy ', 'PyTorch '].flatMap((start) => named(run, start).slice(0, 1));
  const parts = [
    ['loaded-dice', figures.wasm],
    ['the fastest form of the same draw in C', inC?.[1]],
    ...others.map((name) => [shortName(name), figures[name]] as const),
    ['loaded-dice/js', figures.js],
    ['the usual alias table in plain JavaScript', figures['plain JS']],
  ] as const;
  const values = parts.flatMap(([name, figure]) => (figure ? [`${name} ${shortFigure(figure.least)}`] : [])).join(', ');
  const alt = `Nanoseconds a draw for n = ${sizes[0]} to ${sizes.at(-1)}, logarithmic. At 2^10: ${values}.`;
  return `![${alt}](${pathToChart})`;
}

/** The text of a page, with the parts of a run. Throws if a part is not marked. */
export function withParts(page: string, text: string, run: Run): string {
  const chart = posix.relative(posix.dirname(page), CHART);
  return Object.entries(PAGES[page]).reduce((before, [name, part]) => {
    const opening = `<!-- bench: ${name} -->`;
    const closing = `<!-- bench: end of ${name} -->`;
    const [from, to] = [before.indexOf(opening), before.indexOf(closing)];
    if (from < 0 || to < from) throw new UsageError(`${page} has no ${opening} … ${closing}`);
    return `${before.slice(0, from + opening.length)}\n${part(run, chart)}\n${before.slice(to)}`;
  }, text);
}

/** Writes the parts of all pages and the chart from the last run of the history. */
export function writeReadme(): void {
  const run = readHistory().at(-1);
  if (!run) throw new UsageError(`${HISTORY} has no run: npm run bench adds one`);
  for (const page of Object.keys(PAGES)) writeFileSync(page, withParts(page, readFileSync(page, 'utf8'), run));
  writeFileSync(CHART, chart(run.results.draw, run.machine, run.rounds));
  console.log(`written from the run of ${run.date.slice(0, 10)}: ${Object.keys(PAGES).join(', ')}, ${CHART}`);
}
