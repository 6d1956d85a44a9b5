// npm run mutation: changes the sources in small ways, and tells which changes no test of test/unit notices. It takes
// an hour, in three parts. npm run mutation -- kernels runs one of them; further arguments go to Stryker:
// npm run mutation -- kernels --mutate src/kernels/js/pcg.ts
import { parts } from './mutation/parts.mjs';
import { installTool } from './packages.mjs';
import { run } from './run.mjs';
import { build, install } from './setup.mjs';

const HOME = 'scripts/mutation';
const [first, ...more] = process.argv.slice(2);
const [chosen, options] = Object.hasOwn(parts, first ?? '')
  ? [[first], more]
  : [Object.keys(parts), process.argv.slice(2)];

try {
  await install();
  await build();
  await installTool(HOME);
  const stryker = `${HOME}/node_modules/@stryker-mutator/core/bin/stryker.js`;
  for (const part of chosen) {
    process.env.MUTATION_PART = part;
    await run(process.execPath, [stryker, 'run', `${HOME}/stryker.config.mjs`, ...options]);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
