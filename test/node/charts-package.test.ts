// loaded-dice/charts and the part of the command that renders pictures, as they are built: npm run build comes first.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { build } from 'esbuild';
import * as built from 'loaded-dice/charts';
import { describe, expect, it } from 'vitest';
import * as source from '../../src/charts.js';
import { svgOf } from '../../src/cli/report/svg.js';
import { CASES } from '../support/chart-cases.js';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json'));
const node = (script: string) =>
  execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });

/** What a built file imports, and how. */
async function importsOf(path: string): Promise<{ path: string; kind: string }[]> {
  const { metafile } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    external: ['*'],
    logLevel: 'silent',
    platform: 'node',
  });
  return metafile.inputs[path].imports.map(({ path, kind }) => ({ path, kind }));
}

describe('loaded-dice/charts', () => {
  it('exports what the sources do, and has types beside it', () => {
    expect(Object.keys(built)).toEqual(Object.keys(source).sort());
    expect(Object.keys(built)).toEqual([
      'batchBars',
      'beforeAfter',
      'classBars',
      'coverageDensity',
      'estimateTextWidth',
      'shareBars',
      'timesSeenEcdf',
      'unseenOverEpochs',
    ]);
    expect(read(manifest.exports['./charts'].default.types)).toContain('VegaLiteSpec');
  });

  it('needs nothing, Vega least of all', async () => {
    expect(await importsOf('dist/charts.js')).toEqual([]);
    expect(manifest).not.toHaveProperty('dependencies');
    expect(Object.keys(manifest.peerDependencies)).toEqual(['@duckdb/node-api', 'bullmq', 'ioredis', 'sharp']);
    for (const name of ['vega', 'vega-lite', 'ajv']) expect(manifest.devDependencies[name]).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('can be required, and runs where there is neither Node nor a page', () => {
    const script = `import { runInNewContext } from 'node:vm'; import { readFileSync } from 'node:fs';
      const code = readFileSync('dist/charts.js', 'utf8').replace(/export \\{[^}]*\\};/, '');
      console.log(runInNewContext(code + ';JSON.stringify(classBars([{ label: "a", count: 1 }]))'));`;
    expect(JSON.parse(node(script))).toEqual(source.classBars([{ label: 'a', count: 1 }]));
    const required = `import { createRequire } from 'node:module';
      console.log(typeof createRequire(process.cwd() + '/x')('loaded-dice/charts').classBars);`;
    expect(
      execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', required], { encoding: 'utf8' }),
    ).toBe('function\n');
  });
});

describe('the command', () => {
  it('uses the library as it is built, and holds no second copy of it', async () => {
    const relative = (await importsOf('dist/cli.js')).map(({ path }) => path).filter((path) => path.startsWith('.'));
    const entries = ['./analysis.js', './charts.js', './index.js', './parallel.js', './svg.js', './tables.js'];
    expect([...new Set(relative)].sort()).toEqual(entries);
    // the build names the source of each part
    const sources = [...read('dist/cli.js').matchAll(/^\/\/ (src\/.+)$/gm)].map(([, path]) => path);
    expect(sources.length).toBeGreaterThan(40);
    // text tables are read by what the demo page reads them by, folders of images by what ImageFolder does: no entry
    // has either
    const shared = ['src/images/collect-images.ts', 'src/images/image-error.ts'];
    const others = sources.filter((path) => !/^src\/(cli|files)\//.test(path));
    expect([...new Set(others)].sort()).toEqual(shared);
  });
});

describe('the drawing part', () => {
  const drawing = read('dist/svg.js');

  it('is a file that the command does not load to start', async () => {
    expect(drawing.length).toBeGreaterThan(400_000);
    expect(read('dist/cli.js')).not.toMatch(/vega-/);
    const atOnce = (await importsOf('dist/cli.js')).filter(({ kind }) => kind === 'import-statement');
    expect(atOnce).toContainEqual({ path: './index.js', kind: 'import-statement' });
    expect(atOnce.map(({ path }) => path)).not.toContain('./svg.js');
  });

  it('imports the charts as they are built, and what Node has', async () => {
    const others = (await importsOf('dist/svg.js')).filter(({ path }) => !builtinModules.includes(path));
    expect(others).toEqual([{ path: './charts.js', kind: 'import-statement' }]);
  });

  it('draws what the sources do, and prints nothing', async () => {
    const specs = CASES.map(({ make }) => make({ theme: 'auto' }));
    const script = `const { svgOf } = await import('./dist/svg.js');
      const svgs = [];
      for (const spec of ${JSON.stringify(specs)}) svgs.push(await svgOf(spec));
      process.stdout.write(JSON.stringify(svgs));`;
    expect(JSON.parse(node(script))).toEqual(await Promise.all(specs.map(svgOf)));
  });

  it('has every package once, with its license (but for cli-progress’s own string-width)', () => {
    const licenses = read('dist/cli.licenses.txt');
    const names = [...licenses.matchAll(/^((?:@[\w-]+\/)?[\w-]+) \d[\w.-]* \([^)]+\)$/gm)].map(([, name]) => name);
    expect(names).toEqual(expect.arrayContaining(['vega', 'vega-lite', 'vega-scenegraph', 'd3-array', 'commander']));
    const twice = names.filter((name, i) => names.indexOf(name) !== i);
    expect(twice.sort()).toEqual(['ansi-regex', 'string-width', 'strip-ansi']);
    expect(licenses.match(/^-{80}$/gm)).toHaveLength(names.length - 1);
  });

  it('is among what is published', () => {
    expect(readdirSync(new URL('../../dist', import.meta.url))).toEqual(
      expect.arrayContaining(['charts.js', 'svg.js']),
    );
    expect(manifest.files).toContain('dist');
  });
});
