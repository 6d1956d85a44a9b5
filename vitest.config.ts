import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { findChromium } from './scripts/chromium.mjs';

/** A project that runs in Node: the tests of some folders. */
function inNode(name: string, folders: string, more: TestProjectInlineConfiguration['test'] = {}) {
  return { extends: true as const, test: { name, include: [`test/${folders}/*.test.ts`], ...more } };
}

/** The suites on pages of a real Chromium: the tests of a folder. */
function onPages(
  name: string,
  headers: Record<string, string>,
  folder: string,
  more: TestProjectInlineConfiguration['test'] = {},
): TestProjectInlineConfiguration {
  const executablePath = findChromium();
  // what Chromium asks of anyone who runs it as root
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return {
    extends: true,
    server: { headers },
    test: {
      include: [`test/${folder}/*.test.ts`],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: { args, ...(executablePath && { executablePath }) } }),
        instances: [{ browser: 'chromium', name }],
      },
      ...more,
    },
  };
}

const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
/** One file at a time, after all files of groups with a smaller number. */
const alone = (groupOrder: number) => ({ fileParallelism: false, sequence: { groupOrder } });

/** npm run test:all sets it: all rounds, and each file with modules of its own. */
const ALL = process.env.TEST_ROUNDS === 'all';
/** The site has a package.json of its own, in which the library's name means nothing: its files import what is built. */
const SITE_IMPORTS = {
  name: 'library-of-the-site',
  enforce: 'pre' as const,
  resolveId(id: string, importer?: string) {
    if (!/^loaded-dice(\/|$)/.test(id) || !importer?.includes('/docs/.vitepress/')) return;
    return fileURLToPath(new URL(`dist/${id.split('/')[1] ?? 'index'}.js`, import.meta.url));
  },
};
const PACKED = { globalSetup: ['test/support/install-package.ts'] };

export default defineConfig({
  plugins: [SITE_IMPORTS],
  test: {
    // the longest are exhaustive; a machine with one slow core is still well within
    testTimeout: 120_000,
    hookTimeout: 120_000,
    setupFiles: ['./test/support/guards.ts'],
    reporters: ['default', './test/support/count-reporter.ts'],
    provide: { rounds: ALL ? 'all' : 'some' },
    ...(!ALL && { maxWorkers: availableParallelism() }),
    projects: [
      // npm test runs these two, npm run test:all every one
      inNode('unit', 'unit', { isolate: ALL }),
      inNode('node', '{node,examples,docs}'),
      inNode('long', '{node,examples}/long'),
      inNode('servers', 'servers'),
      inNode('browser', 'browser'),
      inNode('databases', 'databases'),
      inNode('package', 'package', PACKED),
      inNode('proof', 'proof', PACKED),
      onPages('isolated page', ISOLATION, 'unit'),
      onPages('plain page', {}, 'unit'),
      // they measure: each when nothing else runs, because projects of one group run at the same time
      inNode('perf', 'perf/**', { ...PACKED, ...alone(1) }),
      onPages('isolated page, perf', ISOLATION, 'perf/unit', alone(2)),
      onPages('plain page, perf', {}, 'perf/unit', alone(3)),
    ],
    coverage: {
      include: ['src/**'],
      // the build makes these
      exclude: ['src/kernels/wasm/binary*.ts', 'src/**/worker-source.ts'],
      reporter: ['text', 'html'],
      reportsDirectory: 'build/coverage',
    },
  },
});
