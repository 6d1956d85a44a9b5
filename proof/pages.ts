// Writes what runs found between the marks of the pages in docs/proof/.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Report } from '../fuzz/report.js';
import type { BackendRecord, EngineRecord } from '../test/support/proof-record.js';

export const FOLDER = 'docs/proof';

export interface NumbersRun {
  readonly date: string;
  readonly commit: string;
  /** Whether the library or the cases had changes that were not committed. */
  readonly dirty: boolean;
  readonly machine: string;
  /** The hash of what the Node that ran the command drew. */
  readonly sha256: string;
  readonly engines: EngineRecord[];
  readonly notRun: { readonly engine: string; readonly why: string }[];
}

export interface TorchCase {
  readonly kind: string;
}

/** A line of a table in Markdown. */
function line(cells: readonly unknown[]): string {
  return `|${cells.map((cell) => ` ${cell} `).join('|')}|`;
}

function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function backendCell(record: BackendRecord | string, sha256: string): string {
  if (typeof record === 'string') return 'none';
  const words = record.sha256 === sha256 ? 'same' : `**${record.sha256.slice(0, 12)}**`;
  return `${words}, ${record.cases} cases`;
}

function ranksCell({ wasm, js }: EngineRecord): string {
  const ranks = [wasm, js].flatMap((each) => (typeof each === 'string' ? [] : Object.entries(each.ranks)));
  const isSame = ranks.every(([, { cases, same }]) => cases === same);
  return `${isSame ? 'same' : '**differ**'}: ${[...new Set(ranks.map(([count]) => count))].join(', ')}`;
}

function threadsCell({ threads }: EngineRecord): string {
  if (typeof threads === 'string') return 'none';
  const all = Object.entries(threads);
  const isSame = all.every(([, { same, of, warnings }]) => same === of && warnings.length === 0);
  return `${isSame ? 'same' : '**differ**'}: ${all.map(([count]) => count).join(', ')}`;
}

export function enginesPart({ date, commit, dirty, machine, sha256, engines, notRun }: NumbersRun): string {
  const rows = engines.map((record) => [
    record.engine,
    record.version,
    backendCell(record.wasm, sha256),
    backendCell(record.js, sha256),
    ranksCell(record),
    threadsCell(record),
  ]);
  const first = engines.map(({ js }) => js).find((js): js is BackendRecord => typeof js !== 'string');
  return [
    table(['Engine', 'Version', 'WebAssembly', 'pure JS', 'Ranks', 'Threads'], rows),
    '',
    `“Same” is SHA-256 \`${sha256}\` of ${first?.indices.toLocaleString('en')} indices.`,
    `The run is of ${date.slice(0, 10)}, at commit \`${commit.slice(0, 12)}\`${dirty ? ' with changes' : ''}, ` +
      `on ${machine}.`,
    ...notRun.map(({ engine, why }) => `Not run: ${engine} (${why}).`),
  ].join('\n');
}

export function fuzzPart({ date, commit, dirty, machine, minutes, seed, fuzzers }: Report): string {
  const rows = fuzzers.map(({ name, runs, seconds, lastSeed, failure }) => [
    `\`${name}\``,
    runs.toLocaleString('en'),
    seconds,
    lastSeed - seed + 1,
    failure ? `**${failure}**` : 'none',
  ]);
  const runs = fuzzers.reduce((sum, each) => sum + each.runs, 0);
  const failed = fuzzers.filter(({ failure }) => failure).length;
  return [
    table(['Fuzzer', 'Runs', 'Seconds', 'Seeds', 'Failures'], rows),
    '',
    `${runs.toLocaleString('en')} runs in ${minutes} minutes, from seed ${seed} on: ${failed || 'no'} failures.`,
    `The run is of ${date.slice(0, 10)}, at commit \`${commit?.slice(0, 12)}\`${dirty ? ' with changes' : ''}, ` +
      `on ${machine.cores} cores of ${machine.processor} with Node ${machine.node.slice(1)}.`,
  ].join('\n');
}

/** What is drawn by each kind of case of test/vectors/torch.json. */
const KINDS: Readonly<Record<string, string>> = {
  weighted: '`WeightedRandomSampler`, `multinomial`',
  'weighted.epochs': '`WeightedRandomSampler`, several epochs',
  random: '`RandomSampler`',
  randperm: '`RandomSampler`, a permutation',
  randint: '`RandomSampler` with replacement, and the generator’s words',
  'rand.float64': '`TorchGenerator.nextFloat`',
  subset: '`SubsetRandomSampler`',
  distributed: '`DistributedSampler`, all ranks',
  batch: '`BatchSampler`',
  'dataloader.shuffle': '`DataLoader` with `shuffle`',
  'dataloader.weighted': '`DataLoader` over `WeightedRandomSampler`',
};

export function torchPart(cases: readonly TorchCase[]): string {
  const count = (kind: string) => cases.filter((each) => each.kind === kind).length;
  const drawn = cases.filter(({ kind }) => !kind.startsWith('error.')).length;
  const unknown = cases.find(({ kind }) => !kind.startsWith('error.') && !(kind in KINDS));
  if (unknown) throw new Error(`no words for the kind ${unknown.kind}`);
  return [
    table(
      ['Sampler', 'Cases', 'Checks: two backends'],
      [
        ...Object.entries(KINDS).map(([kind, words]) => [words, count(kind), 2 * count(kind)]),
        ['all that PyTorch draws', drawn, 2 * drawn],
        ['arguments that PyTorch refuses', cases.length - drawn, cases.length - drawn],
      ],
    ),
    '',
    `That is ${cases.length} cases: ${2 * drawn} comparisons of draws, and ${cases.length - drawn} of errors.`,
  ].join('\n');
}

/** The limits that test/package/size.test.ts holds. @param text The text of that file. */
export function sizesPart(text: string): string {
  const rows = [...text.matchAll(/^ {2}\['([^']+)', `.*`, ([\d.]+)\],$/gm)].map(([, what, limit]) => [what, limit]);
  if (rows.length < 10) throw new Error(`only ${rows.length} limits are in test/package/size.test.ts`);
  return table(['What is imported', 'Below, in KB'], rows);
}

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

/** The marked parts of pages: page, mark, and the text that a run gives. Leaves out parts of runs that are not kept. */
export function parts(): [page: string, mark: string, text: string][] {
  const found: [string, string, string][] = [
    ['pytorch', 'vectors', torchPart(readJson('test/vectors/torch.json').cases)],
    ['speed', 'sizes', sizesPart(readFileSync('test/package/size.test.ts', 'utf8'))],
  ];
  const [numbers, fuzz] = [`${FOLDER}/same-numbers.json`, `${FOLDER}/fuzz.json`];
  if (existsSync(numbers)) found.push(['same-numbers', 'engines', enginesPart(readJson(numbers))]);
  if (existsSync(fuzz)) found.push(['fuzz', 'run', fuzzPart(readJson(fuzz))]);
  return found;
}

/** A page with a marked part. @throws {Error} The mark is missing. */
export function withPart(page: string, text: string, mark: string, part: string): string {
  const [opening, closing] = [`<!-- proof: ${mark} -->`, `<!-- proof: end of ${mark} -->`];
  const [from, to] = [text.indexOf(opening), text.indexOf(closing)];
  if (from < 0 || to < from) throw new Error(`${page} has no ${opening} … ${closing}`);
  return `${text.slice(0, from + opening.length)}\n\n${part}\n\n${text.slice(to)}`;
}

export function writePages(): void {
  for (const [name, mark, part] of parts()) {
    const page = `${FOLDER}/${name}.md`;
    writeFileSync(page, withPart(page, readFileSync(page, 'utf8'), mark, part));
    console.log(`written: ${page}, ${mark}`);
  }
}
