import { readFileSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { afterAll } from 'vitest';

const TYPES: Readonly<Record<string, string>> = {
  '': 'text/html; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

const servers: Server[] = [];

afterAll(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      // open connections of a browser would keep the server from closing
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    }),
  );
});

/**
 * Serves texts by their paths, and files of folders (given by URL, with paths that end with a slash), with these
 * headers. Uses a free port of 127.0.0.1 until the test file ends.
 * @returns The origin, without a slash at its end.
 */
export async function serve(
  files: Readonly<Record<string, string | URL>>,
  headers: OutgoingHttpHeaders = {},
): Promise<string> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const contents = find(files, pathname);
    // browsers request the icon by themselves, and report an error if there is none
    const none = pathname === '/favicon.ico' ? 204 : 404;
    response.writeHead(contents === undefined ? none : 200, {
      'Content-Type': TYPES[extname(pathname)] ?? 'application/octet-stream',
      ...headers,
    });
    response.end(contents);
  });
  servers.push(server);
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', listening);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function find(files: Readonly<Record<string, string | URL>>, pathname: string): string | Buffer | undefined {
  const [path, given] = Object.entries(files).find(([path, given]) =>
    given instanceof URL ? pathname.startsWith(path) : pathname === path,
  ) ?? [''];
  if (!(given instanceof URL)) return given;
  try {
    // a URL cannot lead out of the folder: parsing has removed every `..`
    return readFileSync(new URL(`./${pathname.slice(path.length)}`, given));
  } catch {
    return undefined;
  }
}
