import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/** The source of the demo page, which is part of the site. */
const DEMO = 'examples/browser/index.html';

type Token = Parameters<MarkdownRenderer['renderer']['render']>[0][number];

/**
 * The address of the repository's pages, of the `repository` of a package.json. Undefined while its owner is to be
 * filled in.
 */
export function repositoryOf(about: { repository?: string | { url: string } }): string | undefined {
  const { repository } = about;
  const url = typeof repository === 'string' ? repository : repository?.url;
  if (url === undefined || /\bOWNER\b/.test(url)) return undefined;
  return url
    .replace(/^git\+/, '')
    .replace(/\.git$/, '')
    .replace(/^github:/, 'https://github.com/');
}

/**
 * Links of a page are those that work in the repository: from file to file. On the site, those to files outside of
 * docs/ go to the repository. While it has no address, they are text that names the file.
 */
export function siteLinks(md: MarkdownRenderer, root: string, repository: string | undefined): void {
  leaveForDemo(md);
  md.core.ruler.push('site-links', ({ tokens, env }) => {
    for (const { children } of tokens) {
      const opened: boolean[] = [];
      for (const token of children ?? []) {
        if (token.type === 'link_open') opened.push(adapt(token, env.realPath ?? env.path, root, repository));
        if (token.type === 'link_close' && opened.pop() === false) {
          token.type = 'span_close';
          token.tag = 'span';
        }
      }
    }
  });
}

/** Changes a link of a page to what it is on the site. Returns whether it still is a link. */
function adapt(token: Token, page: string, root: string, repository: string | undefined): boolean {
  const href = token.attrGet('href') ?? '';
  const [path = '', hash] = href.split('#', 2);
  if (path === '' || /^([a-z]+:|\/)/i.test(path)) return true;
  const file = resolve(dirname(page), decodeURI(path));
  if (!relative(resolve(root, 'docs'), file).startsWith('..')) {
    token.attrSet('href', href.replace(/(^|\/)README\.md/, '$1index.md'));
    return true;
  }
  if (!existsSync(file)) throw new Error(`${page} links to ${href}, which does not exist`);
  const name = relative(root, file).replaceAll('\\', '/');
  if (name === DEMO) {
    token.attrSet('href', '/demo/');
  } else if (repository) {
    token.attrSet('href', `${repository}/blob/HEAD/${name}${hash ? `#${hash}` : ''}`);
  } else {
    token.type = 'span_open';
    token.tag = 'span';
    token.attrs = [
      ['class', 'in-repository'],
      ['title', `${name} in the repository`],
    ];
    return false;
  }
  return true;
}

/** The demo page is not one of VitePress's, whose script leaves links with a target alone. */
function leaveForDemo(md: MarkdownRenderer): void {
  const render = md.renderer.rules.link_open;
  md.renderer.rules.link_open = (tokens, index, options, env, self) => {
    const demo = tokens[index]?.attrGet('href') === '/demo/';
    const tag = render?.(tokens, index, options, env, self) ?? self.renderToken(tokens, index, options);
    return demo ? tag.replace('<a ', '<a target="_self" ') : tag;
  };
}
