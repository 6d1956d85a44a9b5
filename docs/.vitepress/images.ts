import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/** Pictures have their size in the page, so that the text below them stays where it is when they come. */
export function sizedImages(md: MarkdownRenderer): void {
  md.core.ruler.push('sized-images', ({ tokens, env }) => {
    const page = env.realPath ?? env.path;
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type !== 'image') continue;
      const [width, height] = sizeOf(page, token.attrGet('src') ?? '');
      token.attrSet('width', width);
      token.attrSet('height', height);
    }
  });
}

function sizeOf(page: string, source: string): [width: string, height: string] {
  const must = `${page}: the picture ${source} must be an SVG file beside the pages, as npm run pictures makes it`;
  if (!/^[^:?]+\.svg$/.test(source)) throw new Error(must);
  const text = readFileSync(resolve(dirname(page), decodeURI(source)), 'utf8');
  const [, width, height] = /^<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(text) ?? [];
  if (!width || !height) throw new Error(`${must}, with a viewBox from 0 0 on`);
  return [width, height];
}
