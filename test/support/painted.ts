// The marks of Vega's pictures that a page shows.
import type { Page } from 'playwright';

/** The number of painted marks of a picture, by the element that paints them, without axes and legends. */
export async function marksOf(page: Page, picture: string): Promise<Record<string, number>> {
  return page.locator(`#${picture} svg`).evaluateAll((svgs) => {
    const counts: Record<string, number> = {};
    for (const svg of svgs as SVGSVGElement[]) {
      if (svg.getClientRects().length === 0) continue;
      for (const group of svg.querySelectorAll('.role-mark')) {
        const kind = [...group.classList].find((name) => name.startsWith('mark-')) as string;
        for (const mark of group.querySelectorAll('path, line, text, image')) {
          const { fill, stroke, visibility } = getComputedStyle(mark);
          const box = mark.getBoundingClientRect();
          const painted = (fill !== 'none' || stroke !== 'none') && visibility === 'visible';
          const size = kind === 'mark-rect' ? box.width * box.height : box.width + box.height;
          if (painted && size > 0) counts[kind] = (counts[kind] ?? 0) + 1;
        }
      }
    }
    return counts;
  });
}
