// The class of an image by --pattern: a regular expression whose first group is the class.
import { createContext, Script } from 'node:vm';
import { InvalidArgumentError } from 'commander';
import { quoted } from '../text.js';
import { UserError } from '../user-error.js';

/** Parses the option. Commander shows the error behind the name of the option. */
export function pattern(text: string): RegExp {
  let groups: number;
  try {
    new RegExp(text, 'u');
    // an alternative that matches nothing tells the number of groups
    groups = (new RegExp(`${text}|`, 'u').exec('') as RegExpExecArray).length - 1;
  } catch (error) {
    const reason = (error as Error).message.replace(/^.*: /su, '');
    const named = /\(\?P[<=]/.test(text) ? ' Write (?<name>…) for a named group.' : '';
    throw new InvalidArgumentError(`It must be a regular expression of JavaScript: ${reason}.${named}`);
  }
  if (groups === 0) throw new InvalidArgumentError('It needs a group, which is the class: ^(.+)_\\d+');
  return new RegExp(text, 'u');
}

/** Names that are matched in one go, and the milliseconds that this may take: 10,000 times what it should. */
const [CHUNK, MOST] = [1000, 2000];

/** Regular expressions of JavaScript have no limit of their own. */
const script = new Script(
  '((state) => state.names.map((name, i) => { state.at = i; return state.pattern.exec(name)?.[1] ?? ""; }))(state)',
);

/**
 * The first group of a pattern in each name; an empty text where it does not match.
 * @param most The milliseconds that 1,000 names may take. Default 2000.
 * @throws {UserError} They took longer.
 */
export function matches(pattern: RegExp, names: readonly string[], most = MOST): string[] {
  const found: string[] = [];
  const state = { pattern, names: [] as readonly string[], at: 0 };
  const context = createContext({ state });
  for (let from = 0; from < names.length; from += CHUNK) {
    state.names = names.slice(from, from + CHUNK);
    try {
      found.push(...(script.runInContext(context, { timeout: most }) as string[]));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      throw new UserError(
        `--pattern ${pattern.source} takes more than ${most / 1000} s on ${quoted(state.names[state.at])}: ` +
          'write it without repeats of repeats, such as (a+)+',
      );
    }
  }
  return found;
}

/** Usual names: a number behind the class (cat.0, cat (1)), or the class at the end or at the beginning. */
const USUAL = [
  String.raw`^(.*?)[._ -]?\d+\.\w+$`,
  String.raw`^(.*?)[._ -]*\(\d+\)\.\w+$`,
  String.raw`[._ -]([^._ -]+)\.\w+$`,
  '^([^._ -]+)[._ -]',
];

/** Names that are looked at for a suggestion. */
const LOOKED_AT = 1000;

/**
 * A pattern that sorts these names into classes, and the classes: nine of ten names match, and two names on average are
 * of one class. Undefined if no usual one does.
 */
export function usualPattern(names: readonly string[]): { source: string; classes: string[] } | undefined {
  const step = Math.max(1, Math.floor(names.length / LOOKED_AT));
  const some = names.filter((_, i) => i % step === 0);
  for (const source of USUAL) {
    const labels = matches(new RegExp(source, 'u'), some).filter((label) => label !== '');
    const classes = [...new Set(labels)];
    const sorts = classes.length > 1 && 2 * classes.length <= labels.length && labels.length >= 0.9 * some.length;
    if (sorts && classes.every((label) => /\p{L}/u.test(label))) return { source, classes };
  }
  return undefined;
}
