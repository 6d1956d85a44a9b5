// JSON Lines that JSON.stringify wrote, with keys that are missing, empty lines and line ends of both kinds.
import fc from 'fast-check';
import type { Fuzzer } from './fuzzer.js';
import { same } from './same.js';
import { read } from './tables.js';

const KEYS = ['label', 'a', '"', '__proto__', 'constructor', '1', '0', 'é', ' ', ''];

const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', '"', '\\', '\n', '\r', '\u2028', '{', '}', '日', '😀', '\ud800', '\0'),
    maxLength: 4,
  }),
  fc.constantFrom(null, true, false, 0, -1.5, 1e21, 2 ** 53 - 1, [], {}, { label: 'no' }, ['a', 1]),
);

const rows = fc.array(
  fc
    .dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 4, noNullPrototype: true })
    .map((row) => Object.entries(row)),
  { minLength: 1, maxLength: 6 },
);

/** An object as JSON: by its entries, since __proto__ is no plain key of objects. */
const json = (entries: readonly [string, unknown][]): string =>
  `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(', ')}}`;

/** What a cell of a CSV would have. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export const jsonTables: Fuzzer = {
  name: 'json-tables',
  property: fc.asyncProperty(
    rows,
    fc.constantFrom('\n', '\r\n'),
    fc.array(fc.nat(6), { maxLength: 3 }),
    fc.boolean(),
    fc.boolean(),
    fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 3 }),
    async (rows, lineEnd, empty, mark, lastEnd, sizes) => {
      const names = [...new Set(rows.flatMap((row) => row.map(([key]) => key)))];
      const lines = rows.map((row) => json(row));
      for (const at of empty) lines.splice(at, 0, at % 2 ? '' : ' \t');
      const text = (mark ? '\ufeff' : '') + lines.join(lineEnd) + (lastEnd ? lineEnd : '');
      const got = await read('t.jsonl', Buffer.from(text), {}, sizes);
      if (got.error !== undefined) throw new Error(got.error);
      same('names', got.names, names);
      same(
        'rows',
        got.rows,
        rows.map((row) => names.map((name) => textOf(row.find(([key]) => key === name)?.[1]))),
      );
      const at = lines.flatMap((line, i) => (line.trim() === '' ? [] : [[i + 1, i + 1]]));
      same('lines', got.spans, at);
    },
  ),
  runs: 500,
};
