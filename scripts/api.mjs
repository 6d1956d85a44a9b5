// npm run api: the reference of every public name, from its docstring, as pages in build/api. Fails where one has none.
import { pathToFileURL } from 'node:url';
import { installPackages } from './packages.mjs';
import { run } from './run.mjs';

// TypeDoc asks for a TypeScript with a compiler API, which 7 has not: it has a folder of packages of its own
const HOME = 'scripts/api';

export async function api() {
  await installPackages(HOME);
  await run(process.execPath, [`${HOME}/node_modules/typedoc/bin/typedoc`, '--options', `${HOME}/typedoc.json`]);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await api();
  console.log('built build/api/index.html');
}
