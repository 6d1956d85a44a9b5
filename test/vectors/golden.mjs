// node test/vectors/golden.mjs: writes golden.json and golden-samplers.json anew. Only ever for a new major version, or
// for what is added: a change to what is there already is a change to the draws of every user.
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
});
const { golden, goldenSamplers } = await import(pathToFileURL(outfile).href);
const lines = golden('js').map(({ draws, ...rest }) => {
  const epochs = draws.map((each) => `  ${JSON.stringify(each)}`);
  return ` ${JSON.stringify(rest).slice(0, -1)},"draws":[\n${epochs.join(',\n')}]}`;
});
await writeFile(here('golden.json'), `[\n${lines.join(',\n')}\n]\n`);
const rows = goldenSamplers('js').map((each) => ` ${JSON.stringify(each)}`);
await writeFile(here('golden-samplers.json'), `[\n${rows.join(',\n')}\n]\n`);
