// npm run bench: set-up, build, and the measurements of bench/main.ts.
import { runBundled } from './bundled.mjs';
import { buildWhereNeeded } from './setup.mjs';

const args = process.argv.slice(2);
/** What measures nothing needs no new build. */
const quick = ['--help', '--history', '--readme'].some((option) => args.includes(option));

try {
  await runBundled('bench', quick ? { prepare: buildWhereNeeded } : {});
} catch (error) {
  // the benchmark itself has said what is wrong
  if (!/bench\.mjs\b.* failed with exit code/.test(error.message)) console.error(error.message);
  process.exitCode = 1;
}
