// Shortens what engines have to parse when they import the library: the parser takes most of the time to a first draw.
// One statement stays on one line, and the names of functions, classes and members stay, so that stack traces, and the
// lines that Node prints above them, can be read.
import { transform } from 'esbuild';

const IMPORT = /^import (?:[^;'"]+ from )?"[^"]+";\n/gm;
const EXPORT = /^export \{[^}]*\};\n/gm;
/** esbuild keeps comments in classes. Those of licenses begin with an exclamation mark, the pure ones with a space. */
const COMMENT = /^[ \t]*(?:\/\*\*(?:[^*]|\*(?!\/))*\*\/|\/\/ .*)\n/gm;

const minified = async (code) => (await transform(code, { minify: true })).code;

/** Removes comments and indentation from a bundle of esbuild's. */
export async function withoutSpace(code) {
  const short = code.replace(COMMENT, '').replace(/^[ \t]+/gm, '');
  if ((await minified(short)) !== (await minified(code))) {
    throw new Error('a text of several lines would lose its indentation, or a line that looks like a comment');
  }
  return short;
}

/** Shortens the names within functions, and removes comments and indentation, of a module that esbuild bundled. */
export async function compact(code) {
  const take = (pattern) => (code.match(pattern) ?? []).map((text) => text.replace(/\s+/g, ' ').trim());
  const [imports, exports] = [take(IMPORT), take(EXPORT)];
  const [license = ''] = /^\/\*!.*\n/.exec(code) ?? [];
  const body = code.replace(license, '').replace(IMPORT, '').replace(EXPORT, '');
  // esbuild leaves the names at the top of a script as they are, not those of a module; and modules are strict
  const strict = '"use strict";\n';
  const short = await transform(strict + body, { minifyIdentifiers: true, charset: 'ascii' });
  if (!short.code.startsWith(strict)) throw new Error('esbuild no longer writes "use strict" first');
  const lines = [license.trim(), ...imports, short.code.slice(strict.length).trim(), ...exports];
  return withoutSpace(`${lines.filter(Boolean).join('\n')}\n`);
}
