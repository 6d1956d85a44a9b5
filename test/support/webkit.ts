// Pages of a real WebKit (WebKitGTK), driven over HTTP: https://www.w3.org/TR/webdriver2/
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { findWebKit } from '../../scripts/webkit.mjs';

/** A page in a browser of its own. */
export interface WebKitPage {
  goto(url: string): Promise<void>;
  /** Runs a function on the page. It sees only its arguments and globals. Arguments and result are sent as JSON. */
  evaluate<A extends unknown[], T>(run: (...args: A) => T, ...args: A): Promise<Awaited<T>>;
}

const LIMIT = 120_000;

/** Runs `use` with a page of a WebKit that is started with these environment variables. Returns its result. */
export async function withWebKit<T>(
  use: (page: WebKitPage) => Promise<T>,
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  const found = findWebKit();
  if (!found) throw new Error('no WebKitGTK found: npm test installs it');
  const started: ChildProcess[] = [];
  try {
    // use a free display, not one that a desktop may have
    const xvfb = spawn(found.xvfb, ['-displayfd', '1', '-nolisten', 'tcp'], { stdio: ['ignore', 'pipe', 'ignore'] });
    started.push(xvfb);
    const [display] = await once(xvfb.stdout, 'data', { signal: AbortSignal.timeout(LIMIT) });
    const port = await freePort();
    const screen = { DISPLAY: `:${String(display).trim()}`, GDK_BACKEND: 'x11' };
    started.push(
      spawn(found.driver, [`--port=${port}`], { env: { ...process.env, ...screen, ...env }, stdio: 'ignore' }),
    );
    const session = await open(`http://127.0.0.1:${port}`);
    try {
      return await use({
        goto: async (url) => {
          await ask('POST', `${session}/url`, { url });
          // an isolated page is in another process: the driver does not wait for it, and fails if asked too early
          const loaded = (url: string) => location.href.startsWith(url) && document.readyState === 'complete';
          const end = Date.now() + LIMIT;
          while (!(await evaluate(session, loaded, url).catch(() => false))) {
            if (Date.now() > end) throw new Error(`WebKit did not load ${url}`);
            await pause();
          }
        },
        evaluate: (run, ...args) => evaluate(session, run, ...args),
      });
    } finally {
      await ask('DELETE', session);
    }
  } finally {
    for (const child of started.reverse()) child.kill();
  }
}

/** Opens a browser session. Tries again until the driver listens. Returns the session's address. */
async function open(driver: string): Promise<string> {
  const capabilities = { alwaysMatch: { timeouts: { script: LIMIT, pageLoad: LIMIT } } };
  for (const end = Date.now() + LIMIT; ; await pause()) {
    try {
      const { sessionId } = await ask<{ sessionId: string }>('POST', `${driver}/session`, { capabilities });
      return `${driver}/session/${sessionId}`;
    } catch (error) {
      // fetch throws a TypeError if nothing listens
      if (!(error instanceof TypeError) || Date.now() > end) throw error;
    }
  }
}

async function evaluate<A extends unknown[], T>(
  session: string,
  run: (...args: A) => T,
  ...args: A
): Promise<Awaited<T>> {
  const script = `const [args, done] = arguments;
    const fail = (error) => done({ error: String(error) });
    Promise.resolve().then(() => (${run})(...args)).then((value) => done({ value }), fail);`;
  const { value, error } = await ask<{ value?: Awaited<T>; error?: string }>('POST', `${session}/execute/async`, {
    script,
    args: [args],
  });
  if (error !== undefined) throw new Error(`on the page: ${error}`);
  return value as Awaited<T>;
}

async function ask<T>(method: string, url: string, body?: unknown): Promise<T> {
  const response = await fetch(url, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { value: T };
  if (!response.ok) throw new Error(`WebDriver: ${JSON.stringify(value)}`);
  return value;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
