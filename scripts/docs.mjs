// npm run docs: set-up, a build if sources have changed, the reference, and the site in build/site.
// npm run docs -- --serve: the same on VitePress's development server, which shows changes of pages at once.
// npm run docs -- --base /path/: for a server that has the site in a folder.
import { parseArgs } from 'node:util';
import { api } from './api.mjs';
import { installPackages } from './packages.mjs';
import { run } from './run.mjs';
import { buildWhereNeeded, install } from './setup.mjs';

const HOME = 'docs';

/** @throws {Error} One line that says what is wrong. */
function optionsOf(args) {
  const { values } = parseArgs({ args, options: { serve: { type: 'boolean' }, base: { type: 'string' } } });
  const { serve = false, base = '/' } = values;
  if (!/^\/(.*\/)?$/.test(base)) throw new Error(`--base must begin and end with a slash, got ${base}`);
  return { serve, base };
}

function vitepress(command, base) {
  return run(process.execPath, [`${HOME}/node_modules/vitepress/bin/vitepress.js`, command, HOME, '--base', base]);
}

try {
  const { serve, base } = optionsOf(process.argv.slice(2));
  await install();
  await buildWhereNeeded();
  await installPackages(HOME);
  await api();
  if (serve) {
    await vitepress('dev', base);
  } else {
    await run('tsc', ['-p', HOME]);
    await vitepress('build', base);
    console.log('Put build/site on any server. With COOP and COEP headers its pages also use threads.');
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
