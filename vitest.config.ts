import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { findChromium } from './scripts/chromium.mjs';

/** What only Node can do: processes, files, the command; and what opens pages of its own. */
const NODE_ONLY = [
  ...[
    'bare-engine',
    'binary',
    'browser-*',
    'changing-input',
    'charts',
    'charts-*',
    'chromium-setup',
    'cli-*',
    'console-log',
    'data-loader-node',
    'demo',
    'demo-*',
    'engine-*',
    'engines',
    'entries',
    'fuzz',
    'example-*',
    'lint-rules',
    'many-samplers',
    'package-*',
    'page-speed',
    'refusal',
  ],
  ...[
    'batch-places',
    'layers',
    'many-classes',
    'parallel',
    'parallel-*',
    'pets',
    'quotas',
    'readme',
    'wasm-entry',
    'worker-url',
    'workspace',
  ],
].map((name) => `test/${name}.test.ts`);

/** The suites on pages of a real Chromium. */
function onPages(name: string, headers: Record<string, string>): TestProjectInlineConfiguration {
  const executablePath = findChromium();
  // what Chromium asks of anyone who runs it as root
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return {
    extends: true,
    server: { headers },
    test: {
      include: ['test/**/*.test.ts'],
      exclude: NODE_ONLY,
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

const PACKAGE = 'test/package-*.test.ts';

export default defineConfig({
  test: {
    // the longest are exhaustive; a machine with one slow core is still well within
    testTimeout: 120_000,
    hookTimeout: 120_000,
    setupFiles: ['./test/support/guards.ts'],
    reporters: ['default', './test/support/count-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'node', include: ['test/**/*.test.ts'], exclude: [PACKAGE] } },
      {
        extends: true,
        test: {
          name: 'package',
          include: [PACKAGE],
          globalSetup: ['test/support/install-package.ts'],
        },
      },
      onPages('isolated page', {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      }),
      onPages('plain page', {}),
    ],
  },
});
