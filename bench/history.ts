// How figures changed from commit to commit, as text.
import type { Figure } from './measure.js';
import type { Run } from './results.js';

/** Rivals that are ours, and the table that everyone writes, which shows how much of a change the machine made. */
const SHOWN = ['wasm', 'js', 'plain JS'];

function label({ commit, dirty, date }: Run): string {
  return `${date.slice(0, 10)} ${commit?.slice(0, 8) ?? 'no commit'}${dirty ? '+' : ''}`;
}

/** The rivals of a row that a history shows: ours and plain JS, or the first two if the row has other ones. */
function shown(runs: readonly Record<string, Figure>[]): string[] {
  const names = [...new Set(runs.flatMap((figures) => Object.keys(figures)))];
  const usual = SHOWN.filter((name) => names.includes(name));
  return usual.length > 0 ? usual : names.slice(0, 2);
}

function cell(figures: Record<string, Figure>, name: string): string {
  const figure = figures[name];
  if (!figure) return '-';
  const plain = figures['plain JS'];
  const ratio = plain && name !== 'plain JS' ? ` (${(plain.least / figure.least).toPrecision(3)})` : '';
  return `${figure.least.toPrecision(3)}${ratio}`;
}

function align(lines: readonly string[][]): string[] {
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines.map((line) => `  ${line.map((text, i) => text.padEnd(widths[i])).join('  ')}`.trimEnd());
}

/**
 * The rows of one table, or of all, over the runs of a history: the least nanoseconds, and how many times as fast as
 * plain JS in the same run.
 */
export function historyText(runs: readonly Run[], table?: string): string {
  if (runs.length === 0) return 'The history has no runs yet: npm run bench adds one.';
  const machines = [...new Set(runs.map(({ machine: { processor, node } }) => `${processor}, Node ${node}`))];
  const machineOf = ({ machine: { processor, node } }: Run) =>
    `machine ${machines.indexOf(`${processor}, Node ${node}`) + 1}`;
  const tables = [...new Set(runs.flatMap(({ results }) => Object.keys(results)))];
  const blocks = tables
    .filter((id) => table === undefined || id === table)
    .flatMap((id) => {
      const rows = [...new Set(runs.flatMap(({ results }) => Object.keys(results[id] ?? {})))];
      return rows.map((name) => {
        const having = runs.filter(({ results }) => results[id]?.[name]);
        const rivals = shown(having.map(({ results }) => results[id][name]));
        const lines = having.map((run) => [
          label(run),
          machineOf(run),
          ...rivals.map((rival) => cell(run.results[id][name], rival)),
        ]);
        return [`${id}, ${name}`, ...align([['', '', ...rivals], ...lines])].join('\n');
      });
    });
  if (blocks.length === 0) return `No run of the history has the table ${table}.`;
  return [
    'nanoseconds, the least of a run (how many times as fast as plain JS); + is a commit with changes on top',
    ...machines.map((machine, i) => `machine ${i + 1}: ${machine}`),
    '',
    ...blocks,
  ].join('\n');
}
