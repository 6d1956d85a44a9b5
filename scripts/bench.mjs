// npm run bench: set-up, build, and the figures of bench/main.ts.
import { build as bundle } from 'esbuild';
import { run } from './run.mjs';
import { build, install } from './setup.mjs';

await install();
await build();
await bundle({
  entryPoints: ['bench/main.ts'],
  outfile: 'build/bench.mjs',
  bundle: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
});
await run(process.execPath, ['build/bench.mjs', ...process.argv.slice(2)]);
