// Runs the command on tables in random dialects: classes, counts and the bytes of drawn rows must be those that were
// written. On damaged files it must end with one line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { runForBytes } from '../test/support/run-command.js';
import { argumentsOf, type VectorOptions } from '../test/support/vector-files.js';
import type { Fuzzer } from './fuzzer.js';
import { same } from './same.js';
import { type TableCase, tables, written } from './table-writer.js';

/** Spellings of a missing label that the writer's texts may have. */
const MISSING = ['', 'na', '#na', '-'];
const isMissing = (label: string): boolean => MISSING.includes(label.trim().toLowerCase());

/** The classes in order of first appearance, and their rows. */
function classesOf(labels: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts];
}

async function check(given: TableCase, at: number, zipped: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'loaded-dice-fuzz-'));
  try {
    await checkIn(folder, given, at, zipped);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param at Chooses the column of labels. @param zipped Whether the name says that the file is compressed. */
async function checkIn(folder: string, given: TableCase, at: number, zipped: boolean): Promise<void> {
  const column = at % given.names.length;
  const names = given.names.map((name, i) => (i === column ? 'label' : name));
  const table = { ...given, names };
  const { bytes, plain, rows, places, ragged, comments, emptyLines } = written(table);
  const { delimiter, quote, escape: sign, comment, encoding, header } = table;
  const options: VectorOptions = {
    ...{
      column: header ? 'label' : String(column + 1),
      delimiter: delimiter === '\t' ? '\\t' : delimiter,
      quote,
      encoding,
    },
    ...(sign && { escape: sign }),
    ...(comment && { comment }),
    ...(!header && { header }),
  };
  const file = join(folder, table.members > 0 && zipped ? 't.csv.gz' : 't.csv');
  writeFileSync(file, bytes);
  const args = [file, ...argumentsOf(options), '--seed', String(at)];
  const balance = await runForBytes(['balance', ...args, '--json']);
  const labels = rows.map((row) => row[column]).filter((label) => !isMissing(label));
  if (ragged >= 0 || labels.length === 0) {
    same('refused', [balance.status, /^loaded-dice: [^\p{Cc}]+\n$/u.test(balance.stderr)], [2, true]);
    return;
  }
  if (balance.status !== 0) throw new Error(balance.stderr);
  const { read, leftOut, perClass } = JSON.parse(String(balance.stdout));
  same(
    'classes',
    perClass.map((each: { class: string; rows: number }) => [each.class, each.rows]),
    classesOf(labels),
  );
  same('read', [read.rows, read.comments, read.emptyLines], [rows.length, comments, emptyLines]);
  const missing = Object.values<number>(leftOut.missing).reduce((sum, each) => sum + each, 0);
  same('missing', missing, rows.length - labels.length);
  const sample = await runForBytes(['sample', ...args, '-n', '5', '--json']);
  const { draws } = JSON.parse(String(sample.stdout));
  const isWide = encoding.startsWith('utf-16');
  const wide = (text: string) =>
    encoding === 'utf-16le' ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'utf16le').swap16();
  const records = [...(header ? [0] : []), ...draws.map((row: number) => row + Number(header))];
  const parts = records.flatMap((record) => [
    plain.subarray(...places[record]),
    isWide ? wide('\n') : Buffer.from('\n'),
  ]);
  const drawn = await runForBytes(['sample', ...args, '-n', '5', '--rows']);
  const expected = Buffer.concat([...(isWide ? [wide('\ufeff')] : []), ...parts]);
  same('rows', drawn.stdout.toString('latin1'), expected.toString('latin1'));
}

export const tableCommands: Fuzzer = {
  name: 'table-commands',
  property: fc.asyncProperty(tables(false), fc.nat(99), fc.boolean(), check),
  runs: 100,
};
