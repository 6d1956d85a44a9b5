// npm run bench: measures nanoseconds an item, of the built package and of other libraries that do the same work, in
// one run. Writes the results to bench/results/latest.json, and renders docs/speed.svg from them.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { chart } from './chart.js';
import { type Figure, measure, row } from './measure.js';
import { buildNative } from './native.js';
import { sizes, startUp } from './package.js';
import { Rivals } from './rivals.js';
import { tables } from './tables.js';

export type Results = Record<string, Record<string, Record<string, Figure>>>;

/** The first line that a command prints. Undefined if there is no such command. */
function version(command: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n')[0];
  } catch {
    return undefined;
  }
}

function installPeers(): boolean {
  try {
    execFileSync('npm', ['ci', '--prefix', 'bench/peers', '--no-audit', '--no-fund'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

// npm run bench -- draw out: measures only some of the tables
const wanted = process.argv.slice(2);
const native = buildNative();
const peers = installPeers();
const rivals = new Rivals();
const machine = {
  processor: cpus()[0].model,
  cores: cpus().length,
  node: process.version,
  cc: native ? version('cc', '--version') : undefined,
};
console.log(`${machine.processor}, ${machine.cores} cores, Node ${machine.node}, ${machine.cc ?? 'no C compiler'}`);
console.log(
  'nanoseconds: least (median) of five rounds, in which all take turns; × is how many times as long as the first\n',
);

const results: Results = {};
for (const { id, title, rows } of tables({ native, peers, rivals })) {
  if (wanted.length > 0 && !wanted.includes(id)) continue;
  console.log(title);
  results[id] = {};
  for (const { name, set } of rows) {
    const { tasks, elsewhere } = set();
    const figures = await measure(tasks, elsewhere);
    console.log(row(name, figures));
    results[id][name] = Object.fromEntries(figures);
  }
  console.log();
}
rivals.close();

const file = 'bench/results/latest.json';
if (wanted.length === 0) {
  const start = startUp();
  console.log('a process, milliseconds');
  for (const [name, { least, median }] of start)
    console.log(`  ${name.padEnd(18)}${least.toFixed(1)} (${median.toFixed(1)})`);
  const bundles = await sizes();
  console.log('\na bundle, bytes: minified, and gzipped');
  for (const [name, { raw, gzipped }] of Object.entries(bundles)) console.log(`  ${name.padEnd(42)}${raw} ${gzipped}`);
  mkdirSync('bench/results', { recursive: true });
  const all = { machine, unit: 'nanoseconds', results, start: Object.fromEntries(start), bundles };
  writeFileSync(file, `${JSON.stringify(all, undefined, 1)}\n`);
  writeFileSync('docs/speed.svg', chart(results.draw, machine));
} else if (existsSync(file)) {
  // each table is from one run, in which all rivals take turns
  const all = JSON.parse(readFileSync(file, 'utf8'));
  if (JSON.stringify(all.machine) === JSON.stringify(machine)) {
    Object.assign(all.results, results);
    writeFileSync(file, `${JSON.stringify(all, undefined, 1)}\n`);
  }
}
process.exit();
