// What the commands on pages are held to: programs, options, scripts and files that are there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cli, type Ran } from './cli.js';
import { type ShellCommand, shellCommands } from './shell-lines.js';
import { runNode } from './snippets.js';

const root = JSON.parse(readFileSync('package.json', 'utf8'));

/** Other programs that pages may show. */
const PROGRAMS = new Set(
  (
    'RNG_test apt-get brew build/batteries/testu01 bun bunx cat cd chmod clickhouse-client cp curl deno dieharder ' +
    'docker duckdb echo git gunzip gzip head jq julia mariadb mkdir mv mysql nginx open ' +
    'pip pnpm psql python3 redis-server sort sqlite3 tail tar time unzip wc yarn'
  ).split(' '),
);

/** Packages of npm that pages may tell to install, beside those of this repository's package.json. */
const PACKAGES = new Set([
  'loaded-dice',
  '@tensorflow/tfjs',
  'coi-serviceworker',
  'papaparse',
  'node',
  'vite',
  'typescript',
  'onnxruntime-web',
]);

const helps = new Map<string, string>();

/** The help of a subcommand, or undefined if there is none of this name. */
function helpOf(subcommand: string): string | undefined {
  const help = helps.get(subcommand) ?? cli([subcommand, '--help']).stdout;
  helps.set(subcommand, help);
  return help.startsWith(`Usage: loaded-dice ${subcommand} `) ? help : undefined;
}

/** The options of a subcommand, such as `--seed` and `-n`. */
const optionsOf = (help: string) =>
  new Set([...help.matchAll(/^ {2}(?:(-\w), )?(--[\w-]+)/gm)].flatMap(([, ...names]) => names));

/** What is wrong about the options of `loaded-dice …`, or undefined. */
function faultOfOptions(args: readonly string[]): string | undefined {
  const [subcommand, ...rest] = args;
  if (subcommand === undefined || /^(--version|-V|--help|-h)$/.test(subcommand)) return;
  const help = helpOf(subcommand);
  if (help === undefined) return `loaded-dice has no command ${subcommand}`;
  const options = optionsOf(help);
  const unknown = rest.map((each) => each.split('=')[0]).find((each) => /^--?[a-z]/.test(each) && !options.has(each));
  return unknown && `loaded-dice ${subcommand} has no option ${unknown}`;
}

/** The arguments of `loaded-dice`, where a command is one: as it is, and by npx. */
export function diceArguments({ words }: ShellCommand): readonly string[] | undefined {
  if (words[0] === 'loaded-dice') return words.slice(1);
  if (words[0] !== 'npx' && words[0] !== 'bunx') return;
  const at = words.findIndex((word, i) => i > 0 && !word.startsWith('-'));
  return /^loaded-dice(@.+)?$/.test(words[at]) ? words.slice(at + 1) : undefined;
}

function faultOfNpm(args: readonly string[], page: string): string | undefined {
  const [what, ...rest] = args.filter((each) => each !== '--silent');
  if (what === 'run' || what === 'start' || what === 'test') {
    const script = what === 'run' ? rest[0] : what;
    const near = join(dirname(page), 'package.json');
    const own = existsSync(near) ? JSON.parse(readFileSync(near, 'utf8')).scripts : {};
    return script in root.scripts || script in own ? undefined : `package.json has no script ${script}`;
  }
  if (what === 'ci' || what === 'pack' || what === 'create' || what === 'init') return;
  if (what !== 'install' && what !== 'i') return `npm ${what} is not known`;
  const known = { ...root.devDependencies, ...root.peerDependencies };
  const names = rest.filter((each) => !each.startsWith('-')).map((each) => each.replace(/(?<=.)@[^/]*$/, ''));
  const unknown = names.find((each) => !(each in known) && !PACKAGES.has(each));
  return unknown && `npm install ${unknown}: not a package that PACKAGES or package.json knows`;
}

/** What is wrong about a command without running it, or undefined. */
export function faultOf(command: ShellCommand, page: string): string | undefined {
  const { words } = command;
  const dice = diceArguments(command);
  if (dice) return faultOfOptions(dice);
  const [program, ...args] = words;
  const missing = args.find(
    (each) => /^(test|scripts|bench|examples|src|docs|fuzz|batteries)\/[\w./-]+\.\w+$/.test(each) && !existsSync(each),
  );
  if (missing) return `no file ${missing}`;
  if (program === 'npm') return faultOfNpm(args, page);
  if (program === 'npx') {
    const tool = args.find((each) => !each.startsWith('-'))?.replace(/(?<=.)@.*$/, '') ?? '';
    return tool in root.devDependencies || PACKAGES.has(tool) ? undefined : `npx ${tool}: not a development package`;
  }
  return program === 'node' || PROGRAMS.has(program) ? undefined : `${program} is not a program that PROGRAMS knows`;
}

/** The options of a command that need what is not here: a Redis, files of a whole cluster. */
const ELSEWHERE = /^(--redis|-)$|^\/|^s3:|^https?:/;

/** Runs what can be run of a command: `loaded-dice …` and `node FILE`. Returns undefined where that is not here. */
export async function runCommandOf(command: ShellCommand, folder: string): Promise<Ran | undefined> {
  const { words, env, out, piped } = command;
  const dice = diceArguments(command) ?? startArguments(words);
  let ran: Ran | undefined;
  if (piped) return;
  if (dice) {
    if (dice.some((each) => ELSEWHERE.test(each))) return;
    ran = cli(withFewDraws(dice), { cwd: folder, env });
  } else if (words[0] === 'node' && !existsSync(words.at(-1) as string)) {
    const { status, stdout, stderr } = await runNode(folder, words.slice(1));
    ran = { status: status as number, stdout, stderr };
  }
  if (ran && out !== undefined) {
    if (!existsSync(dirname(join(folder, out)))) throw new Error(`no folder for ${out}`);
    writeFileSync(join(folder, out), ran.stdout);
    return { ...ran, stdout: '' };
  }
  return ran;
}

/** Pages draw as many as a reader may need. A thousand show as well that the command runs. */
function withFewDraws(args: readonly string[]): string[] {
  return args.map((each, i) => (/^(-n|--number)$/.test(args[i - 1]) && Number(each) > 1000 ? '1000' : each));
}

/** What `npm start` gives to the command. */
function startArguments(words: readonly string[]): string[] | undefined {
  if (words.join(' ') !== 'npm start') return;
  const pets = /PETS = '(.*)'/.exec(readFileSync('scripts/start.mjs', 'utf8'))?.[1] ?? '';
  return ['balance', ...pets.split(' '), '--batch-size', '16', '--seed', '0'];
}

/** The commands that inline code of a page shows. */
export function inlineCommands(prose: string): ShellCommand[] {
  const spans = [...prose.matchAll(/(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)/g)].map(([, , code]) => code.trim());
  return spans
    .filter((code) => /^(loaded-dice|npm (run|start|test|install)|npx|node [\w./-]+\.m?js) /.test(`${code} `))
    .flatMap((code) => shellCommands(code.replaceAll('…', '')));
}
