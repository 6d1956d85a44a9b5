// The command over random files and options: what it draws, counts, writes and refuses, compared with plain arrays.
// Only the draws are the library's.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { run } from '../src/cli/run.js';
import {
  BatchSampler,
  RandomSampler,
  StratifiedBatchSampler,
  SystematicSampler,
  WeightedRandomSampler,
} from '../src/index.js';
import type { Fuzzer } from './fuzzer.js';

/** A CSV as it is to be written: fields, and what stands around them. */
interface Dialect {
  delimiter: string;
  mark: boolean;
  /** Ends of rows, in turn; blank ones lie between rows. */
  ends: string[];
  last: boolean;
  /** Fields that are quoted without need: of each row, in turn. */
  quoted: boolean[];
}

/** What makes a file no CSV. */
type Fault = 'none' | 'short' | 'long' | 'open' | 'inside' | 'bytes' | 'empty' | 'header' | 'missing' | 'folder';

interface Case {
  command: 'balance' | 'sample' | 'report';
  header: string[];
  rows: string[][];
  dialect: Dialect;
  fault: Fault;
  piped: boolean;
  column: number | 'none' | 'wrong';
  weights: boolean;
  /** Classes by their places among those of the file; beyond them, one that is not there. */
  classes: number[];
  limits: [at: number, limit: string][];
  target: string[];
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
const WORDS = [
  ...ODD,
  '__proto__',
  'toString',
  'constructor',
  'é',
  '日本',
  '👩‍👩‍👧',
  '\u0000',
  '\u202e',
  'a=1',
  '-',
  '--x',
];
const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...WORDS.slice(0, 6)) },
  { weight: 2, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);
const NUMBERS = ['1', '2', '0', '0.5', '.5', '1e3', '+3', ' 4 ', '1e-300', '1e308'];
const amount = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...NUMBERS) },
  { weight: 1, arbitrary: fc.constantFrom('-1', 'x', '', '1e999', 'NaN', '0x10', '１') },
);
const often = (share: number) => fc.integer({ min: 1, max: 100 }).map((value) => value <= share);
/** Mostly one of these, else one that is refused. */
const mostly = (good: fc.Arbitrary<string>, ...bad: string[]) =>
  fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: fc.constantFrom(...bad) });
const small = (most: number) => fc.integer({ min: 1, max: most }).map(String);

/** More draws than any sampler can keep; those that need not keep them would draw for hours. */
const HUGE = '1000000000000';
const isKept = ({ command, sampler, distinct }: Case): boolean =>
  command === 'report' || distinct || sampler === 'systematic' || sampler === 'stratified';

const cases: fc.Arbitrary<Case> = fc
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
    weights: often(25),
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
    // a mark would be taken for the file's
    const header = names.map((name) => name.replaceAll('\ufeff', ''));
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

/** The same with options that go together, as far as numbers allow. */
function fitting(given: Case): Case {
  const { column, rows, command } = given;
  const classes = typeof column === 'number' ? new Set(rows.map((row) => row[column])).size : 1;
  const weights = given.weights && command === 'sample' && given.target.length === 0;
  const chosen = given.classes.length + given.limits.length > 0;
  const within = (place: number): number => place % classes;
  const limits = new Map(given.limits.map(([place, limit]) => [within(place), limit]));
  // classes that have a limit are kept
  const kept = given.classes.length ? [...new Set([...given.classes.map(within), ...limits.keys()])] : [];
  const shares = Array.from({ length: classes }, (_, i) => given.target[i % given.target.length]);
  const stratified = given.sampler === 'stratified';
  const withoutReplacement = given.withoutReplacement && ['none', 'weighted'].includes(given.sampler);
  return {
    ...given,
    weights,
    column: weights && !chosen ? 'none' : column,
    classes: kept,
    limits: [...limits],
    target: given.target.length && kept.length === 0 ? shares : [],
    sampler: weights && stratified ? 'systematic' : given.sampler,
    withoutReplacement: withoutReplacement && !(weights && stratified),
    number: withoutReplacement && Number(given.number) > 5 ? '' : given.number,
    distinct: given.distinct && !stratified,
    rowsToo: given.rowsToo && !given.json,
  };
}

const field = (text: string, delimiter: string, quoted: boolean): string =>
  quoted || text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** The file, and each of its rows, header first, as it stands there. */
function written({ header, rows, dialect, fault }: Case): { bytes: Buffer; lines: string[] } {
  const { delimiter, mark, ends, last, quoted } = dialect;
  const lines = [header, ...rows].map((fields, i) =>
    fields.map((each, j) => field(each, delimiter, quoted[(i + j) % quoted.length])).join(delimiter),
  );
  // a mark of its own would be taken for the file's
  if (lines[0].startsWith('\ufeff')) lines[0] = field(header[0], delimiter, true) + lines[0].slice(header[0].length);
  const bad = [...lines];
  const at = 1 + Math.floor(rows.length / 2);
  if (fault === 'short') bad[at] = field(rows[at - 1]?.[0] ?? 'x', delimiter, true);
  if (fault === 'long') bad[at] = `${bad[at] ?? 'x'}${delimiter}more${delimiter}`;
  if (fault === 'open') bad.push(`"open${delimiter}x`);
  if (fault === 'inside') bad[at] = `in"side${delimiter}x`;
  if (fault === 'header') bad.length = 1;
  if (fault === 'empty') bad.length = 0;
  const text = bad.map((line, i) => line + (i === bad.length - 1 && !last ? '' : ends[i % ends.length])).join('');
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text);
  return { bytes: fault === 'bytes' ? Buffer.concat([bytes, Buffer.from([0xe9])]) : bytes, lines };
}

const whole = (text: string, most = Number.MAX_SAFE_INTEGER): boolean =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most;

interface Plan {
  /** Of the rows that take part. */
  rows: number[];
  labels: string[] | undefined;
  classes: string[];
  /** Classes whose share of the target is 0. */
  excluded: string[];
  otherClasses: { classes: number; rows: number };
  beyondLimit: Record<string, number>;
  numSamples: number;
  batches: number[][];
}

/** The options, as the command is given them; the names of what they name. */
function named(given: Case) {
  const { header, rows, column } = given;
  const labels = typeof column === 'number' ? rows.map((row) => row[column]) : undefined;
  const known = [...new Set(labels)];
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

function argumentsOf(given: Case, file: string, out: string | undefined): string[] {
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
    ...(classes.length ? [`--classes=${classes.map((each) => field(each, ',', true)).join(',')}`] : []),
    ...[...limits].map(pair('limit')),
    ...[...target].map(pair('target')),
    ...(given.number ? [command === 'sample' ? `--number=${given.number}` : `--num-samples=${given.number}`] : []),
    ...(given.batchSize ? [`--batch-size=${given.batchSize}`] : []),
    `--seed=${given.seed}`,
    ...(given.sampler === 'none' ? [] : [`--sampler=${given.sampler}`]),
    ...(given.withoutReplacement ? ['--without-replacement'] : []),
    ...(given.distinct ? ['--distinct'] : []),
    `--delimiter=${dialect.delimiter}`,
    ...(given.json || command === 'report' ? ['--json'] : []),
    ...(command === 'sample' && given.rowsToo ? ['--rows'] : []),
    ...(out === undefined ? [] : [`--out=${out}`]),
    ...(command === 'report' ? ['--trials=2', '--epochs=3'] : []),
  ];
}

/** What is drawn; undefined where the command has to refuse. */
function planOf(given: Case): Plan | undefined {
  const { command, rows, sampler, withoutReplacement, distinct } = given;
  const { labels, known, classes, limits, target } = named(given);
  const weighed = command === 'sample' && given.weights;
  const chosen = classes.length > 0 || limits.size > 0;
  if (given.fault !== 'none') return undefined;
  if (!(whole(given.seed) || given.seed === '0') || sampler === 'fair') return undefined;
  if (given.number && !whole(given.number, 2 ** 32 - 1)) return undefined;
  if (given.batchSize && !whole(given.batchSize, 2 ** 32 - 1)) return undefined;
  if (given.json && given.rowsToo && command === 'sample') return undefined;
  if (weighed && (target.size > 0 || chosen !== (given.column !== 'none'))) return undefined;
  if (weighed ? given.column === 'wrong' : !labels) return undefined;
  if (command === 'balance' && given.out !== 'none' && given.out !== 'new' && given.out !== 'old') return undefined;
  for (const label of [...classes, ...limits.keys()]) if (!known.includes(label)) return undefined;
  for (const limit of limits.values()) if (!whole(limit)) return undefined;
  const wanted = known.filter((label) => classes.length === 0 || classes.includes(label));
  for (const label of limits.keys()) if (!wanted.includes(label)) return undefined;
  const amounts = rows.map((row) => row[1]);
  if (weighed && amounts.some((text) => !/^\s*\+?(\d|\.\d)/.test(text) || !(Number(text) < Infinity) || /x/.test(text)))
    return undefined;

  const seed = Number(given.seed);
  const order = limits.size ? [...new RandomSampler(rows.length, { seed }).indices(1)] : [...rows.keys()];
  const kept = new Map(wanted.map((label) => [label, 0]));
  const beyondLimit: [string, number][] = [];
  const taken: number[] = [];
  for (const row of order) {
    if (!labels) {
      taken.push(row);
      continue;
    }
    const label = labels[row];
    const before = kept.get(label);
    if (before === undefined) continue;
    if (before < Number(limits.get(label) ?? Infinity)) {
      taken.push(row);
      kept.set(label, before + 1);
      continue;
    }
    const beyond = beyondLimit.find(([other]) => other === label);
    if (beyond) beyond[1]++;
    else beyondLimit.push([label, 1]);
  }
  taken.sort((a, b) => a - b);
  const ofTaken = labels && taken.map((row) => labels[row]);
  const weights = weighed ? taken.map((row) => Number(amounts[row])) : undefined;
  if (weights && !weights.some((weight) => weight > 0)) return undefined;
  if (target.size > 0) {
    const shares = [...target.values()].map(Number);
    if (shares.some((share) => !(share >= 0)) || !shares.some((share) => share > 0)) return undefined;
    if (target.size !== wanted.length || wanted.some((label) => !target.has(label))) return undefined;
  }
  const numSamples = given.number ? Number(given.number) : taken.length;
  const batchSize = Math.min(given.batchSize ? Number(given.batchSize) : 32, numSamples);
  if (withoutReplacement && sampler !== 'none' && sampler !== 'weighted') return undefined;
  if (sampler === 'stratified' && (distinct || weighed)) return undefined;
  const positive = weights
    ? weights.filter((weight) => weight > 0).length
    : taken.filter((row) => Number(target.get((labels as string[])[row]) ?? 1) > 0).length;
  if (withoutReplacement && numSamples > positive) return undefined;

  const shares = target.size ? { target: new Map([...target].map(([label, share]) => [label, Number(share)])) } : {};
  const options = { numSamples, seed, ...shares };
  const all = ofTaken as string[];
  const draws =
    sampler === 'systematic'
      ? weights
        ? new SystematicSampler(weights, numSamples, { seed })
        : SystematicSampler.fromLabels(all, options)
      : weights
        ? new WeightedRandomSampler(weights, numSamples, { seed, replacement: !withoutReplacement })
        : WeightedRandomSampler.fromLabels(all, { ...options, replacement: !withoutReplacement });
  const batches =
    sampler === 'stratified'
      ? new StratifiedBatchSampler(all, { batchSize, numBatches: Math.ceil(numSamples / batchSize), seed, ...shares })
      : new BatchSampler(draws, batchSize, false, { distinct });
  return {
    rows: taken,
    labels: ofTaken,
    classes: wanted,
    excluded: wanted.filter((label) => target.has(label) && Number(target.get(label)) === 0),
    otherClasses: labels
      ? {
          classes: known.length - wanted.length,
          rows: labels.filter((label) => !wanted.includes(label)).length,
        }
      : { classes: 0, rows: 0 },
    beyondLimit: Object.fromEntries(beyondLimit),
    numSamples,
    batches: Array.from(batches, (batch) => Array.from(batch)),
  };
}

/** Draws, batches and rows of one class: what `balance` tells of it. What the target excludes is not missed. */
function tallied({ rows, labels, excluded }: Plan, batches: number[][], label: string) {
  const all = labels as string[];
  const times = rows.map(() => 0);
  for (const item of batches.flat()) times[item]++;
  const own = times.filter((_, item) => all[item] === label);
  const draws = own.reduce((sum, count) => sum + count, 0);
  return {
    draws,
    share: draws / batches.flat().length,
    batchesWithout: excluded.includes(label)
      ? null
      : batches.filter((batch) => !batch.some((item) => all[item] === label)).length,
    neverSeen: excluded.includes(label) ? null : own.filter((count) => count === 0).length,
    fewest: Math.min(...own),
    most: Math.max(...own),
  };
}

const line = (fields: (string | number)[]): string =>
  `${fields.map((each) => (typeof each === 'number' ? each : field(each, ',', false))).join(',')}\n`;

interface Ran {
  status: number;
  stdout: string;
  stderr: string;
  files: Record<string, string>;
}

/** Runs the command in this process, in a folder of its own, which is deleted. */
async function ran(given: Case, bytes: Buffer): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'loaded-dice-fuzz-'));
  try {
    const file = join(folder, 'in.csv');
    if (given.fault === 'folder') mkdirSync(file);
    else if (given.fault !== 'missing') writeFileSync(file, bytes);
    const out = join(folder, given.out === 'below a file' ? 'in.csv/out' : given.out === 'file' ? 'in.csv' : 'out/b');
    if (given.out === 'old' || given.out === 'taken') {
      mkdirSync(join(out, given.out === 'taken' ? 'counts.csv' : '.'), { recursive: true });
      writeFileSync(join(out, 'indices.csv'), 'before');
    }
    const texts = { stdout: '', stderr: '' };
    const stream = (name: keyof typeof texts): Writable =>
      new Writable({
        write(chunk, _, done) {
          texts[name] += chunk;
          done();
        },
      });
    const streams = { stdin: () => Readable.from([bytes]), stdout: stream('stdout'), stderr: stream('stderr') };
    const to = given.command === 'balance' && given.out !== 'none' ? out : undefined;
    const status = await run(argumentsOf(given, file, to), streams, '0.0.0');
    const replaced = (text: string) => text.replaceAll(folder, '');
    const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
    const files = names.map((entry) => join(entry.parentPath, entry.name));
    return {
      status,
      stdout: replaced(texts.stdout),
      stderr: replaced(texts.stderr),
      files: Object.fromEntries(
        files.map((path) => [path.slice(folder.length + 1), replaced(readFileSync(path, 'utf8'))]),
      ),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function same(what: string, actual: unknown, expected: unknown): void {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(value) ?? 'nothing');
  let at = 0;
  while (a[at] === b[at] && at < a.length) at++;
  const near = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  if (a !== b) throw new Error(`${what}: … ${near(a)} …, expected: … ${near(b)} …`);
}

async function check(any: Case): Promise<void> {
  // standard input is there, and no folder
  const given: Case = any.piped && ['missing', 'folder'].includes(any.fault) ? { ...any, fault: 'none' } : any;
  const { bytes, lines } = written(given);
  const plan = planOf(given);
  const first = await ran(given, bytes);
  const { status, stdout, stderr, files } = first;
  same('a second run', await ran(given, bytes), first);
  const before: Record<string, string> = ['missing', 'folder'].includes(given.fault) ? {} : { 'in.csv': String(bytes) };
  if (given.out === 'old' || given.out === 'taken') before['out/b/indices.csv'] = 'before';
  if (!plan) {
    same('refused', [status, stdout, /^loaded-dice: [^\p{Cc}]+\n$/u.test(stderr)], [2, '', true]);
    same('files', files, before);
    return;
  }
  if (status !== 0) throw new Error(`exit code ${status}: ${stderr}`);
  const drawn = plan.batches.flatMap((batch) => batch.map((item) => plan.rows[item]));
  const head = {
    file: given.piped ? 'standard input' : '/in.csv',
    seed: Number(given.seed),
    rows: plan.rows.length,
    leftOut: { otherClasses: plan.otherClasses, beyondLimit: plan.beyondLimit, unlabelledImages: 0 },
    numSamples: plan.numSamples,
  };
  const headIn = (json: Record<string, unknown>) =>
    same('head', Object.fromEntries(Object.keys(head).map((name) => [name, json[name]])), head);
  if (given.command === 'sample') {
    if (given.json) {
      const json = JSON.parse(stdout);
      headIn(json);
      same('draws', json.draws, drawn);
      same('standard error', stderr, '');
    } else if (given.rowsToo) {
      same('rows', stdout, [lines[0], ...drawn.map((row) => lines[row + 1])].map((each) => `${each}\n`).join(''));
    } else {
      same('row numbers', stdout, drawn.map((row) => `${row}\n`).join(''));
    }
    if (!given.json) same('seed', /^(warning: [^\p{Cc}]+\n)*seed (\d+)\n$/u.exec(stderr)?.[2], given.seed);
    same('files', files, before);
    return;
  }
  if (given.command === 'report') {
    const json = JSON.parse(stdout);
    headIn(json);
    const counts = plan.classes.map((label) => plan.labels?.filter((each) => each === label).length);
    const told = new Map(json.classes.map((label: string, i: number) => [label, json.counts[i]]));
    same(
      'counts',
      plan.classes.map((label) => told.get(label)),
      counts,
    );
    same('draws', json.plan.epoch.draws, drawn.length);
    same('files', files, before);
    return;
  }
  const texts = plan.labels as string[];
  const tallies = plan.classes.map((label) => tallied(plan, plan.batches, label));
  if (given.json) {
    const json = JSON.parse(stdout);
    headIn(json);
    const shuffled = new BatchSampler(
      new RandomSampler(plan.rows.length, { numSamples: plan.numSamples, seed: Number(given.seed) }),
      given.batchSize ? Number(given.batchSize) : 32,
    );
    const shuffle = Array.from(shuffled, (batch) => Array.from(batch));
    const keys = ['class', 'rows', 'shuffle', 'plan'];
    same(
      'classes',
      json.perClass.map((each: Record<string, unknown>) => keys.map((key) => each[key])),
      plan.classes.map((label, i) => [
        label,
        texts.filter((each) => each === label).length,
        tallied(plan, shuffle, label),
        tallies[i],
      ]),
    );
    const unseen = tallies.reduce((sum, { neverSeen }) => sum + (neverSeen ?? 0), 0);
    same('epoch', json.plan, { draws: drawn.length, batches: plan.batches.length, neverSeen: unseen });
  }
  if (given.out === 'none') {
    same('files', files, before);
    return;
  }
  const { 'out/b/summary.json': summary, ...csvs } = files;
  const items = plan.batches.flat();
  const times = (item: number): number => items.filter((each) => each === item).length;
  if (given.json) same('summary', summary, stdout);
  same(
    'files',
    Object.keys(files).sort(),
    ['in.csv', ...['counts.csv', 'indices.csv', 'summary.json'].map((name) => `out/b/${name}`)].slice(
      'in.csv' in before ? 0 : 1,
    ),
  );
  same(
    'indices.csv',
    csvs['out/b/indices.csv'],
    `position,row,label\n${items.map((item, i) => line([i, plan.rows[item], texts[item]])).join('')}`,
  );
  same(
    'counts.csv',
    csvs['out/b/counts.csv'],
    `row,label,times\n${plan.rows.map((row, item) => line([row, texts[item], times(item)])).join('')}`,
  );
}

export const command: Fuzzer = {
  name: 'command',
  property: fc.asyncProperty(cases, check),
  runs: 50,
};
