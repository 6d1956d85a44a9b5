// npm run batteries: runs batteries of statistical tests on words and indices of the library.
import { fileURLToPath } from 'node:url';
import type { Log } from './logs.js';
import { type Request, readOptions, USAGE, UsageError } from './options.js';
import { isControl, pText, sizeText, writePage } from './page.js';
import { type Battery, batteries } from './programs.js';
import { outputOf, type Result, readResults, resultOf, writeResults } from './results.js';
import { earlier, runOn } from './run.js';
import { streams } from './streams.js';
import { writeNumbers } from './write.js';

const WRITER = fileURLToPath(import.meta.url);

/** A suspicious test is repeated with so many of the next seeds. */
const REPEATS = 2;

function list(): string {
  const lines = (entries: readonly (readonly [string, string])[]) => entries.map(([a, b]) => `  ${a.padEnd(20)} ${b}`);
  return [
    'batteries:',
    ...lines(Object.entries(batteries).map(([name, { program, about }]) => [name, `${program}: ${about}`])),
    'streams:',
    ...lines(streams.map(({ name, kind, about }) => [name, `${kind}: ${about}`])),
  ].join('\n');
}

function textOf({ battery, stream, bytes, count, smallest, largest, suspicious, failed, seconds }: Result): string {
  return (
    `${battery} on ${stream}: ${count} p-values from ${pText(smallest)} to ${pText(largest)} of ${sizeText(bytes)} ` +
    `in ${Math.round(seconds)} s, ${suspicious.length} suspicious, ${failed} failed` +
    suspicious.map(({ test, p, again }) => `\n  ${test}: ${[p, ...again].map(pText).join(', then ')}`).join('')
  );
}

/** Runs a battery on a stream, and its suspicious tests again. */
function runOne(name: string, battery: Battery, program: string, { stream, seed, resume }: One): Result {
  const run = { battery: name, stream, seed };
  const log = (resume && earlier(run)) || runOn(run, battery.command(program), WRITER);
  const repeats: Log[] = [];
  // what failed needs no second look, and no control does
  const values = isControl(run) ? [] : outputOf(log).values;
  for (const value of values.filter(({ verdict }) => verdict === 'suspicious')) {
    const command = battery.again?.(program, value);
    for (let i = 1; command && i <= REPEATS; i++) {
      const again = { battery: name, stream, seed: seed + i, again: { test: value.test, of: seed } };
      repeats.push((resume && earlier(again)) || runOn(again, command, WRITER));
    }
  }
  return resultOf(log, repeats);
}

interface One {
  stream: string;
  seed: number;
  resume: boolean;
}

/** Runs all that was asked for. Returns whether a stream of ours or the reference failed, or the bad generator passed. */
function runAll(request: Extract<Request, { do: 'run' }>): boolean {
  let wrong = false;
  const results: Result[] = [];
  for (const name of request.batteries) {
    const battery = batteries[name];
    const program = battery.ensure();
    for (const stream of request.streams) {
      const result = runOne(name, battery, program, { ...request, stream });
      console.log(textOf(result));
      results.push(result);
      // MT19937 may fail
      wrong ||= stream === 'bad' ? result.failed === 0 : stream !== 'torch' && result.failed > 0;
    }
  }
  if (request.record) writePage(writeResults(results));
  return wrong;
}

function main(request: Request): void {
  if (request.do === 'help') console.log(USAGE);
  else if (request.do === 'list') console.log(list());
  else if (request.do === 'page') writePage(readResults());
  else if (request.do === 'write') {
    const stream = streams.find(({ name }) => name === request.stream)!;
    console.error(`written\t${writeNumbers(stream.open(request.seed))}`);
  } else if (request.do === 'run' && runAll(request)) {
    console.error('a stream of the library failed, or the control that must fail passed: see the lines above');
    process.exitCode = 1;
  }
}

try {
  main(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
