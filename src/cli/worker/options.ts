import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { integer } from '../option-values.js';
import { runMeasure, runSample } from './sample-jobs.js';
import { runTrials } from './trial-jobs.js';
import { work } from './work.js';

/** The options that give a command's work to workers. */
export interface WorkersFlags {
  redis?: string;
  scratch?: string;
}

/** The address of a Redis. */
function redisUrl(text: string): string {
  if (/^rediss?:\/\/[^/]/i.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError('It must be redis://[USER:PASSWORD@]HOST[:PORT], or rediss:// for TLS.');
}

export const workersOptions = (what: string): Option[] => [
  new Option('--redis <url>', `${what} on all machines that run loaded-dice worker with this Redis`).argParser(
    redisUrl,
  ),
  new Option('--scratch <folder>', 'with --redis: a folder that all machines see, for results too large for Redis'),
];

/** What `--memory-limit` takes, as DuckDB does. */
function memory(text: string): string {
  if (/^\d+(\.\d+)?\s*[kmgt]i?b$/i.test(text)) return text;
  throw new InvalidArgumentError('It must be a size such as 4GB.');
}

/** Adds the command `worker`. */
export function addWorkerCommand(program: Command, version: string, tell: (line: string) => void): void {
  program
    .command('worker')
    .description('do the work of commands with --redis, until you press Ctrl+C; start one on each machine')
    .addOption(new Option('--redis <url>', 'the Redis that has the jobs').argParser(redisUrl).makeOptionMandatory())
    .addOption(
      new Option('--threads <n>', 'threads of this worker (default: as many as cores)').argParser(integer(1, 1024)),
    )
    .addOption(new Option('--memory-limit <size>', 'the most memory of DuckDB, such as 4GB').argParser(memory))
    .action(async (flags: { redis: string; threads?: number; memoryLimit?: string }) => {
      const { redis, threads = availableParallelism(), memoryLimit } = flags;
      const runners = { measure: runMeasure, sample: runSample, trials: runTrials };
      const abort = new AbortController();
      const stop = (): void => {
        if (!abort.signal.aborted) tell('ending after this job; again to end now: another worker then does the job');
        else process.exit(130);
        abort.abort();
      };
      process.on('SIGINT', stop).on('SIGTERM', stop);
      try {
        await work({ redis, threads, memoryLimit, version, tell, runners, signal: abort.signal });
      } finally {
        process.off('SIGINT', stop).off('SIGTERM', stop);
        // connections of BullMQ may still wait for a Redis that is away
        setTimeout(() => process.exit(), 1000).unref();
      }
    });
}
