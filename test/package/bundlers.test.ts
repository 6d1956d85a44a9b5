// The installed package, bundled by what people build with: what comes out runs, in Chromium and in Node, threads
// included.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createServer } from 'vite';
import { describe, expect, it } from 'vitest';
import { type Bundler, bundlers } from '../support/bundlers.js';
import { withPage } from '../support/chromium.js';
import { folder as elsewhere } from '../support/cli.js';
import { expected, poolApp } from '../support/pool-app.js';
import { ENTRIES, node, project } from '../support/project.js';
import { serve } from '../support/serve.js';

const isolating = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** What a page says, and how many workers it starts. */
async function open(url: string): Promise<{ messages: string[]; workers: number }> {
  return withPage(async (page, { messages }) => {
    let workers = 0;
    page.on('worker', () => workers++);
    await page.goto(url);
    const said = () => messages.filter((message) => !message.startsWith('debug: [vite]'));
    await expect.poll(said, { timeout: 30_000 }).not.toEqual([]);
    return { messages: said(), workers };
  });
}

const drawn = { messages: [`log: ${expected()}`], workers: 2 };

describe.each(Object.entries(bundlers))('%s', (_, bundle) => {
  it('makes a page that draws by two threads', async () => {
    const folder = project({ 'app.js': poolApp() });
    await bundle({ folder, platform: 'browser' });
    const html = '<!doctype html><script type="module" src="/out/app.js"></script>';
    const origin = await serve({ '/': html, '/out/': pathToFileURL(join(folder, 'out/')) }, isolating);
    expect(await open(origin)).toEqual(drawn);
  });

  it('makes a program for Node that does', async () => {
    const folder = project({ 'app.js': poolApp() });
    await bundle({ folder, platform: 'node' });
    // where nothing is installed: what it needs is in it
    const alone = elsewhere({ 'app.mjs': readFileSync(join(folder, 'out/app.js')) });
    expect(await node(alone, 'app.mjs')).toBe(expected());
  });

  it('finds every entry', async () => {
    const imports = ENTRIES.map((entry, i) => `import * as e${i} from '${entry}';`).join('\n');
    const folder = project({
      'app.js': `${imports}
      console.log(JSON.stringify([${ENTRIES.map((_, i) => `Object.keys(e${i}).sort()`)}]));`,
    });
    await bundle({ folder, platform: 'node' });
    const alone = elsewhere({ 'app.mjs': readFileSync(join(folder, 'out/app.js')) });
    const names = await Promise.all(ENTRIES.map(async (entry) => Object.keys(await import(entry)).sort()));
    expect(JSON.parse(await node(alone, 'app.mjs'))).toEqual(names);
  });

  it('leaves out what is not used', async () => {
    const little = await bundled(
      bundle,
      `import { WeightedRandomSampler } from 'loaded-dice'; console.log(WeightedRandomSampler);`,
    );
    const much = await bundled(bundlers.esbuild, `import * as dice from 'loaded-dice'; console.log({ ...dice });`);
    // names of members, which no bundler changes: of the DataLoader, both generators, the TorchGenerator, the
    // SystematicSampler
    const members = ['_fetcher', 'nextUint64', '_integers', 'coverageEpochs'];
    expect(members.filter((name) => !much.includes(name))).toEqual([]);
    expect(members.filter((name) => little.includes(name))).toEqual([]);
  });
});

async function bundled(bundle: Bundler, app: string): Promise<string> {
  const folder = project({ 'app.js': app });
  await bundle({ folder, platform: 'browser' });
  return readFileSync(join(folder, 'out/app.js'), 'utf8');
}

describe('Vite’s development server', () => {
  it('serves the package from node_modules, and the page draws by two threads', async () => {
    const folder = project({
      'index.html': '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/app.js"></script>',
      'app.js': poolApp(),
    });
    const server = await createServer({
      root: folder,
      configFile: false,
      cacheDir: join(folder, '.vite'),
      logLevel: 'warn',
      server: { host: '127.0.0.1', port: 0, headers: isolating },
    });
    try {
      await server.listen();
      expect(await open(server.resolvedUrls?.local[0] as string)).toEqual(drawn);
    } finally {
      await server.close();
    }
  });
});

describe('a data set on threads', () => {
  // Vite finds the module of a worker in `new Worker(new URL(…))` alone
  it('is bundled by Vite, packages included, where the page starts its workers', async () => {
    const folder = project({
      'app.js': `
        import { DataLoader } from 'loaded-dice';
        const start = () => new Worker(new URL('./dataset.js', import.meta.url), { type: 'module' });
        const loader = await DataLoader.open(start, { numWorkers: 2, batchSize: 2 });
        const batches = [];
        for await (const batch of loader) batches.push(batch);
        await loader.close();
        console.log(JSON.stringify(batches));`,
      'dataset.js': `
        import { classCounts, serveDataset } from 'loaded-dice';
        const labels = ['a', 'b', 'a'];
        serveDataset({ length: 3, get: (i) => labels[i] + classCounts(labels).get(labels[i]) });`,
    });
    await bundlers.Vite({ folder, platform: 'browser' });
    const html = '<!doctype html><script type="module" src="/out/app.js"></script>';
    const out = pathToFileURL(join(folder, 'out/'));
    const origin = await serve({ '/': html, '/out/': out, '/assets/': new URL('assets/', out) });
    expect(await open(origin)).toEqual({ messages: ['log: [["a2","b1"],["a2"]]'], workers: 2 });
  });
});
