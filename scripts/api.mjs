// npm run api: writes the reference of all public names, from their doc comments, to docs/reference. Fails if a name
// has none.
import { pathToFileURL } from 'node:url';
import { installTool } from './packages.mjs';
import { run } from './run.mjs';

// TypeDoc needs a TypeScript with a compiler API, which version 7 does not have. So it has its own folder of packages.
const HOME = 'docs';

export async function api() {
  await installTool(HOME);
  await run(process.execPath, [`${HOME}/node_modules/typedoc/bin/typedoc`, '--options', `${HOME}/typedoc.json`]);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await api();
  console.log('wrote docs/reference');
}
