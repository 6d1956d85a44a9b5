// npm test: set-up, build, lint, types, and the tests that need nothing but Node.
// npm run test:all: runs these with all their rounds, and every other test. It installs the browsers and
// servers that they need.
// Further arguments go to vitest: npm test -- test/unit/alias.test.ts
import { ensureTestU01 } from './battery-programs.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureDatabase } from './databases.mjs';
import { ensureFirefox } from './firefox.mjs';
import { ensureRedis } from './redis.mjs';
import { run } from './run.mjs';
import { build, install } from './setup.mjs';
import { ensureWebKit } from './webkit.mjs';

const given = process.argv.slice(2);
const all = given[0] === '--all';

try {
  await install();
  if (all) {
    process.env.TEST_ROUNDS = 'all';
    process.env.CHROME_PATH = ensureChromium();
    process.env.FIREFOX_PATH = ensureFirefox();
    ensureWebKit();
    ensureDatabase('postgres');
    ensureDatabase('mariadb');
    ensureRedis();
    ensureTestU01('batteries/testu01.c', 'build/batteries/testu01');
  }
  await build();
  await Promise.all([run('biome', ['check', '--error-on-warnings', '.']), run('tsc', ['--noEmit'])]);
  // in a process of its own, because Vite sets NODE_ENV to production for its process and what that starts
  if (all) await run(process.execPath, ['scripts/docs.mjs'], { quiet: true });
  await run('vitest', all ? ['run', ...given.slice(1)] : ['run', '--project', 'unit', '--project', 'node', ...given]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
