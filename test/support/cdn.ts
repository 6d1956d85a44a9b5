// Answers what pages load from CDNs with the files of the build and of installed packages. Nothing else is loaded.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import type { Page, Route } from 'playwright';

const HOSTS =
  /^https:\/\/(cdn\.jsdelivr\.net\/npm|unpkg\.com|esm\.sh)\/((?:@[^/]+\/)?[^/@]+)(?:@([^/?]+))?(\/[^?]*)?(\?.*)?$/;

interface Answer {
  readonly body: string | Buffer;
  readonly type: string;
}

/** The folder of a package, and what is wrong about the version that the address asks for. */
function folderOf(name: string, wanted: string | undefined): string {
  const folder = name === 'loaded-dice' ? '.' : join('node_modules', name);
  if (!existsSync(folder)) throw new Error(`${name} is not installed here`);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (wanted !== undefined && !`${version}.`.startsWith(`${wanted}.`)) {
    throw new Error(`${name}@${wanted}: the version here is ${version}`);
  }
  return folder;
}

/** One module of a package, as esm.sh and jsdelivr's +esm make it. */
async function bundled(name: string, path: string): Promise<string> {
  const entry = path && path !== '/+esm' ? `${name}${path.replace('/+esm', '')}` : name;
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `export * from '${entry}'; import * as all from '${entry}'; export default all.default;`,
      resolveDir: '.',
    },
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0].text;
}

async function answerTo(url: string): Promise<Answer> {
  const [, host, name, version, path = '', query = ''] = HOSTS.exec(url) ?? [];
  if (name === undefined) throw new Error(`${url} is not an address of a CDN that is answered here`);
  const folder = folderOf(name, version);
  const file = join(folder, path);
  const asModule = host === 'esm.sh' || path.endsWith('/+esm') || query.includes('module');
  if (!asModule || /\.(js|mjs|css|wasm)$/.test(path)) {
    if (!path) throw new Error(`${url} names no file`);
    if (!existsSync(file) || statSync(file).isDirectory()) throw new Error(`${url}: no file ${file}`);
    const type = path.endsWith('.css') ? 'text/css' : path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
    return { body: readFileSync(file), type };
  }
  return { body: await bundled(name, path), type: 'text/javascript' };
}

/** Takes the place of the network for a page. Returns what it could not answer, and why, as it happens. */
export async function answerCdns(page: Page, origin: string): Promise<string[]> {
  const unanswered: string[] = [];
  await page.route(
    (url) => url.origin !== origin && /^https?:$/.test(url.protocol),
    async (route: Route) => {
      try {
        const { body, type } = await answerTo(route.request().url());
        const headers = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };
        await route.fulfill({ body, contentType: `${type}; charset=utf-8`, headers });
      } catch (error) {
        unanswered.push((error as Error).message);
        await route.abort();
      }
    },
  );
  return unanswered;
}
