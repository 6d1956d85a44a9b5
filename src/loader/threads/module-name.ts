/** What errors call a module. A module that is within its URL, as bundlers write small files, is of any length. */
export function moduleName(href: string): string {
  return href.startsWith('data:') && href.length > 80 ? `${href.slice(0, 80)}…` : href;
}
