// Common bundlers with their default settings. The only plug-in is the one that Rollup needs to find packages.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from '@rollup/wasm-node';
import * as esbuild from 'esbuild';
import * as vite from 'vite';
import webpack from 'webpack';
import { npxFolder } from './npx.js';
import { run } from './project.js';

export interface Wanted {
  /** The project's folder, whose app.js is bundled. */
  readonly folder: string;
  readonly platform: 'browser' | 'node';
}

/** Bundles app.js to out/app.js beside it, for production. Warnings are errors. */
export type Bundler = (wanted: Wanted) => Promise<void>;

export const bundlers: Readonly<Record<string, Bundler>> = {
  esbuild: async ({ folder, platform }) => {
    const { warnings } = await esbuild.build({
      absWorkingDir: folder,
      entryPoints: ['app.js'],
      outdir: 'out',
      bundle: true,
      format: 'esm',
      platform,
      minify: true,
      logLevel: 'silent',
    });
    none(warnings.map(({ text }) => text));
  },

  webpack: ({ folder, platform }) =>
    new Promise((done, fail) => {
      const compiler = webpack({
        context: folder,
        entry: './app.js',
        mode: 'production',
        target: platform === 'browser' ? 'web' : 'node',
        output: { path: join(folder, 'out'), filename: 'app.js', chunkFormat: 'commonjs' },
        // takes seconds, so only pages are minimized
        optimization: { minimize: platform === 'browser' },
        performance: { hints: false },
      });
      compiler.run((error, stats) => {
        const { errors = [], warnings = [] } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {};
        compiler.close(() => {
          try {
            if (error) throw error;
            none([...errors, ...warnings].map(({ message }) => message));
            done();
          } catch (failure) {
            fail(failure);
          }
        });
      });
    }),

  Rollup: async ({ folder, platform }) => {
    const warnings: string[] = [];
    const bundle = await rollup({
      input: join(folder, 'app.js'),
      plugins: [nodeResolve({ browser: platform === 'browser' }) as never],
      onwarn: ({ message }) => warnings.push(message),
    });
    // one file, with what a DataLoader imports only when it is needed
    await bundle.write({ file: join(folder, 'out/app.js'), format: 'es', inlineDynamicImports: true });
    await bundle.close();
    none(warnings);
  },

  Vite: async ({ folder, platform }) => {
    const browser = platform === 'browser';
    await vite.build({
      root: folder,
      configFile: false,
      logLevel: 'warn',
      customLogger: { ...vite.createLogger('warn'), warn: (message) => none([message]) },
      build: {
        outDir: 'out',
        ...(browser ? {} : { ssr: 'app.js' }),
        rollupOptions: { input: 'app.js', output: { entryFileNames: 'app.js' } },
      },
      ...(browser ? {} : { ssr: { noExternal: true } }),
    });
  },

  Parcel: async ({ folder, platform }) => {
    const browser = platform === 'browser';
    const node = { context: 'node', includeNodeModules: true, outputFormat: 'esmodule', scopeHoist: true };
    const target = { source: 'app.js', distDir: 'out', sourceMap: false, ...(browser ? { context: 'browser' } : node) };
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ private: true, type: 'module', targets: { app: target } }),
    );
    // it would fetch a polyfill for a bare `process`, for example
    const options = ['--no-cache', '--no-autoinstall', '--log-level=warn'];
    none(
      [
        await run(folder, process.execPath, [join(npxFolder('parcel', '2.16.4'), 'lib/bin.js'), 'build', ...options]),
      ].filter(Boolean),
    );
  },
};

function none(warnings: readonly string[]): void {
  if (warnings.length > 0) throw new Error(warnings.join('\n'));
}
