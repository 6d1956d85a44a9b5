// Serves the built site as a server of static files does: compressed, and pages by their names without .html.

import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/**
 * Serves a folder at a free port of 127.0.0.1. Returns the address of its start page, without a slash at its end, and
 * what ends the server.
 */
export async function serveSite({ folder = 'build/site', base = '/', headers = {} } = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const file = fileOf(folder, base, pathname);
    // browsers request the icon by themselves, and report an error if there is none
    const status = file ? 200 : pathname === '/favicon.ico' ? 204 : 404;
    const type = TYPES[extname(file ?? '')] ?? 'application/octet-stream';
    // names of built files change with their contents
    const caching = pathname.includes('/assets/') ? 'max-age=31536000, immutable' : 'no-cache';
    const all = { 'Content-Type': type, 'Content-Encoding': 'gzip', 'Cache-Control': caching, ...headers };
    response.writeHead(status, all).end(file && gzipSync(readFileSync(file)));
  });
  await new Promise((listening, failed) => server.once('error', failed).listen(0, '127.0.0.1', listening));
  const close = () => {
    // open connections of a browser would keep the server from closing
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${server.address().port}${base.slice(0, -1)}`, close };
}

function fileOf(folder, base, pathname) {
  if (!pathname.startsWith(base)) return undefined;
  const path = decodeURIComponent(pathname.slice(base.length));
  if (path.includes('..')) return undefined;
  const names = path === '' || path.endsWith('/') ? [`${path}index.html`] : [path, `${path}.html`];
  return names.map((name) => join(folder, name)).find((name) => statSync(name, { throwIfNoEntry: false })?.isFile());
}
