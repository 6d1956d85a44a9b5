import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { repositoryOf, siteLinks } from './links.js';
import { sidebar } from './sidebar.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const about = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const repository = repositoryOf(about);

/** What makes a page cross-origin isolated, and threads possible. */
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Pages import the built library by the names that users import. */
const library = [{ find: /^loaded-dice(\/.+)?$/, replacement: `${root}/dist/$1` }].map((alias) => ({
  ...alias,
  customResolver: (path: string) => path.replace(/\/$/, '/index').concat('.js'),
}));

export default defineConfig({
  lang: 'en-US',
  title: 'loaded-dice',
  description: about.description,
  outDir: `${root}/build/site`,
  cacheDir: `${root}/build/site-cache`,
  srcExclude: ['node_modules/**'],
  rewrites: { 'internals/README.md': 'internals/index.md' },
  cleanUrls: true,
  // the demo page is built beside these, by scripts/docs.mjs
  ignoreDeadLinks: [/^\/demo\//],
  markdown: { config: (md) => siteLinks(md, root, repository) },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/start/node', activeMatch: '^/start/' },
      { text: 'Guides', link: '/guide/balance-classes', activeMatch: '^/guide/' },
      { text: 'Reference', link: '/reference/', activeMatch: '^/reference/' },
      { text: 'Proof', link: '/proof/', activeMatch: '^/proof/' },
      { text: 'Demo', link: '/demo/', target: '_self' },
    ],
    sidebar: sidebar(`${root}/docs`),
    outline: [2, 3],
    search: { provider: 'local' },
    externalLinkIcon: true,
    ...(repository && { socialLinks: [{ icon: 'github', link: repository, ariaLabel: 'Repository' }] }),
    footer: { message: 'MIT licensed.' },
  },
  vite: {
    resolve: { alias: library },
    server: { headers, fs: { allow: [root] } },
    preview: { headers },
  },
});
