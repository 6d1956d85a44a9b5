import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { findChromium } from './scripts/chromium.mjs';

/** What only Node can do: processes, files, the command; and what opens pages of its own. */
const NODE_ONLY = [
  ...['binary', 'browser-*', 'charts', 'charts-*', 'chromium-setup', 'cli-*', 'data-loader-node', 'engines', 'entries'],
  ...['example-*'],
  ...['layers', 'parallel', 'pets', 'readme', 'workspace'],
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

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // the longest are exhaustive; a machine with one slow core is still well within
    testTimeout: 120_000,
    reporters: ['default', './test/support/count-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'node' } },
      onPages('isolated page', {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      }),
      onPages('plain page', {}),
    ],
  },
});
