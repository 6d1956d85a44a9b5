// npm run docs: set-up, a build if sources have changed, the reference, the site with the demo page in build/site, and
// a check of its links.
// npm run docs -- --serve: the same on VitePress's development server, which shows changes of pages at once.
// npm run docs -- --base /path/: for a server that has the site in a folder.
// npm run docs -- --lighthouse: also Lighthouse's scores of the start page.
import { cp } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { api } from './api.mjs';
import { installTool } from './packages.mjs';
import { run } from './run.mjs';
import { buildWhereNeeded, install } from './setup.mjs';
import { wrongLinks } from './site-links.mjs';

const HOME = 'docs';
const SITE = 'build/site';

/** @throws {Error} One line that says what is wrong. */
function optionsOf(args) {
  const { values } = parseArgs({
    args,
    options: { serve: { type: 'boolean' }, base: { type: 'string' }, lighthouse: { type: 'boolean' } },
  });
  const { serve = false, base = '/', lighthouse = false } = values;
  if (!/^\/(.*\/)?$/.test(base)) throw new Error(`--base must begin and end with a slash, got ${base}`);
  return { serve, base, lighthouse };
}

function vitepress(command, base, options) {
  const args = [`${HOME}/node_modules/vitepress/bin/vitepress.js`, command, HOME, '--base', base];
  return run(process.execPath, args, options);
}

/** Builds the demo page as it is part of the site, with a link back. Returns its folder. */
async function buildDemo() {
  const { build } = await import('vite');
  const outDir = 'build/site-demo';
  const back = '<p class="back"><a href="../">Documentation</a></p>';
  await build({
    configFile: 'examples/browser/vite.config.ts',
    logLevel: 'error',
    build: { outDir: `${process.cwd()}/${outDir}` },
    plugins: [{ name: 'link-back', transformIndexHtml: (html) => html.replace('<header>', `<header>${back}`) }],
  });
  return outDir;
}

/** Builds the site in build/site, for a server that has it in the folder `base`. */
export async function buildSite(base = '/') {
  await installTool(HOME);
  await api();
  const [demo] = await Promise.all([buildDemo(), vitepress('build', base, { quiet: true }), run('tsc', ['-p', HOME])]);
  await cp(demo, `${SITE}/demo`, { recursive: true });
  const wrong = wrongLinks(SITE, base);
  if (wrong.length > 0) throw new Error(`wrong links:\n${wrong.join('\n')}`);
}

async function serve(base) {
  await installTool(HOME);
  await api();
  await vitepress('dev', base);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const options = optionsOf(process.argv.slice(2));
    await install();
    await buildWhereNeeded();
    if (options.serve) {
      await serve(options.base);
    } else {
      await buildSite(options.base);
      console.log(`built ${SITE}: put it on any server. With COOP and COEP headers its pages also use threads.`);
      if (options.lighthouse) await (await import('./lighthouse.mjs')).printScores(SITE);
    }
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
