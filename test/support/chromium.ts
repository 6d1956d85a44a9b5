// Pages of a real Chromium: launched for a test file's first page, closed after its last test.
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';

/** What happens on a page, in order, updated as it happens. */
export interface Seen {
  /**
   * Messages of its console and its workers, as `warning: …`; errors that were thrown, as `thrown: …`; failed requests,
   * as `failed: …`.
   */
  readonly messages: string[];
  /** The addresses of all requests. */
  readonly requests: string[];
}

const LIMIT = 30_000;
let browser: Promise<Browser> | undefined;

afterAll(async () => {
  await (await browser?.catch(() => undefined))?.close();
}, 2 * LIMIT);

async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium found: npm test installs it, or set CHROME_PATH to its path');
  // Chromium requires this if root runs it
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args, timeout: 2 * LIMIT });
}

/**
 * Runs `use` with an empty page in a profile of its own. With `offline` it has no network. Returns the result of `use`.
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
