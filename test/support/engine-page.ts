import type * as dice from 'loaded-dice';
import type * as parallel from 'loaded-dice/parallel';
import type { EngineReport } from './engine-report.js';
import { engineBundle } from './golden-bundle.js';

/** The globals that the page of `enginePage` sets for scripts that run on it. */
export type EnginePage = typeof globalThis & {
  dice: typeof dice;
  parallel: typeof parallel;
  engineReport: () => EngineReport;
};

/**
 * Files for `serve`: a page that imports the built files. It has no inline scripts, because a Content-Security-Policy
 * may forbid them.
 */
export async function enginePage(): Promise<Record<string, string | URL>> {
  return {
    '/': '<!doctype html><title>engine</title><script type="module" src="/page.js"></script>',
    '/page.js': `import * as dice from '/dist/index.js';
import * as parallel from '/dist/parallel.js';
import { engineReport } from '/report.js';
Object.assign(globalThis, { dice, parallel, engineReport });`,
    '/report.js': await engineBundle('/dist/index.js'),
    '/dist/': new URL('../../dist/', import.meta.url),
  };
}
