import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/** Pictures have their size in the page, so that the text below them stays where it is when they come. */
export function sizedImages(md: MarkdownRenderer): void {
  md.core.ruler.push('sized-images', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type !== 'image') continue;
      const file = resolve(dirname(env.realPath ?? env.path), decodeURI(token.attrGet('src') ?? ''));
      const [width, height] = sizeOf(file);
      token.attrSet('width', width);
      token.attrSet('height', height);
    }
  });
}

function sizeOf(file: string): [width: string, height: string] {
  const [, width, height] = /^<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(readFileSync(file, 'utf8')) ?? [];
  if (!width || !height) throw new Error(`${file} does not begin with an <svg> whose viewBox begins at 0 0`);
  return [width, height];
}
