// loaded-dice/wasm and the binary as a file, as they are built, and the condition workerd outside workerd: npm run
// build comes first.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import * as js from 'loaded-dice/js';
import * as wasm from 'loaded-dice/wasm';
import { describe, expect, it } from 'vitest';
import { BINARIES, compileKernels } from '../../scripts/kernels.mjs';
import { folder } from '../support/cli.js';

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const node = (...args: string[]) =>
  execFileSync(process.execPath, args, { cwd: new URL('../..', import.meta.url), encoding: 'utf8' }).trim();

describe('loaded-dice/wasm', () => {
  it.each([
    ['kernels', wasm.binary, wasm.sha256],
    ['kernels-extra', wasm.extraBinary, wasm.extraSha256],
    ['kernels-dynamic', wasm.dynamicBinary, wasm.dynamicSha256],
    ['kernels-trials', wasm.trialsBinary, wasm.trialsSha256],
    ['kernels-uniform', wasm.uniformBinary, wasm.uniformSha256],
  ] as const)(
    'is what assembly/ compiles to, byte for byte, as a function, as %s.wasm and as a hash',
    async (name, bytes, hashed) => {
      const rebuilt = await compileKernels(BINARIES[name].entry, join(folder(), `${name}.wasm`));
      expect(hash(rebuilt)).toBe(hashed);
      expect(hash(bytes())).toBe(hashed);
      expect(hash(readFileSync(fileURLToPath(import.meta.resolve(`loaded-dice/${name}.wasm`))))).toBe(hashed);
    },
  );

  it('is what the samplers run', () => {
    const script = `import { binary, extraBinary, uniformBinary } from 'loaded-dice/wasm';
      import { RandomSampler, SystematicSampler, WeightedRandomSampler } from 'loaded-dice';
      const compiled = [];
      const Module = WebAssembly.Module;
      WebAssembly.Module = class extends Module { constructor(bytes) { super(bytes); compiled.push(bytes); } };
      new WeightedRandomSampler([1, 2], 2, { backend: 'wasm' });
      const [core] = compiled.splice(0);
      new SystematicSampler([1, 2], 2, { backend: 'wasm' });
      const [extra] = compiled.splice(0);
      new RandomSampler(3, { backend: 'wasm' });
      const [uniform] = compiled.splice(0);
      new WeightedRandomSampler([1, 2], 2, { backend: 'wasm' });
      new SystematicSampler([1, 2], 2, { backend: 'wasm' });
      console.log(compiled.length, Buffer.compare(core, binary()), Buffer.compare(extra, extraBinary()),
        Buffer.compare(uniform, uniformBinary()));`;
    expect(node('--input-type=module', '-e', script)).toBe('0 0 0 0');
  });

  it('gives bytes of one’s own, and decodes nothing at import', () => {
    wasm.binary().fill(0);
    expect(hash(wasm.binary())).toBe(wasm.sha256);
    const script = `let decoded = 0;
      const { from } = Buffer;
      Buffer.from = (text, encoding) => (decoded += encoding === 'hex', from(text, encoding));
      const { binary } = await import('loaded-dice/wasm');
      console.log(decoded, binary().length > 0, decoded);`;
    expect(node('--input-type=module', '-e', script)).toBe('0 true 1');
  });
});

describe('the condition workerd', () => {
  const script = (entry: string) => `import { WeightedRandomSampler } from '${entry}';
    const sampler = new WeightedRandomSampler([1, 2, 3], 8, { seed: 1 });
    console.log(sampler.backend, ...sampler);
    try {
      console.log(new WeightedRandomSampler([1], 1, { backend: 'wasm' }).backend);
    } catch (error) {
      console.log(error.message);
    }`;
  const drawn = new js.WeightedRandomSampler([1, 2, 3], 8, { seed: 1 }).take(8).join(' ');

  it('changes nothing in Node, which cannot import .wasm files', () => {
    const printed = node('--conditions=workerd', '--input-type=module', '-e', script('loaded-dice'));
    expect(printed).toBe(`wasm ${drawn}\nwasm`);
  });

  /** What a bundle says in Node. */
  async function bundled(conditions: string[], loader: BuildOptions['loader'] = {}): Promise<string[]> {
    const { outputFiles } = await build({
      stdin: { contents: script('loaded-dice'), resolveDir: fileURLToPath(new URL('../..', import.meta.url)) },
      write: false,
      bundle: true,
      format: 'esm',
      conditions,
      loader,
    });
    // as a file: an argument may have at most 128 KiB
    return node(join(folder({ 'bundle.mjs': outputFiles[0].text }), 'bundle.mjs')).split('\n');
  }

  it('asks nothing of bundlers that name every edge runtime, as Nitro does, and may know no .wasm files', async () => {
    const [auto] = await bundled([
      'wintercg',
      'worker',
      'web',
      'workerd',
      'edge-light',
      'netlify',
      'edge-routine',
      'deno',
    ]);
    expect(auto).toBe(`js ${drawn}`);
  });

  it('draws in JavaScript where a bundler makes something else of kernels.wasm than a module', async () => {
    const [auto, wasm] = await bundled(['workerd'], { '.wasm': 'dataurl' });
    expect(auto).toBe(`js ${drawn}`);
    expect(wasm).toMatch(
      new RegExp(
        "^backend 'wasm' is not available here: this runtime compiles WebAssembly only from imported files; .*, " +
          "with \\.wasm files as modules, or leave it to 'auto', .* " +
          '\\(kernels\\.wasm was not imported as a WebAssembly\\.Module\\)$',
      ),
    );
  });
});
