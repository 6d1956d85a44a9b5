// The lines of bench/results/history.jsonl, what is shown of them, and what the README has of the last one.
import { existsSync, readFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { historyText } from '../../bench/history.js';
import { PAGES, shortFigure, withParts } from '../../bench/readme.js';
import {
  HISTORY,
  lineOf,
  parseHistory,
  type RunningRun,
  readHistory,
  thisCommit,
  thisMachine,
  whyNotResume,
} from '../../bench/results.js';

const figure = (least: number) => ({ least, median: 1.1 * least });

function runOf(date: string, commit: string, wasm: number): RunningRun {
  return {
    date: `${date}T12:00:00.000Z`,
    commit: commit.padEnd(40, '0'),
    dirty: false,
    machine: { processor: 'Abacus', cores: 2, node: 'v20.20.2', os: 'Linux 6.1.0' },
    rounds: 5,
    rivals: { 'NumPy 2.4.6': 'PCG64' },
    peers: ['chance 1.1.13'],
    leftOut: { Julia: 'there is no julia' },
    results: {
      draw: {
        'n = 2^3': { wasm: figure(1), 'plain JS': figure(10) },
        'n = 2^10': { wasm: figure(wasm), js: figure(8), 'plain JS': figure(16), 'NumPy 2.4.6': figure(61.23456789) },
      },
      out: { take: { wasm: figure(1.25), js: figure(9.8), 'plain JS': figure(16) } },
    },
    start: { 'an empty module': figure(40), 'loaded-dice': figure(46.04) },
    bundles: { 'loaded-dice: WeightedRandomSampler': { raw: 50000, gzipped: 14210 } },
    whole: true,
    seconds: { 'draw: n = 2^3': 4 },
  };
}

const OLD = runOf('2026-01-02', 'aaaaaaaa', 2);
const NEW = runOf('2026-02-03', 'bbbbbbbb', 1.5);

describe('a line of the history', () => {
  it('has the run, without what only resuming needs, in four digits', () => {
    const line = lineOf(OLD);
    expect(line).not.toContain('\n');
    const [run] = parseHistory(line);
    const { whole, seconds, results, start, ...rest } = OLD;
    expect(run).toMatchObject(rest);
    expect(run).not.toHaveProperty('whole');
    expect(run).not.toHaveProperty('seconds');
    expect(run.results.draw['n = 2^10']['NumPy 2.4.6']).toEqual({ least: 61.23, median: 67.36 });
  });

  it('tells of the machine nothing but its kind', () => {
    const machine = JSON.stringify(thisMachine('cc 1.2'));
    expect(Object.keys(JSON.parse(machine))).toEqual(['processor', 'cores', 'node', 'os', 'cc']);
    expect(machine).not.toContain(homedir());
    if (hostname().length > 3) expect(machine).not.toContain(hostname());
  });

  it('has the commit that is checked out', () => {
    const { commit, dirty } = thisCommit();
    if (existsSync('.git')) expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(typeof dirty).toBe('boolean');
  });

  it('is refused with its number if it is none', () => {
    const good = lineOf(OLD);
    expect(parseHistory(`${good}\n\n${good}\n`)).toHaveLength(2);
    expect(() => parseHistory(`${good}\n{"date": `)).toThrow('bench/results/history.jsonl, line 2: ');
    for (const bad of ['{}', 'null', '3', '{"date": 5, "results": {}, "machine": {}}']) {
      expect(() => parseHistory(`${good}\n${bad}`), bad).toThrow(
        'bench/results/history.jsonl, line 2: a run has at least a date, a machine and results',
      );
    }
  });
});

describe('the history as text', () => {
  it('has each row with its commits, oldest first, and how many times as fast as plain JS it was', () => {
    const text = historyText([OLD, { ...NEW, dirty: true }], 'draw');
    expect(text).toContain('machine 1: Abacus, Node v20.20.2');
    expect(text.split('\n').slice(-4)).toEqual([
      'draw, n = 2^10',
      '                                   wasm         js           plain JS',
      '  2026-01-02 aaaaaaaa   machine 1  2.00 (8.00)  8.00 (2.00)  16.0',
      '  2026-02-03 bbbbbbbb+  machine 1  1.50 (10.7)  8.00 (2.00)  16.0',
    ]);
    expect(text).not.toContain('out, take');
    expect(historyText([OLD, NEW])).toContain('out, take');
  });

  it('tells machines apart, and leaves rows out of runs that lack them', () => {
    const { 'n = 2^10': _, ...draw } = NEW.results.draw;
    const other = { ...NEW, machine: { ...NEW.machine, node: 'v24.1.0' }, results: { draw } };
    const lines = historyText([OLD, other], 'draw').split('\n');
    expect(lines).toContain('machine 2: Abacus, Node v24.1.0');
    expect(lines.filter((line) => line.includes('machine 2  '))).toHaveLength(1);
  });

  it('says that there is nothing to show', () => {
    expect(historyText([])).toBe('The history has no runs yet: npm run bench adds one.');
    expect(historyText([OLD], 'pick')).toBe('No run of the history has the table pick.');
  });
});

describe('a run that was interrupted', () => {
  const partly = { ...OLD, whole: false };

  it('goes on at the same commit, on the same machine', () => {
    expect(whyNotResume(partly, OLD)).toBeUndefined();
  });

  it.each([
    ['there is no run', undefined, OLD],
    ['is whole', OLD, OLD],
    ['of another commit', partly, NEW],
    ['of another commit', partly, { ...OLD, dirty: true }],
    ['of another machine', partly, { ...OLD, machine: { ...OLD.machine, node: 'v24.1.0' } }],
    ['of 5 rounds', partly, { ...OLD, rounds: 6 }],
  ])('does not go on: %s', (why, kept, now) => {
    expect(whyNotResume(kept, now)).toContain(why);
  });
});

const SPEED = 'docs/proof/speed.md';

describe('the pages with figures', () => {
  const markedFor = (page: string) =>
    Object.keys(PAGES[page])
      .map((name) => `<!-- bench: ${name} -->\nold\n<!-- bench: end of ${name} -->`)
      .join('\n');

  it.each([
    ['README.md', 'docs/speed.svg'],
    [SPEED, '../speed.svg'],
  ])('%s has the figures of a run between its marks', (page, chart) => {
    const text = withParts(page, `before\n${markedFor(page)}\nafter\n`, NEW);
    expect(text).toMatch(/^before\n<!-- bench: chart -->\n!\[Nanoseconds a draw for n = 2\^3 to 2\^10, logarithmic\. /);
    expect(text).toContain(
      'At 2^10: loaded-dice 1.5, NumPy 2.4 61, loaded-dice/js 8.0, the usual alias table in plain ' +
        `JavaScript 16.](${chart})`,
    );
    expect(text).toContain('| | WebAssembly | pure JS | plain table | NumPy 2.4 |\n|---|---|---|---|---|\n');
    expect(text).toContain('| weighted, n = 2^10 | 1.5 | 8.0 | 16 | 61 |\n');
    expect(text).toContain('2 cores of Abacus with Node 20.20.2: the least of 5 rounds');
    expect(text).not.toContain('old');
    // a second time nothing changes
    expect(withParts(page, text, NEW)).toBe(text);
  });

  it('the page about speed has all rows, the run, and what a process and a page pay', () => {
    const text = withParts(SPEED, markedFor(SPEED), NEW);
    expect(text).toContain('| `sampler.take(count)`, n = 2^10 | 1.3 | 9.8 | | |\n');
    expect(text).toContain('The run is of 2026-02-03, at commit `bbbbbbbb0000`.\n');
    expect(text).toContain('Measured beside it: NumPy 2.4.6, chance 1.1.13.\n');
    expect(text).toContain('takes 6.0 ms more than an empty one');
    expect(text).toContain('14.2 KB with `loaded-dice`');
    expect(withParts(SPEED, markedFor(SPEED), { ...NEW, dirty: true })).toContain('`bbbbbbbb0000` with changes.');
  });

  it('are refused without their marks', () => {
    expect(() => withParts('README.md', 'nothing', NEW)).toThrow('README.md has no <!-- bench: chart -->');
    const open = markedFor(SPEED).replace('<!-- bench: end of table -->', '');
    expect(() => withParts(SPEED, open, NEW)).toThrow(`${SPEED} has no <!-- bench: table -->`);
  });

  it.each(Object.keys(PAGES))('%s is that of the last run in the history', (page) => {
    const text = readFileSync(page, 'utf8');
    const run = existsSync(HISTORY) ? readHistory().at(-1) : undefined;
    // before the first run there are only the marks
    if (run) expect(withParts(page, text, run)).toBe(text);
    else expect(withParts(page, text, NEW)).not.toBe(text);
  });

  it.each([
    [0.5443, '0.54'],
    [9.94, '9.9'],
    [9.96, '10'],
    [15.5, '16'],
    [1041.6, '1042'],
  ])('shows %d ns as %s', (value, text) => {
    expect(shortFigure(value)).toBe(text);
  });
});
