// Measures tables, row by row, and keeps what it found after each row.
import { execFileSync } from 'node:child_process';
import { installPeers, peerVersions } from './js-peers.js';
import { measure, row as rowText } from './measure.js';
import { buildNative } from './native.js';
import type { Request } from './options.js';
import { UsageError } from './options.js';
import { sizes, startUp } from './package.js';
import { Progress } from './progress.js';
import { writeReadme } from './readme.js';
import {
  appendRun,
  HISTORY,
  keepRun,
  keptRun,
  LATEST,
  PARTIAL,
  type RunningRun,
  thisCommit,
  thisMachine,
  whyNotResume,
} from './results.js';
import { Rivals } from './rivals.js';
import { tables } from './tables.js';

/** The first line that a command prints. Undefined if there is no such command. */
function version(command: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).split('\n')[0];
  } catch {
    return undefined;
  }
}

const keyOf = (id: string, name: string) => `${id}: ${name}`;

/** A line on a terminal that the next output replaces; nothing where output goes to a file. */
function status(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function showPackage({ start = {}, bundles = {} }: RunningRun): void {
  console.log('a process, milliseconds');
  for (const [name, { least, median }] of Object.entries(start)) {
    console.log(`  ${name.padEnd(18)}${least.toFixed(1)} (${median.toFixed(1)})`);
  }
  console.log('\na bundle, bytes: minified, and gzipped');
  for (const [name, { raw, gzipped }] of Object.entries(bundles)) console.log(`  ${name.padEnd(42)}${raw} ${gzipped}`);
}

export async function runTables({ tables: wanted, rounds, resume, save }: Request & { do: 'measure' }): Promise<void> {
  const whole = wanted.length === 0;
  const file = whole ? LATEST : PARTIAL;
  const native = buildNative();
  const now = { ...thisCommit(), rounds, machine: thisMachine(native ? version('cc', '--version') : undefined) };
  const earlier = keptRun(LATEST);
  // as it is read from the file
  const why = resume ? whyNotResume(earlier, JSON.parse(JSON.stringify(now))) : undefined;
  if (why) throw new UsageError(`${why}: run npm run bench without --resume`);

  const run: RunningRun =
    resume && earlier
      ? earlier
      : {
          date: new Date().toISOString(),
          ...now,
          rivals: {},
          peers: [],
          leftOut: {},
          results: {},
          whole: false,
          seconds: {},
        };
  const leave = (name: string, reason: string) => {
    status('');
    run.leftOut[name] = reason;
    console.log(`left out: ${name}: ${reason}`);
  };

  const { machine } = run;
  console.log(`${machine.processor}, ${machine.cores} cores, Node ${machine.node}, ${machine.cc ?? 'no C compiler'}`);
  const missing = installPeers();
  if (missing) leave('packages of npm', missing);
  else run.peers = peerVersions();
  const rivals = await Rivals.start(leave);
  run.rivals = Object.fromEntries(rivals.generators);
  for (const [name, generator] of rivals.generators) console.log(`${name}, generator: ${generator}`);
  if (run.peers.length > 0) console.log(run.peers.join(', '));
  console.log(
    `nanoseconds: least (median) of ${rounds} rounds, in which all take turns; ` +
      '× is how many times as long as the first\n',
  );

  const all = tables({ native, peers: missing === undefined, rivals }).filter(({ id }) => whole || wanted.includes(id));
  const rows = all.flatMap(({ id, rows }) => rows.map(({ name }) => keyOf(id, name)));
  const progress = new Progress(rows, earlier?.seconds);
  for (const [key, seconds] of Object.entries(run.seconds)) progress.done(key, seconds);
  for (const { id, title, rows } of all) {
    console.log(process.stderr.isTTY ? title : `${title}  [${progress}]`);
    run.results[id] ??= {};
    for (const { name, set } of rows) {
      const key = keyOf(id, name);
      // a run that goes on has it
      if (run.seconds[key] !== undefined) continue;
      status(`${progress}: ${key}`);
      const start = performance.now();
      try {
        const { tasks, elsewhere } = set();
        const failed = (rival: string, reason: string) => leave(`${key}, ${rival}`, reason);
        const figures = await measure(tasks, elsewhere, { rounds, failed });
        run.results[id][name] = Object.fromEntries(figures);
        status('');
        console.log(rowText(name, figures));
      } catch (error) {
        leave(key, (error as Error).message);
      }
      run.seconds[key] = Math.round((performance.now() - start) / 100) / 10;
      progress.done(key, run.seconds[key]);
      keepRun(file, run);
    }
    console.log();
  }
  rivals.close();
  if (!whole) return;
  run.start = Object.fromEntries(startUp());
  run.bundles = await sizes();
  showPackage(run);
  run.whole = true;
  keepRun(file, run);
  if (!save) return;
  appendRun(run);
  console.log(`\nadded to ${HISTORY}`);
  writeReadme();
}
