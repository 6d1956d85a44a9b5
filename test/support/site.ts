// The documentation site, as npm run docs builds it.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll } from 'vitest';
import { serveSite as listen, type ServeOptions } from '../../scripts/site-server.mjs';

export const SITE = 'build/site';

export const ISOLATING = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** The paths of all built pages, as a reader sees them. The demo page has tests of its own. */
export function pagesOf(folder = SITE): string[] {
  if (!existsSync(`${folder}/index.html`)) throw new Error('these tests need the site: npm run docs');
  const built = statSync(`${folder}/index.html`).mtimeMs;
  const folders = ['.vitepress', 'start', 'guide', 'concepts', 'proof', 'internals'].map((name) => `docs/${name}`);
  for (const source of ['docs', ...folders, 'examples/browser'].filter(existsSync)) {
    for (const name of readdirSync(source, { recursive: source !== 'docs', encoding: 'utf8' })) {
      if (/\.(md|ts|css|svg|html)$/.test(name) && statSync(join(source, name)).mtimeMs > built) {
        throw new Error(`${source}/${name} is newer than the site: npm run docs`);
      }
    }
  }
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.html') && name !== '404.html' && !name.startsWith('demo/'))
    .map((name) => `/${name.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, '')}`)
    .sort();
}

/** Serves a built site until the test file ends. Returns the address of its start page, without a slash at its end. */
export async function serveSite(options: ServeOptions = {}): Promise<string> {
  const { address, close } = await listen(options);
  afterAll(close);
  return address;
}

/** Waits until a page of the site can be used, and its pictures are there. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    // biome-ignore lint/suspicious/noExplicitAny: Vue's mark of a page that it runs
    const app = document.querySelector('#app') as any;
    return app?.__vue_app__ && [...document.images].every((image) => image.complete || image.loading === 'lazy');
  });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds wrong on a page: rule, impact, and the first elements. With `colors`, only by the rules that depend on
 * colors.
 */
export async function accessibility(page: Page, { colors = false } = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  return page.evaluate(async (colors) => {
    const runOnly = ['color-contrast', 'link-in-text-block'];
    const options = { resultTypes: ['violations'], ...(colors && { runOnly }) };
    // biome-ignore lint/suspicious/noExplicitAny: axe as its script leaves it
    const { violations } = await (globalThis as any).axe.run(document, options);
    return violations.map(
      ({ id, impact, nodes }: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }) =>
        `${id} (${impact}), ${nodes.length} times: ${nodes[0].target.join(' ')}: ` +
        nodes[0].failureSummary.replaceAll(/\s+/g, ' '),
    );
  }, colors);
}

/** By how many pixels a page is wider than the window, and what is. */
export function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const wide = root.scrollWidth - root.clientWidth;
    if (wide <= 0) return [];
    const beyond = [...document.querySelectorAll('.vp-doc *')].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth,
    );
    return [`${wide} px too wide: ${beyond.slice(0, 3).map((each) => each.outerHTML.slice(0, 80))}`];
  });
}
