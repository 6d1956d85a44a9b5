// Runs the command on random files and options, and compares what it draws, counts, writes and refuses with a
// reference.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { run } from '../src/cli/command.js';
import { BatchSampler, RandomSampler } from '../src/index.js';
import { writeTexts } from '../test/support/parquet.js';
import { argumentsOf, type Case, cases, field, written } from './command-cases.js';
import { planOf, tallied } from './command-reference.js';
import type { Fuzzer } from './fuzzer.js';
import { same } from './same.js';

const line = (fields: (string | number)[]): string =>
  `${fields.map((each) => (typeof each === 'number' ? each : field(each, ',', false))).join(',')}\n`;

interface Ran {
  status: number;
  stdout: string;
  stderr: string;
  files: Record<string, string>;
}

/**
 * Runs the command in this process, in a new folder, which is deleted afterwards.
 * @param bytes The input; 'parquet' for a Parquet file with the same data.
 */
async function ran(given: Case, bytes: Buffer | 'parquet'): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'loaded-dice-fuzz-'));
  try {
    const file = join(folder, bytes === 'parquet' ? 'in.parquet' : 'in.csv');
    if (bytes === 'parquet') await writeTexts(file, given.header, given.rows);
    else if (given.fault === 'folder') mkdirSync(file);
    else if (given.fault !== 'missing') writeFileSync(file, bytes);
    const out = given.out === 'below a file' ? join(file, 'out') : given.out === 'file' ? file : join(folder, 'out/b');
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
        files.map((path) => [
          path.slice(folder.length + 1),
          replaced(String(path === file ? bytes : readFileSync(path))),
        ]),
      ),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether DuckDB can write a Parquet file with these columns. */
function isWritable({ header, rows, fault, piped }: Case): boolean {
  const names = header.map((name) => name.toLowerCase());
  // a text table with such a character is refused as binary
  if ([header, ...rows].flat().some((text) => text.includes('\0'))) return false;
  return (
    fault === 'none' && !piped && new Set(names).size === names.length && names.every((name) => /^[^\0]+$/.test(name))
  );
}

/** What the command wrote, without how it read the file and where errors are: lines of text, rows of Parquet. */
const withoutReading = (text: string): string =>
  text
    .replace(/"read": ?\{[^}]*\},?/, '')
    .replace(/^read as: [\s\S]*?\n(?=\n|[a-z]+: |seed )/m, '')
    .replace(/line \d+:|row \d+ \(0-based\):/g, 'there:');

/** What the command must do with a Parquet file: the same as with a CSV, but for the quotes of rows. */
function ofParquet(given: Case, { status, stdout, stderr, files }: Ran, drawn: readonly number[]): Ran {
  const { command, json, rowsToo, header, rows, dialect } = given;
  const renamed = (text: string) => withoutReading(text.replaceAll('/in.csv', '/in.parquet'));
  const { 'in.csv': _, ...others } = files;
  const texts = Object.entries(others).map(([name, text]) => [name, renamed(text)]);
  const lines = [header, ...drawn.map((row) => rows[row])].map(
    (fields) => `${fields.map((each) => field(each, dialect.delimiter, false)).join(dialect.delimiter)}\n`,
  );
  const printsRows = command === 'sample' && rowsToo && !json && status === 0;
  return {
    status,
    stdout: printsRows ? lines.join('') : renamed(stdout),
    stderr: renamed(stderr),
    files: { ...Object.fromEntries(texts), 'in.parquet': 'parquet' },
  };
}

async function check(any: Case): Promise<void> {
  // standard input always exists and is no folder
  const given: Case = any.piped && ['missing', 'folder'].includes(any.fault) ? { ...any, fault: 'none' } : any;
  const { bytes, lines } = written(given);
  const plan = planOf(given);
  const first = await ran(given, bytes);
  const { status, stdout, stderr, files } = first;
  same('a second run', await ran(given, bytes), first);
  const drawn = plan ? plan.batches.flatMap((batch) => batch.map((item) => plan.rows[item])) : [];
  if (isWritable(given)) {
    const { files, status, ...texts } = await ran(given, 'parquet');
    const { files: expected, ...told } = ofParquet(given, first, drawn);
    const without = (entries: [string, string][]) => entries.map(([name, text]) => [name, withoutReading(text)]);
    // of two faults, a text table shows the one in the upper row, and Parquet the one in the first column
    const isTwice = status === 2 && given.missing === 'error' && given.weights;
    const said = { status, ...Object.fromEntries(without(Object.entries(texts))) };
    same('a Parquet file', isTwice ? { ...said, stderr: told.stderr } : said, told);
    same('files of a Parquet file', without(Object.entries(files)).sort(), Object.entries(expected).sort());
  }
  const before: Record<string, string> = ['missing', 'folder'].includes(given.fault) ? {} : { 'in.csv': String(bytes) };
  if (given.out === 'old' || given.out === 'taken') before['out/b/indices.csv'] = 'before';
  if (!plan) {
    same('refused', [status, stdout, /^loaded-dice: [^\p{Cc}]+\n$/u.test(stderr)], [2, '', true]);
    same('files', files, before);
    return;
  }
  if (status !== 0) throw new Error(`exit code ${status}: ${stderr}`);
  // in which order the spellings of missing labels come does not matter
  const sorted = <T>(counts: Record<string, T>) => Object.fromEntries(Object.entries(counts).sort());
  const head = {
    file: given.piped ? 'standard input' : '/in.csv',
    seed: Number(given.seed),
    rows: plan.rows.length,
    leftOut: {
      ...{ missing: sorted(plan.missing), otherClasses: plan.otherClasses, beyondLimit: plan.beyondLimit },
      unlabelledImages: 0,
    },
    numSamples: plan.numSamples,
  };
  const headIn = ({ leftOut, ...json }: Record<string, unknown> & { leftOut: (typeof head)['leftOut'] }) => {
    const told = { ...json, leftOut: { ...leftOut, missing: sorted(leftOut.missing) } } as Record<string, unknown>;
    same('head', Object.fromEntries(Object.keys(head).map((name) => [name, told[name]])), head);
  };
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
    if (!given.json)
      same('seed', /^read as: [^\p{Cc}]+\n(?:warning: [^\p{Cc}]+\n)*seed (\d+)\n$/u.exec(stderr)?.[1], given.seed);
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
