// npm run proof -- same-numbers: draws in every engine that this machine has or can install, and keeps what they drew.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { ensureChromium } from '../scripts/chromium.mjs';
import { ensureFirefox } from '../scripts/firefox.mjs';
import { ensureWebKit } from '../scripts/webkit.mjs';
import type { BackendRecord, EngineRecord } from '../test/support/proof-record.js';
import { FOLDER, type NumbersRun } from './pages.js';

const KEPT = 'build/proof';
/** Every engine that a test of test/proof/same-numbers.test.ts is for. */
const ENGINES = [
  ...['Node 20', 'Node 22', 'Node 24', 'Deno', 'Bun', 'workerd', 'Chromium', 'Firefox', 'WebKit', 'QuickJS', 'Hermes'],
];

const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();

/** Records that are kept, in the order of `ENGINES`, then others, such as another Node that runs this. */
function kept(): EngineRecord[] {
  const files = existsSync(KEPT) ? readdirSync(KEPT).filter((name) => name.endsWith('.json')) : [];
  const place = ({ engine }: EngineRecord) => (ENGINES.indexOf(engine) + ENGINES.length + 1) % (ENGINES.length + 1);
  return files
    .map((name) => JSON.parse(readFileSync(`${KEPT}/${name}`, 'utf8')) as EngineRecord)
    .sort((a, b) => place(a) - place(b));
}

/** Installs what can be installed. What cannot be is listed as not run. */
function installBrowsers(): Map<string, string> {
  const missing = new Map<string, string>();
  const ensured: [string, string, () => unknown][] = [
    ['Chromium', 'CHROME_PATH', ensureChromium],
    ['Firefox', 'FIREFOX_PATH', ensureFirefox],
    ['WebKit', '', ensureWebKit],
  ];
  for (const [engine, variable, ensure] of ensured) {
    try {
      const path = ensure();
      if (variable && typeof path === 'string') process.env[variable] = path;
    } catch (error) {
      missing.set(engine, (error as Error).message);
    }
  }
  return missing;
}

/**
 * Runs all engines and writes docs/proof/same-numbers.json.
 * @returns The number of backends that drew something else.
 */
export function sameNumbers(): number {
  rmSync(KEPT, { recursive: true, force: true });
  const missing = installBrowsers();
  const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'proof'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const wrong = collect(missing);
  return status === 0 || missing.size > 0 ? wrong : Math.max(1, wrong);
}

/** Makes one file of what the tests kept. */
export function collect(missing: ReadonlyMap<string, string> = new Map()): number {
  const engines = kept();
  const notRun = ENGINES.filter((name) => engines.every(({ engine }) => engine !== name)).map((engine) => ({
    engine,
    why: missing.get(engine) ?? 'its test did not end with a result',
  }));
  const hashes = engines
    .flatMap(({ wasm, js }) => [wasm, js])
    .filter((each): each is BackendRecord => Object(each) === each);
  const own = engines.find(({ engine }) => engine === `Node ${process.version.slice(1).split('.')[0]}`);
  const sha256 = (own?.js as BackendRecord | undefined)?.sha256 ?? '';
  const [{ model = 'unknown' } = {}] = cpus();
  const run: NumbersRun = {
    date: new Date().toISOString(),
    commit: git('rev-parse', 'HEAD'),
    dirty: git('status', '--porcelain', '--untracked-files=no', '--', 'src', 'assembly', 'test/support') !== '',
    machine: `${model.trim()}, ${type()} ${release().split(/[-+]/)[0]}`,
    sha256,
    engines,
    notRun,
  };
  writeFileSync(`${FOLDER}/same-numbers.json`, `${JSON.stringify(run, undefined, 2)}\n`);
  const wrong = hashes.filter((each) => each.sha256 !== sha256).length;
  for (const { engine, version } of engines) console.log(`${engine} ${version}`);
  for (const { engine, why } of notRun) console.log(`not run: ${engine} (${why})`);
  console.log(`${hashes.length - wrong} of ${hashes.length} backends draw ${sha256}`);
  return wrong;
}
