// node test/vectors/files/make.mjs: writes the small files anew, and index.json, which says what is to be understood.
// Every file is made up here, byte by byte, so that line ends, encodings and marks can be seen in the sources. The same
// sources make the same bytes.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { delimiters } from './make/delimiters.mjs';
import { encodings } from './make/encodings.mjs';
import { entriesOf } from './make/entries.mjs';
import { faults } from './make/faults.mjs';
import { headers } from './make/headers.mjs';
import { json } from './make/json.mjs';
import { labels } from './make/labels.mjs';
import { lineEnds } from './make/line-ends.mjs';
import { oneHot } from './make/one-hot.mjs';
import { quotes } from './make/quotes.mjs';
import { trailing } from './make/trailing.mjs';
import { weights } from './make/weights.mjs';

/** Every file: its name, its bytes, and what is to be understood, by options. */
export const files = [
  ...delimiters,
  ...quotes,
  ...trailing,
  ...lineEnds,
  ...encodings,
  ...json,
  ...headers,
  ...labels,
  ...oneHot,
  ...weights,
  ...faults,
];

/** An entry of the index, a key a line. */
function printed(entry) {
  const lines = Object.entries(entry).map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `  {\n${lines.join(',\n')}\n  }`;
}

/** Writes all into a folder. */
export function write(folder) {
  const names = files.map(({ file }) => file);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new Error(`two files are named ${twice}`);
  mkdirSync(folder, { recursive: true });
  for (const { file, bytes } of files) writeFileSync(`${folder}/${file}`, bytes);
  const entries = files.flatMap(entriesOf);
  writeFileSync(`${folder}/index.json`, `[\n${entries.map(printed).join(',\n')}\n]\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile() && entry.name !== 'make.mjs') rmSync(`${folder}/${entry.name}`);
  }
  write(folder);
}
