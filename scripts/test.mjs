// npm test: set-up, build, every check and every test. Further arguments go to vitest:
// npm test -- test/unit/alias.test.ts
import { api } from './api.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureFirefox } from './firefox.mjs';
import { run } from './run.mjs';
import { build, install } from './setup.mjs';
import { ensureWebKit } from './webkit.mjs';

try {
  await install();
  process.env.CHROME_PATH = ensureChromium();
  process.env.FIREFOX_PATH = ensureFirefox();
  ensureWebKit();
  await build();
  await run('biome', ['check', '--error-on-warnings', '.']);
  await run('tsc', ['--noEmit']);
  await api();
  await run('vitest', ['run', ...process.argv.slice(2)]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
