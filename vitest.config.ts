import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { findChromium } from './scripts/chromium.mjs';

/** The suites on pages of a real Chromium. */
function onPages(name: string, headers: Record<string, string>): TestProjectInlineConfiguration {
  const executablePath = findChromium();
  // what Chromium asks of anyone who runs it as root
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return {
    extends: true,
    server: { headers },
    test: {
      include: ['test/{unit,perf/unit}/**/*.test.ts'],
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

export default defineConfig({
  test: {
    // the longest are exhaustive; a machine with one slow core is still well within
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/support/count-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'node', include: ['test/{unit,node,examples}/**/*.test.ts'] } },
      { extends: true, test: { name: 'browser', include: ['test/browser/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: ['test/support/install-package.ts'],
        },
      },
      // alone, one file after the other, behind all others
      {
        extends: true,
        test: {
          name: 'perf',
          include: ['test/perf/**/*.test.ts'],
          globalSetup: ['test/support/install-package.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
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
