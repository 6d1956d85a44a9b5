// Nothing points back: the import directions between the layers, and the one-to-one naming of kernels and twins.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Sources = Map<string, string>;

/** Every source under a folder, by its path from the root, with forward slashes. */
function sourcesOf(folder: string): Sources {
  const sources: Sources = new Map();
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = posix.join(folder, entry.name);
    // an example may have packages of its own, this one among them
    if (entry.isDirectory() && entry.name !== 'node_modules') for (const each of sourcesOf(path)) sources.set(...each);
    else if (path.endsWith('.ts')) sources.set(path, readFileSync(join(root, path), 'utf8'));
  }
  return sources;
}

/** Statements, which begin a line, and import() anywhere. */
const IMPORTS = [/^(?:import|export)\s(?:[^'";]*?\sfrom\s)?\s*['"]([^'"]+)['"]/gm, /\bimport\(\s*['"]([^'"]+)['"]/g];

/** What a source imports, of whatever kind the import is: paths from the root, or packages' names. */
function importsOf(path: string, source: string): string[] {
  const names = IMPORTS.flatMap((pattern) => [...source.matchAll(pattern)].map(([, name]) => name));
  return names.map((name) =>
    name.startsWith('.') ? posix.join(posix.dirname(path), name).replace(/(\.js|(?<!\.wasm))$/, '.ts') : name,
  );
}

/** What every folder of src/ may use. */
const INTERNAL = /^src\/internal\//;
/** What a file needs to know of kernels to be given memory. */
const MEMORY = /^src\/kernels\/(allocation|thread-memory)\.ts$/;
/** What the command may use of the library: its public entries. Beside them, packages and Node's own modules. */
const PUBLIC = /^(src\/(index|analysis|charts|parallel|tables)\.ts$|(?!src\/|assembly\/))/;
/** The reader of text tables, which the command and the demo page share. */
const FILES = /^src\/files\//;
/** How images below a folder are found, which the command and ImageFolder share. */
const FOUND = /^src\/images\/(collect-images|image-error)\.ts$/;
/** What all folders of the command share. */
const SHARED = ['interrupts', 'output-files', 'progress', 'terminal', 'text', 'user-error'].map(
  (name) => `src/cli/${name}.ts`,
);
const isShared = new RegExp(`^(${SHARED.join('|')})$`);
/** Each folder and what its files may import; the longest that fits a file counts. */
const rules: [folder: string, allowed: RegExp[]][] = [
  ['assembly/', [/^assembly\//]],
  [
    'src/index.ts',
    [
      /^src\/(weights|samplers|pickers|reservoir|batches|generators|loader)\//,
      /^src\/(internal\/check|sources\/epochs)\.ts$/,
    ],
  ],
  ['src/js.ts', [/^src\/index\.ts$/]],
  ['src/weighted.ts', [/^src\/(weights|samplers)\//, /^src\/(internal\/check|sources\/epochs)\.ts$/]],
  ['src/wasm.ts', [/^src\/kernels\/wasm\/(binaries|binary(-\w+)?)\.ts$/]],
  ['src/internal/', [INTERNAL]],
  ['src/weights/', [INTERNAL, /^src\/weights\//]],
  ['src/kernels/', [/^src\/kernels\/(?!wasm\/(?!allocate))/, /^src\/internal\/zeros\.ts$/]],
  ['src/kernels/js/', [/^src\/kernels\/(js\/|(kernels|kernel-set|allocation)\.ts$)/]],
  [
    'src/kernels/wasm/',
    [/^src\/kernels\/(wasm\/|(kernels|kernel-set|allocation|thread-memory)\.ts$)/, /^@assemblyscript\/loader$/],
  ],
  ['src/sources/', [INTERNAL, /^src\/sources\//, /^src\/kernels\/(?!wasm\/(?!allocate))/]],
  ['src/generators/', [INTERNAL, /^src\/(generators|sources)\//, /^src\/kernels\/(js\/|allocation\.ts)/]],
  // no kernels: the arithmetic of their twins
  ['src/reservoir/', [INTERNAL, /^src\/reservoir\//, /^src\/kernels\/js\//, /^src\/sources\/source\.ts$/]],
  ['src/samplers/', [INTERNAL, /^src\/(samplers|weights|generators|sources)\//, MEMORY]],
  ['src/pickers/', [INTERNAL, /^src\/(pickers|samplers|sources)\//, MEMORY]],
  ['src/batches/', [INTERNAL, /^src\/(batches|samplers|weights|sources)\//, MEMORY]],
  ['src/loader/', [INTERNAL, /^src\/(loader|batches|samplers|generators|sources)\//]],
  ['src/parallel.ts', [/^src\/parallel\//]],
  ['src/parallel/', [INTERNAL, /^src\/(samplers|parallel)\//, /^src\/sources\/source\.ts$/, MEMORY]],
  ['src/analysis.ts', [/^src\/analysis\//]],
  ['src/analysis/', [INTERNAL, /^src\/(analysis|weights|sources)\//, MEMORY]],
  ['src/charts.ts', [/^src\/charts\//]],
  ['src/charts/', [/^src\/internal\/(check|describe)\.ts$/, /^src\/charts\//, /^src\/analysis\.ts$/]],
  // runs on a page, too: nothing of Node and no packages
  ['src/files/', [INTERNAL, FILES, /^src\/index\.ts$/]],
  ['src/images.ts', [/^src\/images\//]],
  ['src/images/', [INTERNAL, /^src\/images\//, /^node:/, /^sharp$/]],
  ['src/tables.ts', [/^src\/tables\//]],
  ['src/tables/', [INTERNAL, /^src\/(tables|weights|analysis)\//, /^node:/, /^@duckdb\/node-api$/]],
  // the public entries, by their paths or by the package's own name, and packages: no other file of src/
  ['examples/browser/', [/^(?!src\/|assembly\/)/, FILES]],
  ['src/cli/', [PUBLIC, FILES, /^src\/cli\//]],
  ...SHARED.map((file): (typeof rules)[number] => [file, [PUBLIC, FILES, isShared]]),
  ['src/cli/sql/', [PUBLIC, isShared, /^src\/cli\/(sql\/|option-values\.ts$)/]],
  ['src/cli/input/', [PUBLIC, FILES, isShared, /^src\/cli\/input\//, FOUND]],
  ['src/cli/columns/', [PUBLIC, FILES, isShared, /^src\/cli\/(input|columns)\//]],
  ['src/cli/worker/', [PUBLIC, isShared, /^src\/cli\/(worker\/|option-values\.ts$)/]],
  ['src/cli/sample/', [PUBLIC, FILES, isShared, /^src\/cli\/(input|sample|worker)\//]],
  ['src/cli/balance/', [PUBLIC, isShared, /^src\/cli\/(input|sample|balance)\//]],
  ['src/cli/report/', [PUBLIC, isShared, /^src\/cli\/(input|sample|balance|report|worker)\//]],
];

function violations(sources: Sources): string[] {
  const found: string[] = [];
  for (const [path, source] of sources) {
    const fitting = rules.filter(([folder]) => path.startsWith(folder)).sort(([a], [b]) => b.length - a.length);
    for (const name of importsOf(path, source)) {
      if (!fitting[0]?.[1].some((allowed) => allowed.test(name))) found.push(`${path} imports ${name}`);
    }
  }
  return found;
}

/** A way from a file back to itself, by what files import; undefined if there is none. */
function circleIn(sources: Sources): string[] | undefined {
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    const source = sources.get(path);
    if (source === undefined || done.has(path)) return undefined;
    for (const name of importsOf(path, source)) {
      const cycle = visit(name, [...way, path]);
      if (cycle) return cycle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of sources.keys()) {
    const cycle = visit(path, []);
    if (cycle) return cycle;
  }
  return undefined;
}

describe('imports', () => {
  it.each(['src', 'assembly', 'examples'])('never go in a cycle in %s/, types included', (folder) => {
    expect(circleIn(sourcesOf(folder))).toBeUndefined();
  });

  it('are seen to', () => {
    const sources = new Map([
      ['src/a.ts', "import type { B } from './b.js';"],
      ['src/b.ts', "export { c } from './c/c.js';"],
      ['src/c/c.ts', "import { a } from '../a.js';"],
    ]);
    expect(circleIn(sources)).toEqual(['src/a.ts', 'src/b.ts', 'src/c/c.ts', 'src/a.ts']);
  });
});

describe('import directions', () => {
  it.each(['src', 'assembly', 'examples'])('are kept in %s/', (folder) => {
    const sources = sourcesOf(folder);
    expect(sources.size).toBeGreaterThan(4);
    expect(violations(sources)).toEqual([]);
  });

  it('are about folders that are there, and imports that are found', () => {
    const sources = new Map([...sourcesOf('src'), ...sourcesOf('assembly'), ...sourcesOf('examples')]);
    const paths = [...sources.keys()];
    for (const [folder] of rules) expect(paths.filter((path) => path.startsWith(folder))).not.toEqual([]);
    const imports = paths.flatMap((path) => importsOf(path, sources.get(path)!));
    expect(imports.filter((name) => /^(src|assembly|examples)\/.*\.ts$/.test(name) && !sources.has(name))).toEqual([]);
    expect(imports.length).toBeGreaterThan(40);
  });

  it.each([
    ['src/kernels/js/alias.ts', "import { a } from '../wasm/allocate.js';"],
    ['src/kernels/js/alias.ts', "import '../alias-table.js';"],
    ['src/kernels/memory.ts', "import { a } from './wasm/arena.js';"],
    ['src/sources/alias.ts', "import { a } from '../kernels/wasm/arena.js';"],
    ['src/kernels/allocation.ts', "import type { A } from '../samplers/sampler.js';"],
    ['src/kernels/allocation.ts', "export * from '../generators/pcg.js';"],
    ['src/kernels/allocation.ts', "const a = await import('../cli/main.js');"],
    ['src/samplers/weighted.ts', "import { a } from '../cli/main.js';"],
    ['src/samplers/weighted.ts', 'import {\n  a,\n  b,\n} from "../index.js";'],
    ['src/samplers/weighted.ts', "import { a } from '../kernels/wasm/binary.js';"],
    ['src/samplers/weighted.ts', "import { readFileSync } from 'node:fs';"],
    ['src/generators/pcg.ts', "import { a } from '../samplers/sampler.js';"],
    ['src/reservoir/id-hash.ts', "import { a } from '../kernels/memory.js';"],
    ['src/cli/main.ts', "import { a } from '../samplers/weighted.js';"],
    ['src/cli/main.ts', "import { a } from '../check.js';"],
    ['src/cli/input/csv.ts', "import { a } from '../sample/epoch.js';"],
    ['src/cli/sample/epoch.ts', "import { a } from '../balance/balance.js';"],
    ['src/cli/balance/balance.ts', "import { a } from '../report/report.js';"],
    ['src/cli/text.ts', "import { a } from './input/rows.js';"],
    ['src/cli/columns/columns.ts', "import { a } from '../sample/output.js';"],
    ['src/cli/sample/sample-by-id.ts', "import { a } from '../../tables/sample-table.js';"],
    ['src/cli/report/report.ts', "import { a } from '../command.js';"],
    ['src/cli/worker/work.ts', "import { a } from '../sample/sample.js';"],
    ['src/cli/report/svg.ts', "import { a } from '../../charts/theme.js';"],
    ['src/tables/engine.ts', "import { a } from '../samplers/sampler.js';"],
    ['src/tables/engine.ts', "import { a } from 'bullmq';"],
    ['src/images/decode.ts', "import { a } from '../loader/signals.js';"],
    ['src/images/decode.ts', "import { a } from 'jimp';"],
    ['src/cli/input/image-files.ts', "import { a } from '../../images/decode.js';"],
    ['src/cli/sample/sample.ts', "import { a } from '../../images/collect-images.js';"],
    ['src/analysis/coverage.ts', "import { a } from '../tables/plan.js';"],
    ['examples/browser/src/main.ts', "import { a } from '../../../src/index.js';"],
    ['src/files/labels.ts', "import { a } from 'node:fs';"],
    ['src/files/labels.ts', "import { a } from 'csv-parse';"],
    ['src/files/labels.ts', "import { a } from '../cli/text.js';"],
    ['src/index.ts', "import { a } from './files/labels.js';"],
    ['src/charts.ts', "import { a } from './check.js';"],
    ['src/charts/theme.ts', "import { a } from '../weights.js';"],
    ['src/charts/theme.ts', "import { a } from '../samplers/sampler.js';"],
    ['src/charts/theme.ts', "import { a } from 'vega';"],
    ['src/internal/check.ts', "import { a } from '../kernels/allocation.js';"],
    ['assembly/pcg.ts', "import { a } from '../src/check';"],
  ])('are broken by %s with %s', (path, source) => {
    expect(violations(new Map([[path, source]]))).toHaveLength(1);
  });
});

/** What an index passes on, by export or by import for an object of them: name to file, without its ending. */
function exportsOf(path: string): Map<string, string> {
  const source = readFileSync(join(root, path), 'utf8');
  return new Map(
    [...source.matchAll(/(?:ex|im)port \{([^}]+)\} from '\.\/([\w-]+)(?:\.js)?';/g)].flatMap(([, names, file]) =>
      names.split(',').map((name): [string, string] => [name.trim(), file]),
    ),
  );
}

describe('kernels and twins', () => {
  const entries = ['index', 'uniform', 'trials', 'extra', 'dynamic'];
  const kernels = new Map(entries.flatMap((name) => [...exportsOf(`assembly/${name}.ts`)]));

  it('are the same names from files of the same names', () => {
    expect(kernels.size).toBeGreaterThan(3);
    expect(exportsOf('src/kernels/js/index.ts')).toEqual(kernels);
  });

  it.each([...kernels])('%s is a function of %s.ts on both sides', (name, file) => {
    for (const folder of ['assembly', 'src/kernels/js']) {
      const source = readFileSync(join(root, folder, `${file}.ts`), 'utf8');
      expect(source).toMatch(new RegExp(`^export function ${name}\\(`, 'm'));
    }
  });
});

describe('CONTRIBUTING.md', () => {
  const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

  it.each(folders)('has src/%s/ in its map', (folder) => {
    expect(text).toMatch(new RegExp(`^src/${folder}/ +\\w`, 'm'));
  });

  // other folders have words of their own
  it.each(folders.filter((folder) => !['internal', 'kernels', 'cli'].includes(folder)))(
    'says which folders src/%s/ may import',
    (folder) => {
      const [, said] = text.match(new RegExp(`^\\| .src/${folder}/. \\| (.*) \\|$`, 'm')) ?? [];
      const words: readonly string[] = said?.replace(/`[^`]*`/g, '').match(/\w+/g) ?? [];
      const [, allowed] = rules.find(([path]) => path === `src/${folder}/`)!;
      const others = folders.filter((other) => ![folder, 'internal'].includes(other));
      const may = others.filter((other) => allowed.some((each) => each.test(`src/${other}/any-file.ts`)));
      expect(others.filter((other) => words.includes(other))).toEqual(may);
    },
  );

  it('names files that are there', () => {
    const made = /every-kth|NAME/;
    const paths = [...text.matchAll(/`((?:src|test|assembly|scripts|docs|fuzz|bench)\/[\w/.-]+\.\w+)`/g)];
    const named = paths.map(([, path]) => path).filter((path) => !made.test(path));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
