import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { findChromium } from './scripts/chromium.mjs';

/** A project that runs in Node: the tests of some folders. */
function inNode(name: string, folders: string, more: TestProjectInlineConfiguration['test'] = {}) {
  return { extends: true as const, test: { name, include: [`test/${folders}/*.test.ts`], ...more } };
}

/** The suites on pages of a real Chromium. */
function onPages(name: string, headers: Record<string, string>): TestProjectInlineConfiguration {
  const executablePath = findChromium();
  // what Chromium asks of anyone who runs it as root
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return {
    extends: true,
    server: { headers },
    test: {
      include: ['test/{unit,perf/unit}/*.test.ts'],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: { args, ...(executablePath && { executablePath }) } }),
        instances: [{ browser: 'chromium', name }],
      },
    },
  };
}

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
      // after all others, one file at a time: they measure
      inNode('perf', 'perf/**', { ...PACKED, fileParallelism: false, sequence: { groupOrder: 1 } }),
      onPages('isolated page', {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      }),
      onPages('plain page', {}),
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
