// Writes folders for tools that do not read `exports` and look for a folder with the subpath's name: Parcel 2 by
// default, webpack 4, TypeScript's node10, eslint-plugin-import. Only the packed package has these folders: prepack
// writes them, postpack removes them.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const subpaths = Object.entries(exports).filter(([subpath]) => !['.', './package.json'].includes(subpath));

for (const [folder, target] of subpaths) {
  rmSync(folder, { recursive: true, force: true });
  if (process.argv[2] !== 'write') continue;
  // a worker or a binary is a single file
  const { require = { default: target }, default: module = {} } = target;
  const fields = {
    main: require.default,
    // one copy in a bundle, as by the conditions of these names
    'react-native': module['react-native'],
    module: module.module ?? module.default,
    types: module.types,
  };
  for (const field in fields) fields[field] &&= `.${fields[field]}`;
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...fields, sideEffects: false }, undefined, 2)}\n`);
}
