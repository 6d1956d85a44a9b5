// npm run fuzz: runs every fuzzer for a minute, or only those that you name. It prints seeds, and writes each failure
// to a file, so that you can repeat it.
import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { fuzzers } from './fuzzers.js';
import { commandOf, newReport, writeFailure, writeReport } from './report.js';
import { fuzz } from './rounds.js';
import { watch } from './watchdog.js';

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError('a positive number is expected.');
  return value;
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number below 10^9 is expected.');
  return Number(text);
}

const names = fuzzers.map(({ name }) => name);
const command = new Command('npm run fuzz --')
  .argument('[names...]', `which ones: ${names.join(', ')} (default: all)`)
  .option('--minutes <number>', 'how long, in all', positive)
  .option('--seed <number>', 'the seed of the first round', whole)
  .option('--path <path>', 'the path of a failure, with its seed and its fuzzer’s name')
  .option('--report <file>', 'writes the run as JSON, after each fuzzer')
  .option('--json', 'prints the run as JSON, and everything else to stderr')
  .parse();

const { seed = Math.floor(Math.random() * 1e9), path, report: file, json = false, ...given } = command.opts();
const unknown = command.args.find((name) => !names.includes(name));
if (unknown !== undefined) command.error(`error: no fuzzer is named ${unknown}; they are ${names.join(', ')}`);
if (path !== undefined && command.args.length !== 1) command.error('error: --path needs the name of one fuzzer');
const chosen = fuzzers.filter(({ name }) => command.args.length === 0 || command.args.includes(name));
const minutes = given.minutes ?? chosen.length;

const say = json ? console.error : console.log;
const colors = pc.createColors(pc.isColorSupported && Boolean((json ? process.stderr : process.stdout).isTTY));
/** A line on a terminal that the next output replaces; nothing where output goes to a file. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

const report = newReport(minutes, seed);
// a run takes a few seconds at most, also beside other work
const watchdog = watch(120);
const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
say(`${chosen.length} fuzzers, ${Number(minutes.toFixed(2))} minutes, from seed ${seed} on`);
for (const [i, fuzzer] of chosen.entries()) {
  const { name } = fuzzer;
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const most = (60 * minutes) / chosen.length;
  const show = (runs: number) =>
    progress(`${i + 1} of ${chosen.length}, ${name}: ${runs} runs, ${clock(seconds())} of ${clock(most)}`);
  show(0);
  const { runs, rounds, failure } = await fuzz(fuzzer, seed, 1000 * most, { path, onRound: show, watchdog });
  progress('');
  const written = failure ? writeFailure(name, failure) : null;
  const lastSeed = seed + rounds - 1;
  report.fuzzers.push({
    ...{ name, runs, rounds, seconds: Math.round(seconds()), firstSeed: seed, lastSeed, failure: written },
  });
  if (file !== undefined) writeReport(file, report);
  const verdict = failure ? colors.red('one failed') : colors.green('none failed');
  say(`${name}: ${runs} runs in ${Math.round(seconds())} s, seeds ${seed} to ${lastSeed}: ${verdict}`);
  if (!failure) continue;
  console.error(failure.report);
  console.error(`written to ${written}; again: ${commandOf(name, failure)}`);
  process.exitCode = 1;
}
await watchdog.end();
if (json) console.log(JSON.stringify(report, undefined, 2));
