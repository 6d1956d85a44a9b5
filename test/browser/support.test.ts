// That the browser tests' own support sees what they say did not happen.
import { expect, it } from 'vitest';
import { withPage } from '../support/chromium.js';
import { folder } from '../support/cli.js';
import { serve } from '../support/serve.js';

it('a page’s messages, errors, failed requests and workers are seen', async () => {
  const origin = await serve({
    '/': `<script>
      console.info('one');
      new Worker('/worker.js').onmessage = () => { document.title = 'done'; throw new Error('three'); };
    </script><script src="http://127.0.0.1:1/"></script>`,
    '/worker.js': `console.warn('two'); postMessage(0);`,
  });
  await withPage(async (page, { messages, requests }) => {
    await page.goto(origin);
    await page.waitForFunction('document.title === "done"');
    await expect
      .poll(() => messages.toSorted())
      .toEqual([
        'error: Failed to load resource: net::ERR_UNSAFE_PORT',
        'failed: http://127.0.0.1:1/ (net::ERR_UNSAFE_PORT)',
        'info: one',
        'thrown: Error: three',
        'warning: two',
      ]);
    expect(requests.toSorted()).toEqual([`${origin}/`, `${origin}/worker.js`, 'http://127.0.0.1:1/'].toSorted());
  });
});

it('a page may be offline', async () => {
  const origin = await serve({ '/': 'text' });
  await withPage(async (page) => expect((await page.goto(origin))?.status()).toBe(200));
  await withPage(
    async (page) => {
      await page.setContent('<p>text</p>');
      await expect(page.goto(origin)).rejects.toThrow('ERR_INTERNET_DISCONNECTED');
    },
    { offline: true },
  );
});

it('a server gives texts, files of its folders with its headers, and nothing else', async () => {
  const path = folder({ 'a.js': '1', 'b.bin': '2' });
  const origin = await serve(
    { '/': 'text', '/files/': new URL(`file://${path}/`) },
    { 'Cross-Origin-Resource-Policy': 'same-origin' },
  );
  const get = async (pathname: string) => {
    const response = await fetch(origin + pathname);
    const { headers } = response;
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('same-origin');
    return [response.status, headers.get('Content-Type'), await response.text()];
  };
  expect(await get('/')).toEqual([200, 'text/html; charset=utf-8', 'text']);
  expect(await get('/files/a.js?b')).toEqual([200, 'text/javascript; charset=utf-8', '1']);
  expect(await get('/files/b.bin')).toEqual([200, 'application/octet-stream', '2']);
  for (const pathname of ['/files/', '/files/c.js', '/a.js', '/files//etc/passwd', '/files/..%2f..%2fetc/passwd']) {
    expect((await get(pathname))[0]).toBe(404);
  }
});
