// Runs a folder's main.ts over the sources and the built package.
import { build as bundle } from 'esbuild';
import { run } from './run.mjs';
import { build, install } from './setup.mjs';

/** Bundles FOLDER/main.ts. Returns the file, which imports the built package by its name. */
export async function bundleFolder(folder) {
  const outfile = `build/${folder}.mjs`;
  await bundle({
    entryPoints: [`${folder}/main.ts`],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  return outfile;
}

/** Sets up, builds, and runs FOLDER/main.ts with the arguments that npm received. `prepare` replaces the build. */
export async function runBundled(folder, { prepare = build, args = process.argv.slice(2) } = {}) {
  await install();
  await prepare();
  const file = await bundleFolder(folder);
  // Ctrl-C reaches both: this process waits until the other has cleaned up
  const wait = () => {};
  process.on('SIGINT', wait);
  try {
    await run(process.execPath, [file, ...args]);
  } finally {
    process.off('SIGINT', wait);
  }
}
