/** A part of the sidebar that is closed, up to the address of its first link: each part has one, to its own page. */
const CLOSED = /(class="VPSidebarItem[^"]*) collapsed([^"]*".*?href="([^"]*)")/g;

/**
 * A built page, as it looks once its script runs: VitePress gives the bar at the top its place beside a sidebar, and
 * opens the part of the sidebar that has the page, only then. Without this, both would jump after the first paint.
 * @param page Path of the page's Markdown file, from docs/.
 */
export function settled(html: string, page: string): string {
  if (!html.includes('class="VPSidebar"')) return html;
  const address = `/${page.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '')}`;
  // a version of VitePress with other names would jump again
  if (!html.includes('class="VPNavBar"')) throw new Error(`${page}: no VPNavBar, of which first-paint.ts knows`);
  return html
    .replace('class="VPNavBar"', 'class="VPNavBar has-sidebar top"')
    .replaceAll(CLOSED, (closed, before, after, link) => {
      return link.endsWith(address) || after.includes(' has-active"') ? `${before}${after}` : closed;
    });
}
