// node test/vectors/golden.mjs: writes golden.json anew. Only ever for a new major version, or for weight sets that are added:
// a change to what is there already is a change to the draws of every user.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outfile = here('../../build/golden.mjs');
await build({
  entryPoints: [here('../support/golden.ts')],
  outfile,
  bundle: true,
  format: 'esm',
  external: ['@assemblyscript/loader'],
});
const { golden } = await import(pathToFileURL(outfile).href);
const lines = golden('js').map(
  ({ draws, ...rest }) =>
    ` ${JSON.stringify(rest).slice(0, -1)},"draws":[\n${draws.map((each) => `  ${JSON.stringify(each)}`).join(',\n')}]}`,
);
await writeFile(here('golden.json'), `[\n${lines.join(',\n')}\n]\n`);
