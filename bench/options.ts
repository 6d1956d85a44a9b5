// What npm run bench was asked to do.
import { parseArgs } from 'node:util';
import { ROUNDS } from './measure.js';

/** What is wrong with the arguments: shown without a stack. */
export class UsageError extends Error {}

export type Request =
  | { do: 'measure'; tables: string[]; rounds: number; resume: boolean; save: boolean }
  | { do: 'history'; table: string | undefined }
  | { do: 'compare'; commit: string; tables: string[]; rounds: number }
  | { do: 'check' | 'record' | 'readme' | 'help' };

export const USAGE = `npm run bench                              measures everything, and adds it to the history
npm run bench -- draw out                  measures these tables
npm run bench -- --rounds 1 draw           measures fewer (or more) rounds than ${ROUNDS}
npm run bench -- --resume                  goes on with a whole run that was interrupted
npm run bench -- --no-save                 measures everything, and adds nothing to the history
npm run bench -- --history [table]         how figures changed from commit to commit
npm run bench -- --compare COMMIT [table…] measures an older commit and the working tree in turns
npm run bench -- --check                   fails if a ratio to the plain JS table fell by more than 25 %
npm run bench -- --record                  records these ratios in bench/ratios.json, for this machine
npm run bench -- --readme                  writes chart and tables from the last line of the history

Tables: `;

const OPTIONS = {
  rounds: { type: 'string' },
  resume: { type: 'boolean' },
  'no-save': { type: 'boolean' },
  history: { type: 'boolean' },
  compare: { type: 'string' },
  check: { type: 'boolean' },
  record: { type: 'boolean' },
  readme: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** The options that say what to do. */
const DEEDS = ['history', 'compare', 'check', 'record', 'readme', 'help'] as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nnpm run bench -- --help lists all options`);
  }
}

function roundsOf(text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  const rounds = Number(text);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new UsageError(`--rounds takes a positive integer, got ${JSON.stringify(text)}`);
  }
  return rounds;
}

function check(condition: boolean, message: string): void {
  if (!condition) throw new UsageError(message);
}

/** Rounds that each process of a comparison is asked for. */
export const COMPARED_ROUNDS = 2;

/** Reads the arguments. `known` are the ids of all tables. Throws a `UsageError` if they are wrong. */
export function readOptions(args: readonly string[], known: readonly string[]): Request {
  const { values, positionals: tables } = parse(args);
  const asked = DEEDS.filter((name) => values[name] !== undefined);
  check(asked.length <= 1, `--${asked.join(' and --')} exclude each other`);
  const [deed] = asked;
  const unknown = tables.find((id) => !known.includes(id));
  check(
    unknown === undefined,
    `there is no table ${JSON.stringify(unknown)}: take some of ${known.join(', ')}, or none for all`,
  );
  check(deed === undefined || !values.resume, `--resume is not for --${deed}`);
  check(deed === undefined || !values['no-save'], `--no-save is not for --${deed}`);
  check(deed === undefined || deed === 'compare' || values.rounds === undefined, `--rounds is not for --${deed}`);

  if (deed === 'compare') {
    const commit = values.compare as string;
    check(commit !== '', '--compare takes a commit, such as HEAD~1, main or v0.1.0, got ""');
    return { do: deed, commit, tables, rounds: roundsOf(values.rounds, COMPARED_ROUNDS) };
  }
  if (deed === 'history') {
    check(tables.length <= 1, `--history takes one table, got ${tables.join(' ')}`);
    return { do: deed, table: tables[0] };
  }
  if (deed !== undefined) {
    check(tables.length === 0, `--${deed} takes no tables, got ${tables.join(' ')}`);
    return { do: deed };
  }
  const rounds = roundsOf(values.rounds, ROUNDS);
  const whole = tables.length === 0;
  check(whole || !values.resume, '--resume goes on with a whole run: leave out the tables');
  return {
    do: 'measure',
    tables,
    rounds,
    resume: values.resume ?? false,
    // a line of the history is a whole run, of as many rounds as the others
    save: whole && rounds >= ROUNDS && !values['no-save'],
  };
}
