// Where WebAssembly or memory is not to be had: what is said, and that ‘auto’ draws the same all the same.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { WeightedRandomSampler } from '../../src/index.js';
import { binary } from '../../src/kernels/wasm/binaries.js';
import { explainRefusal } from '../../src/kernels/wasm/refusal.js';
import { folder } from '../support/cli.js';

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

describe('an error of backend ‘wasm’ says in our words what to do, then what the engine said', () => {
  it.each([
    [
      'Chromium',
      'CompileError',
      'WebAssembly.Module(): Compiling or instantiating WebAssembly module violates the ' +
        "following Content Security policy directive because neither 'wasm-eval' nor 'unsafe-eval' " +
        'is an allowed source of script in the following Content Security Policy directive: ' +
        '"script-src \'self\'"',
    ],
    ['Firefox', 'CompileError', 'call to WebAssembly.Module() blocked by CSP'],
    [
      'Safari',
      'EvalError',
      "Refused to create a WebAssembly object because 'unsafe-eval' or 'wasm-unsafe-eval' is not " +
        'an allowed source of script in the following Content Security Policy directive: ' +
        '"script-src \'self\'".',
    ],
  ])('a Content-Security-Policy, in %s', (_, name, message) => {
    const why = explainRefusal(named(name, message), '1.0 MiB');
    expect(why).toMatch(
      /^a Content-Security-Policy forbids WebAssembly; add 'wasm-unsafe-eval' to its script-src, or /,
    );
    expect(why).toContain(`(${message})`);
  });

  it.each([
    [
      'CompileError',
      'WebAssembly.Module(): Wasm code generation disallowed by embedder',
      /^this runtime compiles WebAssembly only from imported files; bundle for the condition 'workerd'/,
    ],
    [
      'CompileError',
      'WebAssembly.Module(): expected magic word',
      /^the kernels do not compile: .*install the package anew/,
    ],
    ['InvalidCharacterError', 'The string to be decoded is not correctly encoded.', /^the kernels do not compile/],
    [
      'RangeError',
      'could not allocate memory',
      /^could not allocate a WebAssembly memory of 1\.0 MiB: release unused samplers/,
    ],
  ])('%s: %s', (name, message, why) => {
    expect(explainRefusal(named(name, message), '1.0 MiB')).toMatch(why);
    expect(explainRefusal(named(name, message), '1.0 MiB')).not.toContain('Content-Security-Policy');
    expect(explainRefusal(named(name, message), '1.0 MiB')).toContain("or leave it to 'auto'");
  });

  it('whatever was thrown', () => {
    for (const thrown of [undefined, null, 'text', {}]) expect(explainRefusal(thrown, '1.0 MiB')).toContain('1.0 MiB');
  });
});

/**
 * What a process of its own says of each backend: what is in use with the first draws, or the error.
 * @param kilobytes Limits its address space, on Linux.
 */
function backends(entry: string, count: number, kilobytes?: number): string[] {
  const script = `const { WeightedRandomSampler } = await import(${JSON.stringify(pathToFileURL(entry).href)});
    const weights = new Float32Array(${count}).fill(1);
    for (const backend of ['auto', 'wasm', 'js']) {
      try {
        const sampler = new WeightedRandomSampler(weights, 10, { seed: 1, backend });
        console.log(sampler.backend, ...sampler);
      } catch (error) {
        console.log(String(error));
      }
    }`;
  const node = [process.execPath, '--input-type=module', '-e', script];
  const limited = ['sh', '-c', `ulimit -v ${kilobytes} && exec "$@"`, 'sh', ...node];
  const [command, ...args] = kilobytes === undefined ? node : limited;
  return execFileSync(command, args, { encoding: 'utf8', timeout: 60_000 }).trim().split('\n');
}

const draws = (count: number) =>
  new WeightedRandomSampler(new Float32Array(count).fill(1), 10, { seed: 1 }).take(10).join(' ');

describe('a binary that was cut short', () => {
  /** The built entry, with the binary in it cut to `bytes` bytes. */
  function damaged(bytes: number): string {
    const path = folder();
    const whole = Buffer.from(binary()).toString('hex');
    const code = readFileSync('dist/index.js', 'utf8');
    expect(code.split(whole)).toHaveLength(2);
    const cut = Buffer.from(binary().subarray(0, bytes)).toString('hex');
    writeFileSync(join(path, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(path, 'index.js'), code.replace(whole, cut));
    mkdirSync(join(path, 'node_modules'));
    symlinkSync(resolve('node_modules/@assemblyscript'), join(path, 'node_modules/@assemblyscript'), 'junction');
    return join(path, 'index.js');
  }

  it.each([0, 5, 1000, binary().length - 1])('to %i bytes', (bytes) => {
    const [auto, wasm, js] = backends(damaged(bytes), 1000);
    expect([auto, js]).toEqual([`js ${draws(1000)}`, `js ${draws(1000)}`]);
    expect(wasm).toMatch(/^Error: backend 'wasm' is not available here: the kernels do not compile: .* anew, /);
  });
});

// elsewhere there is no such limit
describe.runIf(process.platform === 'linux')('memory that cannot be allocated', () => {
  it('for WebAssembly, which reserves more than it uses', () => {
    const [auto, wasm, js] = backends('dist/index.js', 1000, 4_000_000);
    expect([auto, js]).toEqual([`js ${draws(1000)}`, `js ${draws(1000)}`]);
    expect(wasm).toMatch(
      /^Error: backend 'wasm' is not available here: could not allocate a WebAssembly memory of 64 KiB: /,
    );
  });

  it('for a table', () => {
    const [auto, wasm, js] = backends('dist/index.js', 1e8, 2_000_000);
    for (const said of [auto, js]) {
      expect(said).toMatch(
        /^RangeError: could not allocate 1\.8 GiB for this sampler: release unused samplers, or pass fewer weights/,
      );
    }
    expect(wasm).toMatch(
      /^Error: backend 'wasm' is not available here: could not allocate a WebAssembly memory of 1\.8 GiB: /,
    );
  });
});
