// The tables of docs/proof/batteries.md, from the results.
import { readFileSync, writeFileSync } from 'node:fs';
import { LEAST } from './outputs.js';
import { batteries } from './programs.js';
import type { Result } from './results.js';
import { type Stream, streams } from './streams.js';

const PAGE = 'docs/proof/batteries.md';

/** Each part that a run writes, between a comment that opens it and one that closes it. */
const PARTS: Record<string, (results: readonly Result[]) => string> = {
  summary: summaryPart,
  streams: () => table(['Stream', 'Its numbers'], streamRows('words', 'indices')),
  controls: () => table(['Stream', 'Its numbers'], streamRows('control')),
  results: resultsPart,
  failures: failuresPart,
  repeats: repeatsPart,
  machine: machinePart,
};

/** Names of the batteries in text. */
const TITLES: Record<string, string> = {
  smallcrush: 'SmallCrush',
  crush: 'Crush',
  bigcrush: 'BigCrush',
  dieharder: 'dieharder',
  practrand: 'PractRand, 8 GB',
  'practrand-32': 'PractRand, 32 GB',
};

/** A table. Columns whose every cell is a number or an amount are aligned to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rules = head.map((_, column) => (rows.every((row) => /^[\d.]/.test(row[column])) ? '---:' : '---'));
  return [line(head), line(rules), ...rows.map(line)].join('\n');
}

function streamRows(...kinds: Stream['kind'][]): string[][] {
  const chosen = streams.filter(({ kind }) => kinds.includes(kind));
  return chosen.map(({ name, about }) => [`\`${name}\``, about]);
}

export function isControl({ stream }: Pick<Result, 'stream'>): boolean {
  return streams.find(({ name }) => name === stream)?.kind === 'control';
}

/** Results in the order of the batteries, then of the streams. */
function sorted(results: readonly Result[]): Result[] {
  const names = streams.map(({ name }) => name);
  const place = ({ battery, stream }: Result) => 100 * Object.keys(batteries).indexOf(battery) + names.indexOf(stream);
  return [...results].sort((a, b) => place(a) - place(b) || a.seed - b.seed);
}

export function sizeText(bytes: number): string {
  const gigabytes = bytes / 1e9;
  return `${gigabytes < 10 ? gigabytes.toFixed(1) : Math.round(gigabytes)} GB`;
}

/** A p-value with two digits, of its distance from 1 where that is small. */
export function pText(p: number): string {
  if (p === 0) return '0';
  if (p < 0.001) return p.toExponential(1);
  if (p <= 0.999) return p.toPrecision(2);
  return p === 1 ? '1' : `1 - ${(1 - p).toExponential(1)}`;
}

function summaryPart(results: readonly Result[]): string {
  const ours = results.filter((result) => !isControl(result));
  const ruled = ours.filter(({ battery }) => !battery.startsWith('practrand'));
  const count = (of: readonly Result[], number: (result: Result) => number) =>
    of.reduce((sum, result) => sum + number(result), 0);
  const values = count(ruled, (result) => result.count);
  const outside = count(ruled, ({ suspicious }) => suspicious.length);
  const failed = count(ours, (result) => result.failed);
  const again = ruled.flatMap(({ suspicious }) => suspicious.flatMap((value) => value.again));
  const still = again.filter((p) => Math.min(p, 1 - p) < LEAST).length;
  const expected = (2 * LEAST * values).toFixed(1);
  return (
    `${ours.length} runs on ${sizeText(count(ours, ({ bytes }) => bytes))} of words and indices: ` +
    `${failed === 0 ? 'no test' : failed === 1 ? 'one test' : `${failed} tests`} failed. ` +
    `TestU01 and dieharder gave ${values.toLocaleString('en')} p-values. Chance alone puts about ${expected} of them ` +
    `outside [${LEAST}, ${1 - LEAST}], and ${outside} ${outside === 1 ? 'was' : 'were'} there.` +
    (again.length === 0
      ? ''
      : ` Repeated ${again.length} times with other seeds, these tests gave ${still || 'no'} such p-value` +
        `${still > 1 ? 's' : ''}.`)
  );
}

function resultsPart(results: readonly Result[]): string {
  return Object.keys(batteries)
    .map((battery) => {
      const chosen = sorted(results).filter((result) => result.battery === battery && !isControl(result));
      if (chosen.length === 0) return '';
      const names = [...new Set(chosen.map(({ stream }) => stream))];
      const all = streams.every(({ name, kind }) => kind === 'control' || names.includes(name));
      const options = [
        ...(battery === 'smallcrush' ? [] : [`--battery ${battery}`]),
        ...(all ? [] : names.map((name) => `--stream ${name}`)),
      ];
      const rows = chosen.map((result) => [
        `\`${result.stream}\`${result.seed === 1 ? '' : `, seed ${result.seed}`}`,
        sizeText(result.bytes),
        ...[result.count, pText(result.smallest), pText(result.largest)].map(String),
        ...[result.suspicious.length, result.failed].map(String),
      ]);
      const command = `npm run batteries${options.length ? ` -- ${options.join(' ')}` : ''}`;
      const head = ['Stream', 'Data', 'p-values', 'Smallest', 'Largest', 'Suspicious', 'Failed'];
      return [`### ${TITLES[battery]}, ${chosen[0].program}`, `\`${command}\``, table(head, rows)].join('\n\n');
    })
    .filter(Boolean)
    .join('\n\n');
}

function failuresPart(results: readonly Result[]): string {
  const rows = sorted(results.filter(isControl)).map(({ stream, battery, bytes, count, failed, failures }) => [
    `\`${stream}\``,
    TITLES[battery],
    sizeText(bytes),
    `${failed} of ${count}`,
    failures.join(', ') + (failed > failures.length ? ', …' : '') || 'none',
  ]);
  return table(['Control', 'Battery', 'Data', 'Failed', 'Which'], rows);
}

function repeatsPart(results: readonly Result[]): string {
  const rows = sorted(results.filter((result) => !isControl(result))).flatMap(
    ({ stream, battery, suspicious, program }) =>
      suspicious.map(({ test, p, again }) => [
        `\`${stream}\``,
        `${TITLES[battery]}: ${test}`,
        pText(p),
        again.map(pText).join(', ') || (program.startsWith('PractRand') ? 'not repeated' : ''),
      ]),
  );
  if (rows.length === 0) return 'No p-value was suspicious.';
  return table(['Stream', 'Test', 'p-value', 'With the next two seeds'], rows);
}

function machinePart(results: readonly Result[]): string {
  const one = (values: readonly (string | undefined)[]) => [...new Set(values)].filter(Boolean).join(', ');
  const dates = results.map(({ started }) => started.slice(0, 10)).sort();
  const span = one([dates[0], dates.at(-1)]).replace(', ', ' to ');
  return (
    `Run ${span ? `on ${span} ` : ''}with ${one(results.map(({ program }) => program))}, ` +
    `Node ${one(results.map(({ node }) => node.slice(1)))}, on ${one(results.map(({ machine }) => machine))}, ` +
    `at commit ${one(results.map(({ commit }) => commit))}.`
  );
}

/** A text whose parts are those of the results. Throws if a part is not marked. */
export function withParts(text: string, results: readonly Result[]): string {
  return Object.entries(PARTS).reduce((before, [name, part]) => {
    const opening = `<!-- batteries: ${name} -->`;
    const closing = `<!-- batteries: end of ${name} -->`;
    const [from, to] = [before.indexOf(opening), before.indexOf(closing)];
    if (from < 0 || to < from) throw new Error(`${PAGE} has no ${opening} … ${closing}`);
    return `${before.slice(0, from + opening.length)}\n\n${part(results)}\n\n${before.slice(to)}`;
  }, text);
}

export function writePage(results: readonly Result[]): void {
  writeFileSync(PAGE, withParts(readFileSync(PAGE, 'utf8'), results));
}
