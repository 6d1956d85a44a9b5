// npm run fuzz: runs every fuzzer for a minute, or only those that you name. It prints seeds, so that you can repeat a
// failure.
import { Command, InvalidArgumentError } from 'commander';
import { fuzzers } from './fuzzers.js';
import { fuzz } from './rounds.js';

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
  .option('--minutes <number>', 'how long, in all', positive, fuzzers.length)
  .option('--seed <number>', 'the seed of the first round', whole)
  .option('--path <path>', 'the path of a failure, with its seed and its fuzzer’s name')
  .parse();

const { minutes, seed = Math.floor(Math.random() * 1e9), path } = command.opts();
const unknown = command.args.find((name) => !names.includes(name));
if (unknown !== undefined) command.error(`error: no fuzzer is named ${unknown}; they are ${names.join(', ')}`);
const chosen = fuzzers.filter(({ name }) => command.args.length === 0 || command.args.includes(name));
for (const fuzzer of chosen) {
  console.log(`${fuzzer.name}: from seed ${seed} on`);
  const start = performance.now();
  const { runs, failure } = await fuzz(fuzzer, seed, (60_000 * minutes) / chosen.length, path);
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`${fuzzer.name}: ${runs} runs in ${seconds} s, ${failure ? 'and one failed' : 'none failed'}`);
  if (!failure) continue;
  console.error(failure.report);
  console.error(`again: npm run fuzz -- ${fuzzer.name} --seed ${failure.seed}`);
  process.exitCode = 1;
  break;
}
