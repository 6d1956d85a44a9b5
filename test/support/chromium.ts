// Pages of a real Chromium: launched at a test file's first one, closed after its last test.
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';

/** What happened on a page, in order, while it goes on. */
export interface Seen {
  /**
   * What its console shows, workers' included, as `warning: …`; what was thrown, as `thrown: …`; requests that came to
   * nothing, as `failed: …`.
   */
  readonly messages: string[];
  /** The address of everything asked for. */
  readonly requests: string[];
}

const LIMIT = 30_000;
let browser: Promise<Browser> | undefined;

afterAll(async () => {
  await (await browser?.catch(() => undefined))?.close();
}, 2 * LIMIT);

async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium found: npm test installs it, or name one by CHROME_PATH');
  // what Chromium asks of anyone who runs it as root
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args, timeout: 2 * LIMIT });
}

/**
 * Runs `use` with an empty page of a profile of its own, which has no network with `offline`. Returns what `use` does.
 */
export async function withPage<T>(
  use: (page: Page, seen: Seen) => Promise<T>,
  { offline = false }: { offline?: boolean } = {},
): Promise<T> {
  browser ??= launch();
  const context = await (await browser).newContext({ offline });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT);
    const seen: Seen = { messages: [], requests: [] };
    page.on('console', (message) => seen.messages.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => seen.messages.push(`thrown: ${error}`));
    page.on('requestfailed', (request) =>
      seen.messages.push(`failed: ${request.url()} (${request.failure()?.errorText})`),
    );
    page.on('request', (request) => seen.requests.push(request.url()));
    return await use(page, seen);
  } finally {
    await context.close();
  }
}
