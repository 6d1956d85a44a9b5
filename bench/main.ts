// npm run bench: measures nanoseconds an item, of the built package and of other libraries that do the same work, in
// one run. bench/README.md has what it measures, and what it keeps.
import { check, record } from './check.js';
import { compare } from './compare.js';
import { historyText } from './history.js';
import { readOptions, USAGE, UsageError } from './options.js';
import { writeReadme } from './readme.js';
import { readHistory } from './results.js';
import { runTables } from './run.js';
import { ALONE, tables } from './tables.js';

const known = tables(ALONE).map(({ id }) => id);
try {
  const request = readOptions(process.argv.slice(2), known);
  if (request.do === 'measure') await runTables(request);
  else if (request.do === 'compare') await compare(request);
  else if (request.do === 'history') console.log(historyText(readHistory(), request.table));
  else if (request.do === 'check') await check();
  else if (request.do === 'record') await record();
  else if (request.do === 'readme') writeReadme();
  else console.log(`${USAGE}${known.join(', ')}`);
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
process.exit();
