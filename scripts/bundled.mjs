// Runs a folder's main.ts over the sources and the built package.
import { build as bundle } from 'esbuild';
import { run } from './run.mjs';
import { build, install } from './setup.mjs';

/** Sets up, builds, and runs FOLDER/main.ts with the arguments that npm received. */
export async function runBundled(folder) {
  await install();
  await build();
  const outfile = `build/${folder}.mjs`;
  await bundle({
    entryPoints: [`${folder}/main.ts`],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  await run(process.execPath, [outfile, ...process.argv.slice(2)]);
}
