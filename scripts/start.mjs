// npm start: set-up, build, and the seed article's example; npm start -- FILE --column NAME … balances yours.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { build, install } from './setup.mjs';

const PETS = 'examples/pets/labels.csv --column breed --classes Siamese,Birman --limit Siamese=165 --limit Birman=10';
const given = process.argv.slice(2);

try {
  await install();
  console.error('building…');
  await build();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const { status } = spawnSync(
  process.execPath,
  [resolve('dist/cli.js'), 'balance', ...(given.length ? given : `${PETS} --batch-size 16 --seed 0`.split(' '))],
  // a relative FILE is meant from where npm was called
  { stdio: 'inherit', cwd: given.length ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd() },
);
process.exitCode = status ?? 1;
