// Random files and options for the command, valid ones and ones that are wrong in some way.
import fc from 'fast-check';

/** How a CSV is written: its fields, and what surrounds them. */
interface Dialect {
  delimiter: string;
  mark: boolean;
  /** Ends of rows, in turn. Some have blank lines between rows. */
  ends: string[];
  last: boolean;
  /** Whether a field is quoted without need, for the fields of each row in turn. */
  quoted: boolean[];
}

/** What makes a file an invalid CSV. */
type Fault = 'none' | 'short' | 'long' | 'open' | 'inside' | 'bytes' | 'empty' | 'header' | 'missing' | 'folder';

export interface Case {
  command: 'balance' | 'sample' | 'report';
  header: string[];
  rows: string[][];
  dialect: Dialect;
  fault: Fault;
  piped: boolean;
  column: number | 'none' | 'wrong';
  missing: 'none' | 'drop' | 'keep' | 'error' | 'some';
  weights: boolean;
  logits: boolean;
  /** Options of logits: a number, or '' for none. */
  temperature: string;
  topK: string;
  topP: string;
  /** Classes by their index among those of the file. A larger index names a class that is not there. */
  classes: number[];
  limits: [at: number, limit: string][];
  target: string[];
  scheme: 'none' | 'inverse' | 'sqrt' | 'effective' | 'power:0.3' | 'effective:0.9' | 'power:-1' | 'log';
  number: string;
  batchSize: string;
  seed: string;
  sampler: 'none' | 'weighted' | 'systematic' | 'stratified' | 'fair';
  withoutReplacement: boolean;
  distinct: boolean;
  json: boolean;
  rowsToo: boolean;
  out: 'none' | 'new' | 'old' | 'file' | 'below a file' | 'taken';
}

const ODD = ['a', 'b', 'c', '', ' ', 'a ', '1', '01', 'a,b', 'a;b', '"', '""', 'x\ny', 'x\r\ny', '\r', '\t', '='];
const WORDS = [...ODD, '__proto__', 'toString', 'constructor', 'é', '日本', '👩‍👩‍👧', '\u202e', 'a=1', '-', '--x'];
// a file with bytes of 0 is none of text
const withoutNul = (text: string): string => text.replaceAll('\0', 'a');
const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...WORDS.slice(0, 6)) },
  { weight: 2, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }).map(withoutNul) },
);
const NUMBERS = ['1', '2', '0', '0.5', '.5', '1e3', '+3', ' 4 ', '1e-300', '1e308'];
const amount = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 1, arbitrary: fc.constantFrom('-1', 'x', '', '1e999', 'NaN', '0x10', '１') },
);
const often = (share: number) => fc.integer({ min: 1, max: 100 }).map((value) => value <= share);
/** Mostly one of these, and sometimes one that is refused. */
const mostly = (good: fc.Arbitrary<string>, ...bad: string[]) =>
  fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: fc.constantFrom(...bad) });
const small = (most: number) => fc.integer({ min: 1, max: most }).map(String);

/** More draws than any sampler can store. Samplers that need not store them would draw for hours. */
const HUGE = '1000000000000';
const isKept = ({ command, sampler, distinct }: Case): boolean =>
  command === 'report' || distinct || sampler === 'systematic' || sampler === 'stratified';

export const cases: fc.Arbitrary<Case> = fc
  .record({
    command: fc.constantFrom('balance', 'balance', 'sample', 'sample', 'sample', 'report' as const),
    names: fc.uniqueArray(word, { minLength: 2, maxLength: 4 }),
    rows: fc.array(fc.tuple(word, amount, word, word), { minLength: 1, maxLength: 24 }),
    dialect: fc.record({
      delimiter: fc.constantFrom(',', ',', ';', '\t', '|', 'é', ' '),
      mark: fc.boolean(),
      ends: fc.array(fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\n\r\n', '\n\r'), { minLength: 1, maxLength: 3 }),
      last: fc.boolean(),
      quoted: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
    }),
    fault: fc.oneof(
      { weight: 25, arbitrary: fc.constant('none' as const) },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Fault>(
          ...(['short', 'long', 'open', 'inside', 'bytes', 'empty', 'header', 'missing', 'folder'] as const),
        ),
      },
    ),
    piped: fc.boolean(),
    column: fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom(0, 0, 2, 3) },
      { weight: 1, arbitrary: fc.constantFrom('none', 'wrong') },
    ),
    missing: fc.oneof(
      { weight: 30, arbitrary: fc.constantFrom('none', 'none', 'drop', 'keep', 'keep', 'error') },
      { weight: 1, arbitrary: fc.constant('some' as const) },
    ),
    weights: often(25),
    logits: often(30),
    temperature: fc.oneof(fc.constant(''), mostly(fc.constantFrom('0', '0.5', '1', '3'), '-1', 'x', 'Infinity')),
    topK: fc.oneof(fc.constant(''), mostly(small(9), '0', '1.5')),
    topP: fc.oneof(fc.constant(''), mostly(fc.constantFrom('1', '0.5', '0.9', '1e-3'), '0', '1.5', '')),
    classes: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }) },
    ),
    limits: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 4 }), mostly(small(4), '0', '-1', '', '1.5')), {
          maxLength: 3,
          selector: ([at]) => at,
        }),
      },
    ),
    target: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      {
        weight: 1,
        arbitrary: fc.array(fc.constantFrom('1', '2', '0', '0.1', '1e3', '-1', 'x'), { minLength: 1, maxLength: 12 }),
      },
    ),
    scheme: fc.oneof(
      { weight: 20, arbitrary: fc.constant('none' as const) },
      {
        weight: 9,
        arbitrary: fc.constantFrom<Case['scheme']>('inverse', 'sqrt', 'effective', 'power:0.3', 'effective:0.9'),
      },
      { weight: 1, arbitrary: fc.constantFrom<Case['scheme']>('power:-1', 'log') },
    ),
    number: fc.oneof(fc.constant(''), mostly(small(60), '0', '-1', '2.5', '1e3', '9007199254740992', HUGE)),
    batchSize: fc.oneof(fc.constant(''), mostly(small(12), '0', '4294967296', 'x', '')),
    seed: mostly(fc.integer({ min: 0, max: 1e6 }).map(String), '-1', '9007199254740992', '0x1'),
    sampler: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom('none', 'weighted', 'systematic', 'stratified') },
      { weight: 1, arbitrary: fc.constant('fair' as const) },
    ),
    withoutReplacement: often(25),
    distinct: often(25),
    fits: often(85),
    json: fc.boolean(),
    rowsToo: often(30),
    out: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom('none', 'new', 'old') },
      { weight: 1, arbitrary: fc.constantFrom('file', 'below a file', 'taken') },
    ),
  })
  .map(({ names, rows, fits, ...rest }) => {
    // a byte order mark would be taken for the file's own; names that are values or comments get a warning
    const header = names.map((name) => `${name.replaceAll('\ufeff', '').replace(/^#/, '')}_`);
    const used = [...new Set(header)].length === header.length ? header : ['k', 'w', 'x', 'y'].slice(0, header.length);
    const given = {
      ...rest,
      header: used,
      rows: rows.map((row) => row.slice(0, used.length)),
      column: typeof rest.column === 'number' ? Math.min(rest.column, used.length - 1) : rest.column,
    } as Case;
    const made = fits ? fitting(given) : given;
    return made.number === HUGE && !isKept(made) ? { ...made, number: '' } : made;
  });

/** What pandas takes for missing, and three signs more. */
const MISSING = ['', 'na', 'n/a', '#na', '#n/a', '#n/a n/a', '<na>', 'null', 'nan', '-nan', '?', '-', '\\n'];
export const isMissing = (text: string): boolean => MISSING.includes(text.trim().toLowerCase());

/** The label of each row; undefined where it is missing. A dash is a label beside a plus. */
function labelsOf({ rows, column, missing }: Case): (string | undefined)[] | undefined {
  if (typeof column !== 'number') return undefined;
  const labels = rows.map((row) => row[column]);
  const hasPlus = labels.some((label) => label.trim() === '+');
  const isLabel = (label: string) => missing === 'keep' || !isMissing(label) || (hasPlus && label.trim() === '-');
  return labels.map((label) => (isLabel(label) ? label : undefined));
}

/** A case with options that fit together, as far as numbers allow. */
function fitting(given: Case): Case {
  const { column, command } = given;
  const classes = Math.max(1, new Set(labelsOf(given)?.filter((label) => label !== undefined)).size);
  const weights = given.weights && command === 'sample' && given.target.length === 0;
  const logits = weights && given.logits;
  const chosen = given.classes.length + given.limits.length > 0;
  const within = (place: number): number => place % classes;
  const limits = new Map(given.limits.map(([place, limit]) => [within(place), limit]));
  // keep classes that have a limit
  const kept = given.classes.length ? [...new Set([...given.classes.map(within), ...limits.keys()])] : [];
  const shares = Array.from({ length: classes }, (_, i) => given.target[i % given.target.length]);
  const stratified = given.sampler === 'stratified';
  const withoutReplacement = given.withoutReplacement && ['none', 'weighted'].includes(given.sampler);
  return {
    ...given,
    weights,
    logits,
    ...(!logits && { temperature: '', topK: '', topP: '' }),
    column: weights && !chosen ? 'none' : column,
    classes: kept,
    limits: [...limits],
    target: given.target.length && kept.length === 0 ? shares : [],
    scheme: weights ? 'none' : given.scheme,
    sampler: weights && stratified ? 'systematic' : given.sampler,
    withoutReplacement: withoutReplacement && !(weights && stratified),
    number: withoutReplacement && (logits || Number(given.number) > 5) ? '' : given.number,
    distinct: given.distinct && !stratified,
    rowsToo: given.rowsToo && !given.json,
  };
}

export const field = (text: string, delimiter: string, quoted: boolean): string =>
  quoted || text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** The file, and the text of each of its rows, header first. */
export function written({ header, rows, dialect, fault }: Case): { bytes: Buffer; lines: string[] } {
  const { delimiter, mark, ends, last, quoted } = dialect;
  const lines = [header, ...rows].map((fields, i) =>
    fields.map((each, j) => field(each, delimiter, quoted[(i + j) % quoted.length])).join(delimiter),
  );
  // a byte order mark in the header would be taken for the file's own
  if (lines[0].startsWith('\ufeff')) lines[0] = field(header[0], delimiter, true) + lines[0].slice(header[0].length);
  const bad = [...lines];
  const at = 1 + Math.floor(rows.length / 2);
  // where the last column has no name, a row may end before it
  const isShort = fault === 'short' && header[header.length - 1] !== '';
  if (isShort) bad[at] = field(rows[at - 1]?.[0] ?? 'x', delimiter, true);
  if (fault === 'long' || (fault === 'short' && !isShort)) bad[at] = `${bad[at] ?? 'x'}${delimiter}more${delimiter}`;
  if (fault === 'open') bad.push(`"open${delimiter}x`);
  if (fault === 'inside') bad[at] = `"in"side${delimiter}x`;
  if (fault === 'header') bad.length = 1;
  if (fault === 'empty') bad.length = 0;
  const text = bad.map((line, i) => line + (i === bad.length - 1 && !last ? '' : ends[i % ends.length])).join('');
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text);
  return { bytes: fault === 'bytes' ? Buffer.concat([bytes, Buffer.from([0xe9])]) : bytes, lines };
}

/** The options as the command gets them, and the names of the columns and classes that they refer to. */
export function named(given: Case) {
  const { header, column } = given;
  const labels = labelsOf(given);
  const known = [...new Set(labels?.filter((label) => label !== undefined))];
  const at = (place: number): string => known[place] ?? 'not there';
  const classes = [...new Set(given.classes.map(at))].filter((label) => label !== '');
  const limits = new Map(given.limits.map(([place, limit]) => [at(place), limit]));
  return {
    labels,
    known,
    classes,
    limits,
    column: typeof column === 'number' ? header[column] : `${header.join('')} not there`,
    target: new Map(given.target.map((share, i) => [i < known.length ? known[i] : 'not there', share])),
  };
}

export function argumentsOf(given: Case, file: string, out: string | undefined): string[] {
  const { command, dialect } = given;
  const { classes, limits, column, target } = named(given);
  const pair =
    (name: string) =>
    ([label, value]: [string, string]) =>
      `--${name}=${label}=${value}`;
  return [
    command,
    given.piped ? '-' : file,
    ...(given.column === 'none' ? [] : [`--column=${column}`]),
    ...(command === 'sample' && given.weights ? [`--weights=${given.header[1]}`] : []),
    ...(command === 'sample' && given.logits ? ['--logits'] : []),
    ...(command === 'sample' && given.temperature ? [`--temperature=${given.temperature}`] : []),
    ...(command === 'sample' && given.topK ? [`--top-k=${given.topK}`] : []),
    ...(command === 'sample' && given.topP ? [`--top-p=${given.topP}`] : []),
    ...(classes.length ? [`--classes=${classes.map((each) => field(each, ',', true)).join(',')}`] : []),
    ...[...limits].map(pair('limit')),
    ...[...target].map(pair('target')),
    ...(given.scheme === 'none' ? [] : [`--scheme=${given.scheme}`]),
    ...(given.number ? [command === 'sample' ? `--number=${given.number}` : `--num-samples=${given.number}`] : []),
    ...(given.batchSize ? [`--batch-size=${given.batchSize}`] : []),
    `--seed=${given.seed}`,
    ...(given.sampler === 'none' ? [] : [`--sampler=${given.sampler}`]),
    ...(given.withoutReplacement ? ['--without-replacement'] : []),
    ...(given.distinct ? ['--distinct'] : []),
    `--delimiter=${dialect.delimiter}`,
    ...(given.missing === 'none' ? [] : [`--missing=${given.missing}`]),
    ...(given.json || command === 'report' ? ['--json'] : []),
    ...(command === 'sample' && given.rowsToo ? ['--rows'] : []),
    ...(out === undefined ? [] : [`--out=${out}`]),
    ...(command === 'report' ? ['--trials=2', '--epochs=3'] : []),
  ];
}
