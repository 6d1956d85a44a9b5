// The package as it is built and published: npm run build comes first.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import * as wasm from 'loaded-dice';
import * as js from 'loaded-dice/js';
import * as weighted from 'loaded-dice/weighted';
import { describe, expect, it } from 'vitest';
import { WEIGHTS } from '../support/sampler-cases.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
const manifest = JSON.parse(read('package.json'));

/** The hexadecimal digits of "\0asm" and a version of 1. */
const WASM_BYTES = '0061736d01000000';

describe('loaded-dice and loaded-dice/js', () => {
  it('export the same names', () => {
    expect(Object.keys(js)).toEqual(Object.keys(wasm));
    const names = ['BatchSampler', 'SequentialSampler', 'WeightedRandomSampler', 'PcgGenerator'];
    expect(Object.keys(wasm)).toEqual(expect.arrayContaining(names));
  });

  it('export classes and functions under their own names, which errors and consoles show', () => {
    for (const entry of [wasm, js]) {
      const named = Object.entries<unknown>(entry).filter(([, value]) => typeof value === 'function');
      expect(named.length).toBeGreaterThan(20);
      for (const [name, value] of named) expect((value as { name: string }).name).toBe(name);
    }
  });

  it('show readable code where an error was thrown', () => {
    const script = `import { WeightedRandomSampler } from 'loaded-dice'; new WeightedRandomSampler([1, -1]);`;
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    // functions, methods and classes keep their names, and a statement has a line of its own, which Node prints
    expect(stderr).toMatch(/^file:.*dist\/index\.js:\d+\nreturn new RangeError\(.{0,80}\n/);
    expect(stderr).toMatch(/at checkWeights .*dist\/index\.js:\d+:\d+\)\n\s+at new WeightedRandomSampler /);
    for (const name of ['index', 'js', 'workerd', 'weighted', 'parallel', 'analysis', 'charts', 'cjs/index']) {
      // but for the digits of binaries, the text of a worker, and the names that an entry exports
      const lines = read(`dist/${name}.js`)
        .split('\n')
        .map((line) => line.replace(/"[0-9a-f]{99,}"|^var source = .*|^export .*/, ''));
      const lengths = lines.map((line) => line.length).sort((a, b) => a - b);
      expect(lengths.at(-1), name).toBeLessThan(400);
      expect(lengths[Math.floor(0.99 * lengths.length)], name).toBeLessThan(120);
    }
  });

  it('give the same numbers', () => {
    const [one, other] = [wasm, js].map(({ WeightedRandomSampler, BatchSampler }) => {
      const sampler = new WeightedRandomSampler(WEIGHTS, 1000, { seed: 12 });
      const labeled = WeightedRandomSampler.fromLabels(['a', 'b', 'b'], { target: { a: 1, b: 4 }, seed: '5' });
      return {
        backend: sampler.backend,
        draws: [sampler.take(3000), sampler.indices(2 ** 50), labeled.take(100)],
        batches: new BatchSampler(sampler, 32).take(100),
        probabilities: sampler.probabilities(),
        state: sampler.state(),
      };
    });
    expect([one.backend, other.backend]).toEqual(['wasm', 'js']);
    expect({ ...one, backend: '' }).toEqual({ ...other, backend: '' });
  });

  it('may be mixed', () => {
    const [inner, same] = [wasm, js].map(
      ({ WeightedRandomSampler }) => new WeightedRandomSampler(WEIGHTS, 100, { seed: 12 }),
    );
    const batches = new js.BatchSampler(inner as never, 32);
    batches.setEpoch(4);
    expect(batches.indices()).toEqual(same.indices(4));
    same.restore(inner.state());
    const sameBatches = new wasm.BatchSampler(same as never, 32);
    sameBatches.restore(batches.state());
    expect(sameBatches.take(5)).toEqual(batches.take(5));
  });

  it.each(['loaded-dice', 'loaded-dice/js'])('%s can be required, and gives the same names and numbers', (name) => {
    const script = `const dice = require('${name}');
      console.log(...Object.keys(dice), ...new dice.WeightedRandomSampler([1, 2, 3], 8, { seed: 1 }));`;
    const drawn = new js.WeightedRandomSampler([1, 2, 3], 8, { seed: 1 }).take(8);
    expect(node('-e', script).trim().split(' ')).toEqual([...Object.keys(js), ...[...drawn].map(String)]);
  });

  it('may be imported and required in one process, and mixed', () => {
    const script = `const required = require('loaded-dice');
      const { SamplerPool } = require('loaded-dice/parallel');
      import('loaded-dice').then(async (imported) => {
        const make = (dice) => new dice.WeightedRandomSampler([1, 2, 3], 100_000, { seed: 1 });
        for (const [outer, inner] of [[required, imported], [imported, required]]) {
          const batches = new outer.BatchSampler(make(inner), 4);
          const loader = new inner.DataLoader([5, 6, 7], { batchSampler: batches });
          const rank = new outer.DistributedSampler(make(inner), { numReplicas: 2, rank: 1 });
          const torch = new outer.RandomSampler(3, { generator: new inner.TorchGenerator(0) });
          console.log(...batches.draw(), ...[...loader][0], ...rank.take(2), ...torch, outer === inner);
        }
        const pool = new SamplerPool({ threads: 2 });
        console.log((await pool.take(make(imported), 2e5)).join() === make(required).take(2e5).join());
        await pool.close();
      });`;
    const [one, other, pool] = node('-e', script).trim().split('\n');
    expect(one).toMatch(/^[0-2]( [0-9]+)+ false$/);
    expect(other).toBe(one);
    expect(pool).toBe('true');
  });

  it('have types beside them', () => {
    for (const entry of ['.', './js']) {
      for (const { types, default: code } of Object.values<Record<string, string>>(manifest.exports[entry])) {
        expect(read(types)).toContain('export');
        expect(read(code)).toContain('WeightedRandomSampler');
      }
    }
  });
});

describe('loaded-dice/js', () => {
  it('has neither WebAssembly nor the loader nor any bytes of kernels', () => {
    const code = read('dist/js.js');
    const full = read('dist/index.js');
    // with the other entry for what would be found
    for (const part of [/WebAssembly\s*[.[]/, /assemblyscript/i, /instantiate/, new RegExp(WASM_BYTES)]) {
      expect(full).toMatch(part);
      expect(code).not.toMatch(part);
    }
    // but for what a loader with workers loads, when it makes its first batch
    const imports = code.match(/^import\b.*|\bimport\s*\(.*?\)|\brequire\s*\(.*?\)/gm);
    expect(imports).toEqual(['import("./threads.js")']);
  });

  it('throws for ‘wasm’ and says which entry has it', () => {
    const make = () => new js.WeightedRandomSampler(WEIGHTS, 5, { backend: 'wasm' });
    expect(make).toThrow(/backend 'wasm' is not available.*import from 'loaded-dice'/);
    expect(new js.WeightedRandomSampler(WEIGHTS, 5, { backend: 'auto' }).backend).toBe('js');
  });

  it('runs where there is no WebAssembly at all', () => {
    const script = `delete globalThis.WebAssembly;
      const { WeightedRandomSampler } = await import('loaded-dice/js');
      console.log(typeof WebAssembly, ...new WeightedRandomSampler([1, 2, 3], 8, { seed: 1 }));`;
    const drawn = new wasm.WeightedRandomSampler([1, 2, 3], 8, { seed: 1, backend: 'wasm' }).take(8);
    expect(node('--input-type=module', '-e', script).trim()).toBe(`undefined ${drawn.join(' ')}`);
  });
});

describe('loaded-dice/weighted', () => {
  const code = read('dist/weighted.js');

  it('is a part of loaded-dice, in one file of less than a third of its size', () => {
    const names = [
      'WeightedRandomSampler',
      'multinomial',
      'sampleWeights',
      'classWeights',
      'classCounts',
      'encodeLabels',
    ];
    expect(Object.keys(weighted).sort()).toEqual(names.sort());
    expect(Object.keys(wasm)).toEqual(expect.arrayContaining(names));
    expect(code).not.toMatch(/^import\b|\b(import|require)\s*\(/m);
    expect(code.length).toBeLessThan(read('dist/index.js').length / 3);
    for (const [name, value] of Object.entries<{ name: string }>(weighted as never)) expect(value.name).toBe(name);
  });

  it('draws the same, also by a generator, in batches and after another entry’s state', () => {
    const draws = [wasm, weighted].map(({ WeightedRandomSampler, multinomial }) => {
      const generator = new wasm.TorchGenerator(4);
      const sampler = new WeightedRandomSampler(WEIGHTS, 100, { seed: 12 });
      const labeled = WeightedRandomSampler.fromLabels(['a', 'b', 'b'], { seed: 5 });
      const ofTorch = new WeightedRandomSampler(WEIGHTS, 9, { generator });
      const batches = new wasm.BatchSampler(sampler as never, 32).take(9);
      return [batches, sampler.take(9), labeled.take(9), ofTorch.indices(), multinomial(WEIGHTS, 2, { seed: 3 })];
    });
    expect(draws[0]).toEqual(draws[1]);
    const [one, other] = [wasm, weighted].map((entry) => new entry.WeightedRandomSampler(WEIGHTS, 100, { seed: 1 }));
    one.take(30);
    other.restore(one.state());
    expect(other.take(200)).toEqual(one.take(200));
  });

  it('is the same copy as loaded-dice in a bundle, and in React Native and workerd', async () => {
    const app = `export { WeightedRandomSampler as a } from 'loaded-dice';
      export { WeightedRandomSampler as b } from 'loaded-dice/weighted';`;
    for (const conditions of [undefined, ['react-native'], ['workerd'], ['workerd', 'edge-light']]) {
      const { outputFiles } = await build({
        stdin: { contents: app, resolveDir: ROOT },
        bundle: true,
        write: false,
        format: 'esm',
        outdir: 'build',
        loader: { '.wasm': 'copy' },
        ...(conditions && { conditions }),
      });
      const text = outputFiles.find(({ path }) => path.endsWith('.js'))?.text ?? '';
      expect(
        text.match(/WeightedRandomSampler\w* = class|class WeightedRandomSampler/g),
        String(conditions),
      ).toHaveLength(1);
      expect(text).toMatch(/WeightedRandomSampler as a,\s+WeightedRandomSampler as b/);
    }
    // and require() of both entries, where they have to be one copy
    const script = `console.log(require('loaded-dice').multinomial === require('loaded-dice/weighted').multinomial);`;
    for (const condition of ['react-native', 'workerd']) expect(node('-C', condition, '-e', script)).toBe('true\n');
  });
});

describe('loaded-dice', () => {
  it('depends on nothing', async () => {
    for (const field of ['dependencies', 'optionalDependencies']) expect(manifest).not.toHaveProperty(field);
    // what is installed by hand, for those who need it
    const optional = Object.keys(manifest.peerDependencies);
    for (const name of optional) expect(manifest.peerDependenciesMeta[name], name).toEqual({ optional: true });
    for (const file of readdirSync(new URL('../../dist', import.meta.url)).filter((name) => name.endsWith('.js'))) {
      const { metafile } = await build({
        entryPoints: [fileURLToPath(new URL(`../../dist/${file}`, import.meta.url))],
        bundle: true,
        write: false,
        metafile: true,
        format: 'esm',
        // files of the package itself are followed, everything else is listed
        packages: 'external',
        loader: { '.wasm': 'copy' },
        outdir: 'build',
      });
      const external = Object.values(metafile.inputs).flatMap(({ imports }) =>
        imports.filter(({ external }) => external),
      );
      // optional packages are loaded when they are needed, by an entry each and the command, which imports tables
      const peers: Record<string, string[]> = {
        'cli.js': optional.filter((name) => name !== 'sharp'),
        'tables.js': ['@duckdb/node-api'],
        'images.js': ['sharp'],
      };
      const needed = peers[file] ?? [];
      const late = external.filter(({ kind }) => kind === 'dynamic-import').map(({ path }) => path);
      expect(new Set(late.filter((name) => !isBuiltin(name))), file).toEqual(new Set(needed));
      expect(optional).toEqual(expect.arrayContaining(needed));
      const names = external.map(({ path }) => path).filter((name) => !needed.includes(name));
      // tables, images, the command, and what draws for it, are for Node
      const forNode = ['cli.js', 'images.js', 'svg.js', 'tables.js'].includes(file);
      const own = forNode ? names.filter((name) => !isBuiltin(name)) : names;
      expect(own, file).toEqual([]);
    }
  });

  it('names nothing that a bundler would put in for Node', async () => {
    // as Parcel and webpack 4 do for a bare `process`
    const names = ['process', 'Buffer', 'global', 'setImmediate', 'require', 'module', '__dirname', '__filename'];
    const define = Object.fromEntries(names.map((name) => [name, `FREE_${name}`]));
    for (const name of ['index', 'js', 'workerd', 'weighted', 'parallel', 'analysis', 'charts', 'wasm', 'worker']) {
      const { code } = await transform(read(`dist/${name}.js`), { define });
      expect(code.match(/FREE_\w+/g), name).toBe(null);
    }
  });

  it('has the license of the loader, parts of which are in it', () => {
    const { version } = JSON.parse(read('node_modules/@assemblyscript/loader/package.json'));
    for (const file of ['index.js', 'workerd.js', 'weighted.js', 'analysis.js', 'cjs/index.js', 'cjs/analysis.js']) {
      const code = read(`dist/${file}`);
      // bundlers keep such a comment
      const notice = `parts of @assemblyscript/loader ${version}, changed (Apache-2.0)`;
      expect(code.slice(0, 200)).toContain(`/*! Contains ${notice}: loaded-dice/dist/loader.license.txt */`);
      // what the loader does at import, and its wrapped exports
      expect(code).not.toMatch(/^Object\.hasOwn|^\S.*= new TextDecoder|\bdemangle\b/m);
    }
    const text = read('dist/loader.license.txt');
    expect(text).toMatch(`@assemblyscript/loader ${version} (Apache-2.0)`);
    expect(text).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
    expect(text).toContain('The following authors have all licensed their contributions to AssemblyScript');
  });

  it('does nothing at import', () => {
    expect(manifest.sideEffects).toBe(false);
    // every global that it could do something with is a trap
    const script = `let touched = 0;
      const trap = { get: (target, key) => (touched++, Reflect.get(target, key)) };
      globalThis.WebAssembly = new Proxy(WebAssembly, trap);
      for (const name of ['ArrayBuffer', 'Uint32Array', 'Float64Array', 'FinalizationRegistry'])
        globalThis[name] = new Proxy(globalThis[name], { construct: (...a) => (touched++, Reflect.construct(...a)) });
      const { WeightedRandomSampler } = await import('loaded-dice');
      console.log(touched);
      new WeightedRandomSampler([1, 2]);
      console.log(touched > 0);`;
    expect(node('--input-type=module', '-e', script).trim()).toBe('0\ntrue');
  });
});
