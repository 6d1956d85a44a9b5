// Compiles assembly/ to one binary, proves that it is what the backends count on, and inlines it into the sources.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';
import { build } from 'esbuild';

const BINARY = 'build/kernels.wasm';
const INLINED = 'src/kernels/wasm/binary.ts';
const MAX_BYTES = 16384;

/** Section numbers of the WebAssembly core specification, 5.5.2. */
const SECTION = { import: 2, memory: 5, global: 6, start: 8, element: 9, data: 11, dataCount: 12 };

/** Where, in an import section that holds env.memory alone, the kind of its limits stands. */
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

/** Everything that would keep two threads from sharing a memory, or the twins from being compared, as sentences. */
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
    wrong.push(`imports ${imports}, expected env.memory alone`);
  } else if (found.get(SECTION.import)?.[IMPORT_LIMITS] !== 3) {
    // limits with a maximum, shared: 5.3.7 of the specification, and the threads proposal
    wrong.push('a memory that is not shared');
  }
  if (String([...exports].sort()) !== String([...wanted].sort())) {
    wrong.push(`exports ${exports}, expected the interface Kernels: ${wanted}`);
  }
  return wrong;
}

/** The kernels' names, from the twin, whose type is the interface `Kernels`. */
export async function kernelNames() {
  const outfile = 'build/twin.mjs';
  await build({ entryPoints: ['src/kernels/js/index.ts'], outfile, bundle: true, format: 'esm', logLevel: 'error' });
  const { twin, combTwin, coverageTwin, strataTwin, torchTwin } = await import(pathToFileURL(outfile).href);
  return Object.keys({ ...twin, ...combTwin, ...coverageTwin, ...strataTwin, ...torchTwin });
}

/** Compiles assembly/ to a file, in the working directory as in asc itself. Returns its bytes. */
export async function compileKernels(file) {
  const { error, stderr } = await asc.main(['--config', 'asconfig.json', '--outFile', file]);
  const said = stderr.toString();
  if (error || said) throw new Error(`asc: ${said || error.message}`);
  return readFile(file);
}

/** As sha256sum prints it. */
function sha256Of(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function buildKernels() {
  await mkdir('build', { recursive: true });
  const bytes = await compileKernels(BINARY);
  const wrong = faults(bytes, await kernelNames());
  if (wrong.length) {
    await rm(BINARY);
    throw new Error(`${BINARY} has ${wrong.join('; ')}`);
  }
  await writeFile(
    INLINED,
    `// Made by scripts/kernels.mjs from assembly/: ${bytes.length} bytes, base64.
export const base64: string =
  '${bytes.toString('base64')}';
/** The binary's SHA-256 in hexadecimal digits: that of the file \`loaded-dice/kernels.wasm\`, too. */
export const sha256: string = '${sha256Of(bytes)}';
`,
  );
  return bytes.length;
}
