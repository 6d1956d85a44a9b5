// Samplers by the thousand, in Node and on a page: live memories are scarce there, and others want some too.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withPage } from './support/chromium.js';
import { libraryPage, ROOT } from './support/library-page.js';
import { serve } from './support/serve.js';

interface Dropped {
  wasm: number;
  grown: number;
  foreign: boolean;
}
interface Kept {
  wasm: number;
  different: number;
  foreign: boolean;
  alive: number;
}

const here = (path: string) => new URL(path, import.meta.url);
const MB = 2 ** 20;

describe('20,000 samplers in Node', () => {
  const run = <T>(code: string): T => {
    const script = `import * as library from 'loaded-dice';
import { dropped, kept } from '${here('./support/many-samplers.mjs')}';
console.log(JSON.stringify(${code}));`;
    const args = ['--input-type=module', '--expose-gc', '-e', script];
    const options = { encoding: 'utf8', timeout: 120_000, cwd: ROOT } as const;
    return JSON.parse(execFileSync(process.execPath, args, options));
  };

  it('made and dropped: none is too many, and memory stays flat', () => {
    const { wasm, grown, foreign } = run<Dropped>('await dropped(library, () => (gc(), process.memoryUsage().rss))');
    expect(wasm).toBeGreaterThan(1000);
    expect(grown).toBeLessThan(60 * MB);
    expect(foreign).toBe(true);
  });

  it('kept: beyond the budget they go on in JavaScript, with the same numbers', () => {
    expect(run<Kept>('await kept(library)')).toEqual({ wasm: 1000, different: 0, foreign: true, alive: 20_000 });
  });
});

describe('20,000 samplers on a page', () => {
  const on = async <T>(use: (page: import('playwright').Page) => Promise<T>): Promise<T> => {
    const module = `import * as library from 'loaded-dice';
import * as many from '/many.js';
Object.assign(globalThis, { library, many });`;
    const many = readFileSync(here('./support/many-samplers.mjs'), 'utf8');
    const origin = await serve({ ...libraryPage(module), '/many.js': many });
    return withPage(async (page, { messages }) => {
      await page.goto(origin);
      const result = await use(page);
      expect(messages).toEqual([]);
      return result;
    });
  };

  it('made and dropped: none is too many, and memory stays flat', async () => {
    const { wasm, grown, foreign } = await on(async (page) => {
      const run = () => page.evaluate<Dropped>('many.dropped(library, () => 0)');
      const used = async () => {
        await page.requestGC();
        return page.evaluate<number>('performance.memory.usedJSHeapSize');
      };
      await run();
      const before = await used();
      return { ...(await run()), grown: (await used()) - before };
    });
    expect(wasm).toBeGreaterThan(30);
    expect(grown).toBeLessThan(10 * MB);
    expect(foreign).toBe(true);
  });

  it('kept: beyond the budget they go on in JavaScript, with the same numbers', async () => {
    const kept = await on((page) => page.evaluate<Kept>('many.kept(library)'));
    expect(kept).toEqual({ wasm: 32, different: 0, foreign: true, alive: 20_000 });
  });
});
