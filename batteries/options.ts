// What npm run batteries was asked to do.
import { parseArgs } from 'node:util';
import { batteries } from './programs.js';
import { streams } from './streams.js';

/** What is wrong with the arguments: shown without a stack. */
export class UsageError extends Error {}

export type Request =
  | { do: 'run'; batteries: string[]; streams: string[]; seed: number; resume: boolean; record: boolean }
  | { do: 'write'; stream: string; seed: number }
  | { do: 'list' | 'page' | 'help' };

export const USAGE = `npm run batteries                                   runs SmallCrush on every stream
npm run batteries -- --battery crush --stream single  runs this battery on this stream (give both as often as you like)
npm run batteries -- --seed 2                         takes other numbers of the same kind (default 1)
npm run batteries -- --resume                         leaves out what has a log in build/batteries
npm run batteries -- --record                         also writes docs/proof/batteries.json and the page's tables
npm run batteries -- --page                           only writes the page's tables, from batteries.json
npm run batteries -- --list                           lists the batteries and the streams
npm run --silent batteries -- --write single          writes a stream's 32-bit numbers, for a program of yours`;

const OPTIONS = {
  battery: { type: 'string', multiple: true },
  stream: { type: 'string', multiple: true },
  seed: { type: 'string' },
  resume: { type: 'boolean' },
  record: { type: 'boolean' },
  page: { type: 'boolean' },
  list: { type: 'boolean' },
  write: { type: 'string' },
  help: { type: 'boolean' },
} as const;

const DEEDS = ['write', 'list', 'page', 'help'] as const;

/** The largest seed of which every stream can take a thousand after it. */
const MOST = 1000;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('\n')[0]} (npm run batteries -- --help lists all options)`);
  }
}

function namesOf(what: string, given: readonly string[], known: readonly string[]): string[] {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown === undefined) return [...new Set(given)];
  throw new UsageError(`there is no ${what} ${JSON.stringify(unknown)}: take some of ${known.join(', ')}`);
}

function seedOf(text: string): number {
  const seed = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (seed >= 1 && seed <= MOST) return seed;
  throw new UsageError(`--seed takes an integer from 1 to ${MOST}, got ${JSON.stringify(text)}`);
}

/** Reads the arguments. Throws a `UsageError` of one line if they are wrong. */
export function readOptions(args: readonly string[]): Request {
  const values = parse(args);
  const deeds = DEEDS.filter((name) => values[name] !== undefined);
  if (deeds.length > 1) throw new UsageError(`--${deeds.join(' and --')} exclude each other`);
  const [deed] = deeds;
  const allowed = deed === undefined ? undefined : deed === 'write' ? ['write', 'seed'] : [deed];
  const extra = allowed && Object.keys(values).find((name) => !allowed.includes(name));
  if (extra !== undefined) throw new UsageError(`--${extra} is not for --${deed}`);
  const seed = seedOf(values.seed ?? '1');
  const known = streams.map(({ name }) => name);
  if (values.write !== undefined) return { do: 'write', stream: namesOf('stream', [values.write], known)[0], seed };
  if (deed !== undefined) return { do: deed as 'list' | 'page' | 'help' };
  return {
    do: 'run',
    batteries: namesOf('battery', values.battery ?? ['smallcrush'], Object.keys(batteries)),
    streams: namesOf('stream', values.stream ?? known, known),
    seed,
    resume: values.resume ?? false,
    record: values.record ?? false,
  };
}
