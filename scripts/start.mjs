// npm start: set-up, build, and the example of the article that this began with, in the terminal and as a page.
// npm start -- FILE --column NAME … balances your own file.
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build, install } from './setup.mjs';

const PETS = 'examples/pets/labels.csv --column breed --classes Siamese,Birman --limit Siamese=165 --limit Birman=10';
const REPORT = 'build/report.html';
const given = process.argv.slice(2);

try {
  await install();
  console.error('building…');
  await build();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

/** Runs the built command. A relative FILE is relative to the folder in which npm was called. */
function command(args, options = {}) {
  const cwd = given.length ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();
  return (
    spawnSync(process.execPath, [resolve('dist/cli.js'), ...args], { stdio: 'inherit', cwd, ...options }).status ?? 1
  );
}

const pets = `${PETS} --batch-size 16 --seed 0`.split(' ');
process.exitCode = command(['balance', ...(given.length ? given : pets)]);
// with --json, --out or --help there is no page
if (process.exitCode === 0 && !given.some((each) => /^--(json|out|help)\b/.test(each))) {
  await mkdir('build', { recursive: true });
  process.exitCode = command(['report', ...(given.length ? given : pets), '--out', resolve(REPORT)], {
    stdio: ['inherit', 'ignore', 'inherit'],
  });
  if (process.exitCode === 0) console.log(`\nFor more, with pictures, open ${resolve(REPORT)} in a browser.`);
}
