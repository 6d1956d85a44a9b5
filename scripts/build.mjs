// npm run build: kernels, types and bundles, in that order.
import { chmod, copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { build, transform } from 'esbuild';
import { compact, withoutSpace } from './compact.mjs';
import { pruneDeclarations } from './declarations.mjs';
import { BINARIES, buildKernels } from './kernels.mjs';
import { writeLicenses } from './licenses.mjs';
import { loader, writeLoaderLicense } from './loader.mjs';
import { run } from './run.mjs';
import { digitsLast, importedKernels, withoutWasm } from './variants.mjs';

const shared = { bundle: true, format: 'esm', target: 'es2022', outdir: 'dist', logLevel: 'warning', charset: 'utf8' };

/**
 * The command imports the built library instead of bundling a second copy. The code that renders pictures is a file of
 * its own, loaded when it is needed.
 */
const withoutLibrary = {
  name: 'without-library',
  setup(build) {
    build.onResolve({ filter: /^(\.\.\/)+(index|analysis|charts|parallel|tables)\.js$/ }, ({ path }) => ({
      path: path.replace(/^(\.\.\/)+/, './'),
      external: true,
    }));
    build.onResolve({ filter: /^\.\/svg\.js$/ }, ({ path }) => ({ path, external: true }));
    build.onResolve({ filter: /^\.\/main\.js$/ }, () => ({ path: './cli.js', external: true }));
  },
};

/**
 * Bundles Vega's build for browsers. In Node it would look for a canvas to measure text, and pictures would differ from
 * machine to machine. If its packages ask for several versions of another package, all get the installed one.
 */
const oneVega = {
  name: 'one-vega',
  setup(build) {
    const canvas = resolve('node_modules/vega-canvas/build/vega-canvas.browser.js');
    build.onResolve({ filter: /^(vega|d3)-[\w-]+$/ }, ({ path, kind, pluginData }) => {
      if (pluginData === 'once') return undefined;
      if (path === 'vega-canvas') return { path: canvas };
      return build.resolve(path, { kind, resolveDir: resolve('.'), pluginData: 'once' });
    });
  },
};

/** Builds the code that a thread runs, as text within the library. Returns the text. */
async function buildWorker(folder) {
  const options = { bundle: true, format: 'esm', target: 'es2022', minify: true, logLevel: 'warning' };
  const { outputFiles } = await build({ ...options, entryPoints: [`${folder}/worker.ts`], write: false });
  const text = outputFiles[0].text.trim();
  await writeFile(
    `${folder}/worker-source.ts`,
    `// Made by scripts/build.mjs from worker.ts.\nexport const source: string =\n  ${JSON.stringify(text)};\n`,
  );
  return text;
}

/** What loads a data set from a module is a file of its own, which the loader imports when it is needed. */
const threadsApart = {
  name: 'threads-apart',
  setup(build) {
    build.onResolve({ filter: /\/threads\/threads\.js$/ }, () => ({ path: './threads.js', external: true }));
  },
};

/** Builds an entry as a module. Entries that are for Node alone wait for files: there, parsing is no matter. */
async function buildModule(name, { source = name, ...options } = {}) {
  await build({ ...shared, ...options, entryPoints: { [name]: `src/${source}.ts` } });
  if (options.platform !== 'node') await rewrite(`dist/${name}.js`, compact);
}

/**
 * Builds an entry as a module, and in dist/cjs as a file for require(). There, import() of our own files becomes
 * require() as well: Jest and old bundlers know only that.
 */
async function buildEntry(name, { imports = false, ...options } = {}) {
  await buildModule(name, options);
  const { banner, platform } = options;
  await build({
    ...shared,
    bundle: false,
    banner,
    platform,
    charset: 'ascii',
    supported: { 'dynamic-import': imports },
    entryPoints: [`dist/${name}.js`],
    format: 'cjs',
    outdir: 'dist/cjs',
  });
  if (platform !== 'node') await rewrite(`dist/cjs/${name}.js`, withoutSpace);
}

/** Builds an entry with the loader, and with the binaries that it uses. */
async function buildWithBinaries(name, ...binaries) {
  const { plugin, footer } = await digitsLast(binaries);
  await buildEntry(name, { plugins: [loader, threadsApart, plugin], banner, footer });
}

/**
 * Writes loaded-dice/weighted once more, for tools that put one copy of the library into a program: as modules that
 * export its names from another entry.
 */
async function shareWeighted(...entries) {
  const names = Object.keys(await import(resolve('dist/weighted.js'))).join(', ');
  for (const entry of entries) {
    const code = `export { ${names} } from '../${entry}.js';\n`;
    await outputFile(`dist/weighted/${entry}.js`, code);
    if (entry === 'js') await outputFile(`dist/cjs/weighted/js.js`, (await transform(code, { format: 'cjs' })).code);
  }
}

async function outputFile(file, text) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function rewrite(file, change) {
  await writeFile(file, await change(await readFile(file, 'utf8')));
}

const { version, engines, exports } = JSON.parse(await readFile('package.json', 'utf8'));
const size = await buildKernels();
const worker = await buildWorker('src/parallel');
await buildWorker('src/loader/threads');
await rm('dist', { recursive: true, force: true });
await run('tsc', ['-p', 'tsconfig.build.json']);
const banner = { js: await writeLoaderLicense('dist/loader.license.txt') };
await buildWithBinaries('index', 'kernels', 'kernels-uniform', 'kernels-extra', 'kernels-dynamic');
await buildWithBinaries('weighted', 'kernels');
await buildEntry('js', { plugins: [withoutWasm, threadsApart] });
// the data set's own address stays for import()
await buildEntry('threads', { source: 'loader/threads/threads', imports: true });
await buildModule('workerd', { source: 'index', plugins: [loader, importedKernels, threadsApart], banner });
await shareWeighted('index', 'js', 'workerd');
await buildEntry('parallel');
await buildWithBinaries('analysis', 'kernels-trials');
await buildEntry('charts');
await buildEntry('tables', { imports: true, platform: 'node', external: ['@duckdb/node-api'] });
await buildEntry('images', { imports: true, platform: 'node', external: ['sharp'] });
await buildEntry('wasm');
await pruneDeclarations(
  'dist/types',
  Object.values(exports).flatMap((target) => target.default?.types?.match(/types\/(.*)\.d\.ts$/)?.[1] ?? []),
);
await cp('dist/types', 'dist/cjs/types', { recursive: true });
await writeFile('dist/cjs/package.json', '{ "type": "commonjs", "sideEffects": false }\n');
for (const name of Object.keys(BINARIES)) await copyFile(`build/${name}.wasm`, `dist/${name}.wasm`);
await writeFile('dist/worker.js', `${worker}\n`);
const command = await build({
  ...shared,
  metafile: true,
  entryPoints: { cli: 'src/cli/main.ts' },
  platform: 'node',
  define: { VERSION: JSON.stringify(version) },
  plugins: [withoutLibrary],
  // optional packages, which stay outside
  external: ['@duckdb/node-api', 'bullmq', 'ioredis'],
  // some of the code that the command bundles is CommonJS
  banner: {
    js:
      "import { createRequire as __createRequire } from 'node:module';\nconst require = " +
      '__createRequire(import.meta.url);',
  },
});
await build({
  ...shared,
  entryPoints: { bin: 'src/cli/bin.ts' },
  format: 'cjs',
  target: 'node12.22',
  platform: 'node',
  outExtension: { '.js': '.cjs' },
  define: { OLDEST: JSON.stringify(engines.node.replace('>=', '')) },
  plugins: [withoutLibrary],
  banner: { js: '#!/usr/bin/env node' },
});
const drawing = await build({
  ...shared,
  metafile: true,
  entryPoints: { svg: 'src/cli/report/svg.ts' },
  platform: 'node',
  minify: true,
  // writeLicenses puts the licenses in a file of their own
  legalComments: 'none',
  plugins: [withoutLibrary, oneVega],
});
await writeLicenses([command.metafile, drawing.metafile], 'dist/cli.licenses.txt');
await chmod('dist/bin.cjs', 0o755);
console.log(`built dist/ (kernels ${size} bytes)`);
