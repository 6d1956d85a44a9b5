import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

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
  const docs = resolve(root, 'docs');
  md.core.ruler.push('site-links', ({ tokens, env }) => {
    for (const { children } of tokens) {
      const opened: string[] = [];
      for (const token of children ?? []) {
        if (token.type === 'link_close' && opened.pop() === 'text') token.tag = 'span';
        if (token.type !== 'link_open') continue;
        const href = token.attrGet('href') ?? '';
        const [path = '', hash] = href.split('#', 2);
        if (path === '' || /^([a-z]+:|\/)/i.test(path)) {
          opened.push('link');
          continue;
        }
        const file = resolve(dirname(env.realPath ?? env.path), decodeURI(path));
        const inside = relative(docs, file);
        if (!inside.startsWith('..')) {
          token.attrSet('href', href.replace(/(^|\/)README\.md/, '$1index.md'));
          opened.push('link');
          continue;
        }
        const name = relative(root, file).replaceAll('\\', '/');
        if (!existsSync(file)) throw new Error(`${env.path} links to ${href}, which does not exist`);
        if (name === 'examples/browser') {
          token.attrSet('href', '/demo/');
          token.attrSet('target', '_self');
          opened.push('link');
        } else if (repository) {
          token.attrSet('href', `${repository}/blob/HEAD/${name}${hash ? `#${hash}` : ''}`);
          opened.push('link');
        } else {
          token.tag = 'span';
          token.attrs = [
            ['class', 'in-repository'],
            ['title', `${name} in the repository`],
          ];
          token.type = 'span_open';
          opened.push('text');
        }
      }
      for (const token of children ?? [])
        if (token.tag === 'span' && token.type === 'link_close') token.type = 'span_close';
    }
  });
}
