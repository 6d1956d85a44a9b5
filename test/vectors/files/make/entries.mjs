// What the index has of a file: an entry for each way to read it.
import { gunzipSync } from 'node:zlib';

const UNITS = { 'utf-16le': 2, 'utf-16be': 2 };

/** The records of a text, naively: [start, end) of each, with line breaks inside quotes where `quote` is one. */
function recordsOf(text, quote, comment) {
  const records = [];
  const add = (start, end) => {
    const line = text.slice(start, end);
    const isComment = comment !== undefined && line.startsWith(comment);
    if (line.trim() !== '' && !isComment && !/^"?sep=.?"?$/.test(line)) records.push([start, end]);
  };
  let start = 0;
  let quotes = 0;
  for (let i = 0; i < text.length; i++) {
    const atStart = i === start;
    if (atStart && quotes === 0 && comment !== undefined && text[i] === comment) {
      while (i < text.length && !'\r\n'.includes(text[i])) i++;
      start = i + 1;
      continue;
    }
    if (text[i] === quote) quotes++;
    if (!'\r\n'.includes(text[i]) || quotes % 2 === 1) continue;
    add(start, i);
    start = i + 1;
    quotes = 0;
  }
  add(start, text.length);
  return records;
}

/** The texts of records, one after the other, where the naive splitter would be wrong. */
function placesOf(text, records) {
  let from = 0;
  return records.map((record) => {
    const start = text.indexOf(record, from);
    if (start < 0) throw new Error(`no record ${JSON.stringify(record)}`);
    from = start + record.length;
    return [start, from];
  });
}

function decoded(bytes, encoding) {
  if (encoding === 'utf-16be') return Buffer.from(bytes).swap16().toString('utf16le');
  return bytes.toString(encoding === 'utf-16le' ? 'utf16le' : 'latin1');
}

/**
 * The entries of a file.
 * @param tries What is to be understood. `records` has the texts of header and rows where line ends and pairs of quotes
 * do not tell them; `splitQuote` is the quote that the naive splitter goes by, none by default.
 */
export function entriesOf({ file, about, bytes, tries, gzip = false }) {
  const plain = gzip && tries.some((each) => !each.error) ? gunzipSync(bytes) : bytes;
  return tries.map(({ records, splitQuote, about: more, ...understood }) => {
    const entry = { file, about: more ?? about, options: {}, ...understood };
    if (entry.error !== undefined) return entry;
    const { options, read } = entry;
    const encoding = read?.encoding ?? 'utf-8';
    const unit = UNITS[encoding] ?? 1;
    const text = decoded(plain, encoding);
    // a byte order mark is part of no record
    const skip = text.startsWith('\ufeff') ? 1 : text.startsWith('\xef\xbb\xbf') ? 3 : 0;
    const body = text.slice(skip);
    const asBytes = (record) => (unit === 1 ? Buffer.from(record, 'utf8').toString('latin1') : record);
    const found = records ? placesOf(body, records.map(asBytes)) : recordsOf(body, splitQuote, options.comment);
    const places = found.map(([start, end]) => [(start + skip) * unit, (end + skip) * unit]);
    const hasHeader = options.header !== false && read?.format !== 'json-lines';
    const header = hasHeader ? places.shift() : null;
    const rows = places.length;
    entry.read = { ...read, rows, missing: read?.missing ?? 0 };
    const counted = entry.classes?.reduce((sum, [, count]) => sum + count, 0) ?? entry.weights?.length;
    const { missing } = entry.read;
    if (counted !== undefined && counted + missing !== rows) {
      throw new Error(`${file}: ${counted} of ${rows} rows, and ${missing} missing`);
    }
    return { ...entry, warnings: entry.warnings ?? [], header, rows: places };
  });
}
