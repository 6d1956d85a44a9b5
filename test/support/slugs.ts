// The anchors of headings, as GitHub and the site make them.

/** As GitHub does: letters, digits, `-` and `_` stay, each space is a hyphen. */
function githubSlug(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

/** As VitePress does (`slugify` of @mdit-vue/shared): runs of other characters are one hyphen, accents are dropped. */
function siteSlug(heading: string): string {
  return heading
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .replace(/^(\d)/, '_$1')
    .toLowerCase();
}

/** The text of a heading, without the signs of Markdown. */
const plain = (heading: string) =>
  heading
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .trim();

/** Anchors of a page's headings: one that comes again gets a number. */
function numbered(slugs: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return slugs.map((slug) => {
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count ? `${slug}-${count}` : slug;
  });
}

export function anchorsOf(headings: readonly string[]): { github: string[]; site: string[] } {
  return {
    github: numbered(headings.map((each) => githubSlug(plain(each)))),
    site: numbered(headings.map((each) => siteSlug(plain(each)))),
  };
}
