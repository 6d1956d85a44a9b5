import type * as dice from 'loaded-dice';
import type * as parallel from 'loaded-dice/parallel';
import type { EngineReport } from './engine-report.js';
import { engineBundle } from './golden-bundle.js';

/** What the page of `enginePage` leaves to scripts that are run on it. */
export type EnginePage = typeof globalThis & {
  dice: typeof dice;
  parallel: typeof parallel;
  engineReport: () => EngineReport;
};

/**
 * What `serve` needs for a page that imports the built files, without inline scripts: a Content-Security-Policy may
 * forbid them.
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
