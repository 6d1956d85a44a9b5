// What npm run bench understands of its arguments, and how it estimates the rest of a run.
import { describe, expect, it } from 'vitest';
import { readOptions, UsageError } from '../../bench/options.js';
import { Progress } from '../../bench/progress.js';

const KNOWN = ['draw', 'out', 'construct'];
const read = (...args: string[]) => readOptions(args, KNOWN);

describe('arguments', () => {
  it('are a whole run, which is saved, if there are none', () => {
    expect(read()).toEqual({ do: 'measure', tables: [], rounds: 5, resume: false, save: true });
  });

  it.each([
    ['some tables', ['draw', 'out']],
    ['fewer rounds', ['--rounds', '4']],
    ['--no-save', ['--no-save']],
  ])('are a run that is not saved with %s', (_, args) => {
    expect(read(...args)).toMatchObject({ do: 'measure', save: false });
  });

  it('say how many rounds, of which more than usual are saved', () => {
    expect(read('--rounds', '9')).toMatchObject({ rounds: 9, save: true });
    expect(read('draw', '--rounds', '1')).toMatchObject({ rounds: 1, tables: ['draw'] });
  });

  it('say what else to do', () => {
    expect(read('--resume')).toMatchObject({ do: 'measure', resume: true, save: true });
    expect(read('--history')).toEqual({ do: 'history', table: undefined });
    expect(read('--history', 'draw')).toEqual({ do: 'history', table: 'draw' });
    expect(read('--compare', 'HEAD~1')).toEqual({ do: 'compare', commit: 'HEAD~1', tables: [], rounds: 2 });
    expect(read('out', '--compare', 'main', 'draw', '--rounds', '7')).toEqual({
      do: 'compare',
      commit: 'main',
      tables: ['out', 'draw'],
      rounds: 7,
    });
    for (const deed of ['check', 'record', 'readme', 'help']) expect(read(`--${deed}`)).toEqual({ do: deed });
  });

  it.each([
    [['nope'], 'there is no table "nope": take some of draw, out, construct, or none for all'],
    [['--rounds', '0'], '--rounds takes a positive integer, got "0"'],
    [['--rounds', '1.5'], '--rounds takes a positive integer, got "1.5"'],
    [['--rounds', ''], '--rounds takes a positive integer, got ""'],
    [['--compare', ''], '--compare takes a commit, such as HEAD~1, main or v0.1.0, got ""'],
    [['--compare'], "Option '--compare <value>' argument missing\nnpm run bench -- --help lists all options"],
    [['--compare', 'main', '--rounds', 'x'], '--rounds takes a positive integer, got "x"'],
    [['--compare', 'main', 'nope'], 'there is no table "nope"'],
    [['--compare', 'main', '--resume'], '--resume is not for --compare'],
    [['--check', '--no-save'], '--no-save is not for --check'],
    [['--check', '--record'], '--check and --record exclude each other'],
    [['--check', 'draw'], '--check takes no tables, got draw'],
    [['--history', '--rounds', '2'], '--rounds is not for --history'],
    [['--history', 'draw', 'out'], '--history takes one table, got draw out'],
    [['--resume', 'draw'], '--resume goes on with a whole run: leave out the tables'],
    [['--fast'], "Unknown option '--fast'"],
  ])('that are wrong are refused: %j', (args, message) => {
    expect(() => read(...args)).toThrow(UsageError);
    expect(() => read(...args)).toThrow(message);
  });
});

describe('an estimate of the rest', () => {
  it('takes a guess, then the mean of the rows that are done', () => {
    const progress = new Progress(['a', 'b', 'c']);
    expect(progress.rest).toBe(24);
    progress.done('a', 2);
    progress.done('b', 4);
    expect(progress.rest).toBe(3);
    expect(String(progress)).toBe('row 3 of 3, about 3 s left');
  });

  it('takes the seconds of an earlier run, by how much slower this one is', () => {
    const progress = new Progress(['a', 'b', 'c', 'new'], { a: 10, b: 100, c: 200 });
    expect(String(progress)).toBe('row 1 of 4, about 5 minutes left');
    progress.done('a', 20);
    // twice as slow; the row that is new takes the mean
    expect(progress.rest).toBe(2 * (100 + 200) + 20);
  });
});
