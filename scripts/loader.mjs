// Bundles @assemblyscript/loader without its work at import, which fails in some engines, and without its wrapped
// exports. The package in node_modules does not change. If a new version no longer matches, the build stops.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const LOADER = 'node_modules/@assemblyscript/loader';
/**
 * The folder with the license of both packages: the loader comes from the same repository, but without a license file.
 */
const COMPILER = 'node_modules/assemblyscript';

/** Each pair replaces one part of the loader's source. */
const CHANGES = [
  // make the decoder only when a string is decoded: jsdom, AudioWorklet, Hermes and QuickJS have no TextDecoder
  [/= (new TextDecoder\([^()]*\));/, '= { decode: (bytes) => $1.decode(bytes) };'],
  // drop the polyfill, which throws if intrinsics are frozen; only the wrapped exports call it
  [/^Object\.hasOwn = [\s\S]*?^};$/m, ''],
  // drop imports that the kernels do not need (abort, trace, seed), and the wrapped exports, 60 closures for each
  // instance. We call the instance's own exports, at half the cost of a call
  [
    /.*preInstantiate.*\n(.*new WebAssembly\.Instance\(module, imports\);\n).*postInstantiate.*\n(.*), exports \};/,
    '$1$2 };',
  ],
];

export const loader = {
  name: 'loader',
  setup(build) {
    build.onLoad({ filter: /@assemblyscript[\\/]loader[\\/]index\.js$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [found, instead] of CHANGES) {
        const before = contents;
        contents = before.replace(found, instead);
        if (contents === before) throw new Error(`${path} has changed: nothing in it matches ${found}`);
      }
      return { contents };
    });
  },
};

async function versionOf(folder) {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')).version;
}

/** Writes the loader's license and notice. Returns the comment that bundles with the loader begin with. */
export async function writeLoaderLicense(file) {
  const [version, compiler] = await Promise.all([LOADER, COMPILER].map(versionOf));
  if (version !== compiler) {
    throw new Error(`@assemblyscript/loader is ${version}, assemblyscript ${compiler}: install one version of both`);
  }
  const [license, notice] = await Promise.all(
    ['LICENSE', 'NOTICE'].map((name) => readFile(join(COMPILER, name), 'utf8')),
  );
  const rule = '-'.repeat(80);
  await writeFile(
    file,
    `@assemblyscript/loader ${version} (Apache-2.0), in part\n\n${license.trim()}\n\n${rule}\n\n${notice.trim()}\n`,
  );
  // bundlers keep comments that begin with an exclamation mark
  return (
    `/*! Contains parts of @assemblyscript/loader ${version}, changed (Apache-2.0): ` +
    'loaded-dice/dist/loader.license.txt */'
  );
}
