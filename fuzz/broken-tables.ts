// Reads what is no table or a damaged one: random bytes, and the files of test/vectors/files with changes. It must end
// with an error on one line, or every line of the file must be accounted for.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { FormatOptions, Understood } from '../src/files/dialect.js';
import { runForBytes } from '../test/support/run-command.js';
import { argumentsOf, VECTOR_FILES, type VectorOptions, vectorFiles } from '../test/support/vector-files.js';
import type { Fuzzer } from './fuzzer.js';
import { read } from './tables.js';

/** A change at a part of a file, from 0 to 1. */
interface Change {
  readonly kind: 'byte' | 'insert' | 'delete' | 'repeat' | 'cut';
  readonly at: number;
  readonly length: number;
  readonly bytes: string;
}

const SIGNS = [
  '"',
  "'",
  ',',
  '\t',
  ';',
  '|',
  ' ',
  '\n',
  '\r',
  '\r\n',
  '\\',
  '#',
  '{',
  '}',
  '[',
  '\ufeff',
  '\0',
  'é',
  'a',
];

const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('byte', 'insert', 'insert', 'insert', 'delete', 'repeat', 'cut'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 12 }),
    bytes: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...SIGNS) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)) },
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

function changed(bytes: Buffer, { kind, at, length, bytes: more }: Change): Buffer {
  const from = Math.floor(at * bytes.length);
  const [before, after] = [bytes.subarray(0, from), bytes.subarray(from)];
  switch (kind) {
    case 'byte':
      return Buffer.concat([before, Buffer.from(more, 'latin1'), after.subarray(1)]);
    case 'insert':
      return Buffer.concat([before, Buffer.from(more), after]);
    case 'delete':
      return Buffer.concat([before, after.subarray(length)]);
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, 8 * length), after]);
    case 'cut':
      return before;
  }
}

const options: fc.Arbitrary<FormatOptions> = fc.record(
  {
    delimiter: fc.constantFrom(',', '\t', ';', '|', 'spaces', ' ', 'a'),
    quote: fc.constantFrom('"', "'", 'none'),
    escape: fc.constantFrom('\\'),
    comment: fc.constantFrom('#', '%'),
    header: fc.boolean(),
    encoding: fc.constantFrom('utf-8', 'windows-1252', 'utf-16le', 'utf-16be'),
  },
  { requiredKeys: [] },
);

/** The number of lines of a file, naively, and whether the first one is for Excel. */
function linesOf(bytes: Buffer, { compressed, encoding, format }: Understood) {
  const content = compressed ? gunzipSync(bytes) : bytes;
  // the mark of UTF-8 may stand in front of other bytes: no decoder of those takes it off
  const isMarked = content.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf));
  // of two marks, one is taken off; Node 20 loses the letter 0xff of windows-1252 with ignoreBOM
  const decoder = new TextDecoder(encoding, { ignoreBOM: isMarked && encoding === 'utf-8' });
  const text = decoder.decode(isMarked ? content.subarray(3) : content);
  const lines = text.split(/\r\n|\n|\r/);
  const hasSepLine = format === 'text' && /^(sep=.|"sep=.")$/i.test(lines[0]);
  return { lines: lines.at(-1) === '' ? lines.length - 1 : lines.length, hasSepLine };
}

async function check(name: string, bytes: Buffer, given: FormatOptions, sizes: number[]): Promise<void> {
  const got = await read(name, bytes, given, sizes);
  if (got.error !== undefined) {
    // the command escapes what else terminals do not show
    const isOneLine = !/[\r\n]/.test(got.error) && got.error.startsWith(name);
    if (!isOneLine || got.error.length > 1000) throw new Error(`an error of several lines: ${got.error}`);
    return;
  }
  const { understood, spans } = got;
  const inRecords = spans.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const { lines, hasSepLine } = linesOf(bytes, understood);
  const others = understood.comments + understood.emptyLines + Number(hasSepLine);
  // an escaped line end at the very end begins a line without a character
  const isOpen = given.escape !== undefined && spans.at(-1)?.[1] === lines + 1;
  if (inRecords + others !== lines + Number(isOpen)) {
    throw new Error(
      `${lines} lines, but ${inRecords} in header and rows, and ${others} others: ${JSON.stringify(got)}`,
    );
  }
  const overlap = spans.findIndex(([first], i) => first <= (spans[i - 1]?.[1] ?? 0));
  if (overlap >= 0) throw new Error(`line ${spans[overlap][0]} is in two rows`);
  const short = got.rows.findIndex((row) => row.length !== got.names.length || row.some((text) => text === undefined));
  if (short >= 0) throw new Error(`row ${short} lacks fields: ${JSON.stringify(got.rows[short])}`);
}

const files = vectorFiles.map(({ file, options }) => {
  const { column: _, weights: __, missing: ___, trim: ____, ...format } = options;
  return { file, bytes: readFileSync(`${VECTOR_FILES}/${file}`), options, format };
});

const COMMANDS = [['balance', '--json'], ['sample', '--rows'], ['balance'], ['columns']];

/** Runs the command with the options of the undamaged file. It must not crash. */
async function checkCommand([command, ...more]: string[], file: string, bytes: Buffer, options: VectorOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'loaded-dice-fuzz-'));
  const path = join(folder, file);
  writeFileSync(path, bytes);
  const { column: _, weights: __, missing: ___, trim: ____, ignoreCase: _____, oneHot: ______, ...format } = options;
  const given = command === 'columns' ? format : options;
  const { status, stderr, stdout } = await runForBytes([command, path, ...argumentsOf(given), ...more]);
  rmSync(folder, { recursive: true });
  const isRefused = status === 2 && stdout.length === 0 && /^(seed \d+\n)?loaded-dice: [^\p{Cc}]+\n$/u.test(stderr);
  if (status !== 0 && !isRefused) throw new Error(`exit code ${status}: ${stderr}`);
}

const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 3 });
const text = fc.array(fc.constantFrom(...SIGNS), { maxLength: 24 }).map((parts) => Buffer.from(parts.join('')));
const bytes = fc.uint8Array({ maxLength: 40 }).map((each) => Buffer.from(each));

export const brokenTables: Fuzzer = {
  name: 'broken-tables',
  property: fc.asyncProperty(
    fc.constantFrom(...files),
    changes,
    fc.oneof(fc.constant(undefined), options),
    fc.oneof(text, text, bytes),
    fc.constantFrom('t.csv', 't.tsv', 't.txt', 't.jsonl', 't.json', 't.csv.gz'),
    sizes,
    fc.constantFrom(...COMMANDS),
    async ({ file, bytes, options, format }, changes, others, any, name, sizes, command) => {
      const damaged = changes.reduce(changed, bytes);
      await check(file, damaged, others ?? format, sizes);
      await check(name, any, others ?? {}, sizes);
      if (sizes[0] % 10 === 0) await checkCommand(command, file, damaged, options);
    },
  ),
  runs: 300,
};
