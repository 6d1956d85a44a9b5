import type { MarkdownRenderer } from 'vitepress';

/** Tables scroll where they are wider than the page: by keys, too. An empty corner is no heading. */
export function wideTables(md: MarkdownRenderer): void {
  md.renderer.rules.table_open = (tokens, index, options, _env, self) => {
    tokens[index]?.attrSet('tabindex', '0');
    return self.renderToken(tokens, index, options);
  };
  md.core.ruler.push('empty-corner', ({ tokens }) => {
    for (const [index, token] of tokens.entries()) {
      if (token.type !== 'th_open' || tokens[index + 1]?.content !== '') continue;
      for (const each of [token, tokens[index + 2]]) if (each) each.tag = 'td';
    }
  });
}
