// Runs a program on a stream, and keeps what it prints as a log.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { FOLDER, type Header, type Log, nameOf, parseLog } from './logs.js';

type Run = Pick<Header, 'battery' | 'stream' | 'seed' | 'again'>;

function commit(): string | undefined {
  try {
    const hash = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { stdio: ['ignore', 'pipe', 'ignore'] });
    return hash.toString().trim();
  } catch {
    return undefined;
  }
}

function machine(): string {
  const [{ model = 'unknown' } = {}] = cpus();
  return `${model.trim()}, ${cpus().length} cores`;
}

/** The writer of the stream, the second argument, into the program. */
const PIPE = 'writer=$1; stream=$2; seed=$3; shift 3; "$0" "$writer" --write "$stream" --seed "$seed" | "$@"';

/** The log of an earlier run, or undefined. */
export function earlier(run: Run): Log | undefined {
  const path = join(FOLDER, nameOf(run));
  return existsSync(path) ? parseLog(readFileSync(path, 'utf8')) : undefined;
}

/**
 * Runs a command on the numbers of a stream. `writer` is the script that writes them.
 * @throws {Error} The program or the writer failed. The message names the log.
 */
export function runOn(run: Run, command: readonly string[], writer: string): Log {
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, nameOf(run));
  const header: Header = {
    ...run,
    commit: commit(),
    started: new Date().toISOString(),
    node: process.version,
    machine: machine(),
  };
  const start = performance.now();
  const file = openSync(`${path}.part`, 'w');
  let status: number | null;
  try {
    writeSync(file, `# ${JSON.stringify(header)}\n`);
    ({ status } = spawnSync('sh', ['-c', PIPE, process.execPath, writer, run.stream, String(run.seed), ...command], {
      stdio: ['ignore', file, file],
    }));
    const seconds = Math.round((performance.now() - start) / 100) / 10;
    writeSync(file, `\n# ${JSON.stringify({ status, seconds })}\n`);
  } finally {
    closeSync(file);
  }
  const log = parseLog(readFileSync(`${path}.part`, 'utf8'));
  // the writer says how much it has written when the program closes its input
  if (!log || !/^written\t\d+$/m.test(log.text)) {
    throw new Error(`${run.battery} on ${run.stream} ended with status ${status}: see ${path}.part`);
  }
  renameSync(`${path}.part`, path);
  return log;
}
