// A folder as a bundler's dev server serves it.
import { resolve } from 'node:path';
import { transformAsync } from '@babel/core';
import reactCompiler from 'babel-plugin-react-compiler';
import { createServer, type Plugin, type ViteDevServer } from 'vite';
import { afterAll } from 'vitest';

/** What makes threads possible. */
export const ISOLATED = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

const servers: ViteDevServer[] = [];
afterAll(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** The React Compiler, as @vitejs/plugin-react runs it: before JSX becomes calls. */
export const REACT_COMPILER: Plugin = {
  name: 'react-compiler',
  enforce: 'pre',
  async transform(code, id) {
    if (!id.endsWith('.jsx')) return undefined;
    const options = { filename: id, parserOpts: { plugins: ['jsx' as const] }, babelrc: false, configFile: false };
    const compiled = await transformAsync(code, { ...options, plugins: [reactCompiler] });
    return { code: compiled?.code ?? '', map: compiled?.map ?? null };
  },
};

/** Serves a folder whose modules may import packages by their names, until the file's tests end. Returns the origin. */
export async function serveProject(
  folder: string,
  headers: Record<string, string> = {},
  plugins: Plugin[] = [],
): Promise<string> {
  const server = await createServer({
    configFile: false,
    root: resolve(folder),
    cacheDir: resolve(folder, `.vite-${servers.length}`),
    logLevel: 'silent',
    plugins,
    oxc: { jsx: { runtime: 'automatic' } },
    optimizeDeps: { exclude: ['loaded-dice'] },
    server: { port: 0, host: '127.0.0.1', headers, hmr: false, watch: null, fs: { allow: [resolve('.')] } },
  });
  servers.push(server);
  await server.listen();
  return server.resolvedUrls?.local[0].replace(/\/$/, '') ?? '';
}
