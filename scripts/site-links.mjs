// Checks the built site: each link within it leads to a page, and to a place on that page if it names one; and no page
// loads anything from elsewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** What a page loads by itself, as opposed to what a reader may click on. */
const LOADING = /<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\ssrc="([^"]*)"|<link\b[^>]*?\shref="([^"]*)"/g;

/**
 * Returns a line for each link that is wrong. `base` is the folder of a server that the site was built for.
 * @param {string} folder of the built site
 * @param {string} base with slashes at both ends
 */
export function wrongLinks(folder, base = '/') {
  const files = readdirSync(folder, { recursive: true }).map((path) => path.replaceAll('\\', '/'));
  const texts = new Map(
    files.filter((path) => path.endsWith('.html')).map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
  const places = new Map([...texts].map(([path, text]) => [path, new Set(values(text, /\sid="([^"]*)"/g))]));
  const wrong = new Map();
  const found = (what, path) => wrong.set(what, [...(wrong.get(what) ?? []), path]);
  for (const [path, text] of texts) {
    for (const href of values(text, /<a\b[^>]*?\shref="([^"]*)"/g)) {
      if (/^[a-z]+:/i.test(href)) continue;
      const { pathname, hash } = new URL(href, `http://site${posix.join(base, path)}`);
      const page = pageOf(folder, base, pathname);
      if (page === undefined) found(`no page ${href}`, path);
      // the demo page makes its content when it is opened
      else if (hash !== '' && !places.get(page)?.has(decodeURIComponent(hash.slice(1)))) {
        if (!page.startsWith('demo/')) found(`no place ${href}`, path);
      }
    }
    for (const url of values(text, LOADING)) {
      if (/^([a-z]+:)?\/\//i.test(url)) found(`loads ${url}`, path);
    }
  }
  return [...wrong].map(([what, pages]) => `${what} (in ${pages[0]}${others(pages.length - 1)})`);
}

function others(count) {
  return count > 0 ? ` and ${count} others` : '';
}

function values(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => (match[1] ?? match[2]).replaceAll('&amp;', '&'));
}

/** The file that a server shows for a path: that of this name, with or without .html, or the index of a folder. */
function pageOf(folder, base, pathname) {
  if (!pathname.startsWith(base)) return undefined;
  const path = decodeURIComponent(pathname.slice(base.length));
  const names = path === '' || path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`];
  return names.find((name) => existsSync(join(folder, name)));
}
