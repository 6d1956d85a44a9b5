// npm run mutation: changes the sources in small ways, and tells which changes no test of test/unit notices. Takes half
// an hour; further arguments go to Stryker: npm run mutation -- --mutate src/internal/check.ts
import { installPackages } from './packages.mjs';
import { run } from './run.mjs';
import { build, install } from './setup.mjs';

const HOME = 'scripts/mutation';

try {
  await install();
  await build();
  await installPackages(HOME);
  const stryker = `${HOME}/node_modules/@stryker-mutator/core/bin/stryker.js`;
  await run(process.execPath, [stryker, 'run', `${HOME}/stryker.config.mjs`, ...process.argv.slice(2)]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
