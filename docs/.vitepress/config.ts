import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { indented } from './code-lines.js';
import { settled } from './first-paint.js';
import { sizedImages } from './images.js';
import { repositoryOf, siteLinks } from './links.js';
import { sectionsOf, sidebars } from './sidebar.js';
import { wideTables } from './tables.js';

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

const sections = sectionsOf(`${root}/docs`);

/** What the navigation has of the sidebar: the first pages of some sections. */
function firstOf(...names: string[]): DefaultTheme.NavItemWithLink[] {
  return sections.flatMap(({ text = '', items, link = items?.[0]?.link }) => {
    return link && names.includes(text) ? [{ text, link, activeMatch: `^${link.replace(/[^/]*$/, '')}` }] : [];
  });
}

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
  router: { prefetchLinks: false },
  transformHtml: (html, _id, { page }) => settled(html, page),
  markdown: {
    // colors that are easy to tell from the background
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    codeTransformers: [indented],
    config(md) {
      siteLinks(md, root, repository);
      wideTables(md);
      sizedImages(md);
    },
  },
  themeConfig: {
    nav: [
      ...firstOf('Get started', 'Guides', 'Concepts', 'Reference', 'Proof'),
      { text: 'Demo', link: '/demo/', target: '_self' },
    ],
    sidebar: sidebars(sections),
    outline: [2, 3],
    search: { provider: 'local' },
    externalLinkIcon: true,
    ...(repository && { socialLinks: [{ icon: 'github', link: repository, ariaLabel: 'Repository' }] }),
  },
  vite: {
    resolve: { alias: library },
    server: { headers, fs: { allow: [root] } },
    preview: { headers },
  },
});
