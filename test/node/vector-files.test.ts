// What the command understands of the small files of test/vectors/files, and the rows that it draws from them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { folder } from '../support/cli.js';
import { runCommand, runForBytes } from '../support/run-command.js';
import {
  argumentsOf,
  differences,
  nameOf,
  type Understood,
  VECTOR_FILES,
  type VectorFile,
  vectorFiles,
} from '../support/vector-files.js';

const entries = vectorFiles.map((entry) => [nameOf(entry), entry] as const);

/** Warnings about what is drawn, however it is written. */
const ABOUT_DRAWS = /^row \d+ .* gets [\d.]+ % of the draws$|expected less than once in \d+ epochs/;

/** What `balance --json` understood. */
async function understood({ file, options }: VectorFile): Promise<Understood> {
  const args = ['balance', file, ...argumentsOf(options), '--json', '--seed', '1'];
  const { status, stdout, stderr } = await runCommand(VECTOR_FILES, args);
  if (status !== 0) {
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringMatching(/^loaded-dice: [^\p{Cc}]+\n$/u)]);
    return { error: stderr.slice('loaded-dice: '.length, -1) };
  }
  expect(stderr).toBe('');
  const { read, leftOut, warnings, perClass, perLabel, perItem } = JSON.parse(stdout);
  const missing = Object.values<number>(leftOut.missing).reduce((sum, rows) => sum + rows, 0);
  const inOrder = perItem?.toSorted((a: { row: number }, b: { row: number }) => a.row - b.row);
  return {
    read: { ...read, missing },
    classes: perClass?.map((each: { class: string; rows: number }) => [each.class, each.rows]),
    labels: perLabel?.map((each: { label: string; rows: number }) => [each.label, each.rows]),
    weights: inOrder?.map(({ weight }: { weight: number }) => weight),
    warnings: warnings.filter((text: string) => !ABOUT_DRAWS.test(text)),
  };
}

test('there is a file for each entry, and an entry for each file', () => {
  const names = readdirSync(VECTOR_FILES, { withFileTypes: true }).filter((entry) => entry.isFile());
  const data = names.map(({ name }) => name).filter((name) => !['make.mjs', 'index.json'].includes(name));
  expect(data.length).toBeGreaterThan(200);
  expect(data.sort()).toEqual([...new Set(vectorFiles.map(({ file }) => file))].sort());
});

test('make.mjs makes the files that are there', async () => {
  const { write } = await import('../vectors/files/make.mjs');
  const made = folder();
  write(made);
  for (const name of readdirSync(made)) {
    expect([name, readFileSync(join(made, name), 'hex')]).toEqual([
      name,
      readFileSync(`${VECTOR_FILES}/${name}`, 'hex'),
    ]);
  }
});

describe('is understood', () => {
  test.each(entries)('%s', async (_, entry) => {
    expect(differences(entry, await understood(entry))).toEqual([]);
  });
});

describe('gives back the bytes of the rows that are drawn', () => {
  test.each(entries.filter(([, { error }]) => error === undefined))('%s', async (_, entry) => {
    const { file, options, header, rows } = entry as Required<VectorFile>;
    const path = join(VECTOR_FILES, file);
    const sample = ['sample', path, ...argumentsOf(options), '-n', '12', '--seed', '7'];
    const { draws, read } = JSON.parse(String((await runForBytes([...sample, '--json'])).stdout));
    expect(draws).toHaveLength(12);
    const packed = readFileSync(path);
    const bytes = read.compressed ? gunzipSync(packed) : packed;
    const isWide = read.encoding.startsWith('utf-16');
    const wide = (text: string) =>
      read.encoding === 'utf-16le' ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'utf16le').swap16();
    const lineEnd = isWide ? wide('\n') : Buffer.from('\n');
    const records = [...(header ? [header] : []), ...draws.map((row: number) => rows[row])];
    const lines = records.flatMap(([from, to]) => [bytes.subarray(from, to), lineEnd]);
    const { status, stdout } = await runForBytes([...sample, '--rows']);
    expect([status, stdout.toString('latin1')]).toEqual([
      0,
      Buffer.concat([...(isWide ? [wide('\ufeff')] : []), ...lines]).toString('latin1'),
    ]);
  });
});
