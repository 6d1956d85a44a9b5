// Compiles assembly/ to binaries, checks them against what the backends rely on, and inlines them into the sources.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';
import { build } from 'esbuild';

/** The binaries: the entry that each is compiled from, and the module that inlines it. */
export const BINARIES = {
  kernels: { entry: 'assembly/index.ts', inlined: 'src/kernels/wasm/binary.ts' },
  'kernels-uniform': { entry: 'assembly/uniform.ts', inlined: 'src/kernels/wasm/binary-uniform.ts' },
  'kernels-trials': { entry: 'assembly/trials.ts', inlined: 'src/kernels/wasm/binary-trials.ts' },
  'kernels-extra': { entry: 'assembly/extra.ts', inlined: 'src/kernels/wasm/binary-extra.ts' },
  'kernels-dynamic': { entry: 'assembly/dynamic.ts', inlined: 'src/kernels/wasm/binary-dynamic.ts' },
};
const MAX_BYTES = 16384;

/** Section numbers of the WebAssembly core specification, 5.5.2. */
const SECTION = { import: 2, memory: 5, global: 6, start: 8, element: 9, data: 11, dataCount: 12 };

/** The offset of the limits' kind in an import section that contains only env.memory. */
const IMPORT_LIMITS = '\u0001\u0003env\u0006memory\u0002'.length;

/** The sections of a binary: id to payload bytes. */
function sections(bytes) {
  const found = new Map();
  let at = 8;
  const leb = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const id = bytes[at++];
    const size = leb();
    found.set(id, bytes.subarray(at, at + size));
    at += size;
  }
  return found;
}

/** Lists, as sentences, everything that would keep threads from sharing a memory or the twins from being compared. */
export function faults(bytes, names) {
  const module = new WebAssembly.Module(bytes);
  const found = sections(bytes);
  const imports = WebAssembly.Module.imports(module).map((i) => `${i.module}.${i.name} (${i.kind})`);
  const exports = WebAssembly.Module.exports(module).map((e) => `${e.name} (${e.kind})`);
  const wanted = names.map((name) => `${name} (function)`);
  const wrong = [];
  if (bytes.length > MAX_BYTES) wrong.push(`${bytes.length} bytes, more than ${MAX_BYTES}`);
  for (const section of ['memory', 'global', 'start', 'element', 'data', 'dataCount']) {
    if (found.has(SECTION[section])) wrong.push(`a ${section} section: each instantiation would make or write it anew`);
  }
  if (String(imports) !== 'env.memory (memory)') {
    wrong.push(`imports ${imports}, expected only env.memory`);
  } else if (found.get(SECTION.import)?.[IMPORT_LIMITS] !== 3) {
    // limits with a maximum, shared: 5.3.7 of the specification and the threads proposal
    wrong.push('a memory that is not shared');
  }
  if (String([...exports].sort()) !== String([...wanted].sort())) {
    wrong.push(`exports ${exports}, expected the interface Kernels: ${wanted}`);
  }
  return wrong;
}

/** The names of each binary's kernels: those of their twins, which have the type of the interface `Kernels`. */
export async function kernelNames() {
  const outfile = 'build/twin.mjs';
  await build({ entryPoints: ['src/kernels/js/index.ts'], outfile, bundle: true, format: 'esm', logLevel: 'error' });
  const twins = await import(pathToFileURL(outfile).href);
  const { weightedTwin, uniformTwin, coverageTwin, fewTwin, logitsTwin, dynamicTwin } = twins;
  const { systematicTwin, strataTwin, classTwin, torchTwin } = twins;
  return {
    kernels: Object.keys({ ...weightedTwin, ...fewTwin, ...logitsTwin }),
    'kernels-uniform': Object.keys(uniformTwin),
    'kernels-trials': Object.keys(coverageTwin),
    'kernels-extra': Object.keys({ ...systematicTwin, ...strataTwin, ...classTwin, ...torchTwin }),
    'kernels-dynamic': Object.keys(dynamicTwin),
  };
}

/**
 * Functions that a kernel calls once or seldom, and that are not worth a copy in each kernel. In loops that each draw
 * or weight goes through, nothing is called.
 */
export const CALLED = [
  'alias-build/closeCells',
  'alias-draw/decide',
  'alias-draw/drawEscapes',
  'alias-draw/drawHalves',
  'few/floorLarge',
  'few/floorsOf',
  'few/storeTally',
  'pcg/jump',
  'quantize/restOf',
  'stream/chain',
  'sum/addChunk',
];

/** A transform of the compiler: keeps Binaryen from inlining the functions of `CALLED`. */
class KeepCalls {
  afterCompile(module) {
    for (const name of CALLED) {
      this.binaryen.setPassArgument('no-inline', `assembly/${name}`);
      module.runPasses(['no-inline']);
    }
  }
}

/** Compiles an entry of assembly/ to a file, in the working directory, like asc. Returns its bytes. */
export async function compileKernels(entry, file) {
  const options = { transforms: [KeepCalls] };
  const { error, stderr } = await asc.main([entry, '--config', 'asconfig.json', '--outFile', file], options);
  const said = stderr.toString();
  if (error || said) throw new Error(`asc: ${said || error.message}`);
  return readFile(file);
}

/** The SHA-256 of bytes, in hexadecimal digits. */
function sha256Of(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Compiles and inlines each binary. Returns their total number of bytes. */
export async function buildKernels() {
  await mkdir('build', { recursive: true });
  const names = await kernelNames();
  let size = 0;
  for (const [name, { entry, inlined }] of Object.entries(BINARIES)) {
    const file = `build/${name}.wasm`;
    const bytes = await compileKernels(entry, file);
    const wrong = faults(bytes, names[name]);
    if (wrong.length) {
      await rm(file);
      throw new Error(`${file} has ${wrong.join('; ')}`);
    }
    // hexadecimal digits, because gzip can find repeated bytes in them; base64 hides these
    await writeFile(
      inlined,
      `// Made by scripts/kernels.mjs from ${entry}: ${bytes.length} bytes.
export function hex(): string {
  return '${bytes.toString('hex')}';
}
/** The binary's SHA-256 in hexadecimal digits: that of the file \`loaded-dice/${name}.wasm\`, too. */
export const sha256: string = '${sha256Of(bytes)}';
`,
    );
    size += bytes.length;
  }
  return size;
}
