// The pictures of docs/concepts, on a page of Chromium.
import type { Locator, Page } from 'playwright';

/** The tables that the frame of the picture cuts off. */
export function clipped(picture: Locator): Promise<string[]> {
  return picture.evaluate((frame) =>
    [...frame.querySelectorAll('table')]
      .filter((table) => table.getBoundingClientRect().right > frame.getBoundingClientRect().right - 8)
      .map((table) => `cut off: ${table.caption?.textContent}`),
  );
}

/** Drags a slider's thumb to a fraction of its length. */
export async function drag(page: Page, control: Locator, from: number, to: number): Promise<void> {
  await control.scrollIntoViewIfNeeded();
  const box = await control.boundingBox();
  if (!box) throw new Error('the slider is not visible');
  const at = (share: number) => box.x + 10 + share * (box.width - 20);
  await page.mouse.move(at(from), box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(at(to), box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
}
