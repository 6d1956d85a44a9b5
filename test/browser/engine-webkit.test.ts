// The built files on pages of a real WebKit: plain, cross-origin isolated, and under Content-Security-Policies.
import * as dice from 'loaded-dice';
import { beforeAll, describe, expect, it } from 'vitest';
import { type EnginePage, enginePage } from '../support/engine-page.js';
import { heldVectors } from '../support/golden-bundle.js';
import { serve } from '../support/serve.js';
import { type WebKitPage, withWebKit } from '../support/webkit.js';

const ISOLATING = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
/** WebKitGTK posts no shared memory to workers without it, not even from isolated pages. */
const SHARED = { JSC_useSharedArrayBuffer: '1' };

const COUNT = 200_000;
const WEIGHTS = Array.from({ length: 1000 }, (_, i) => (i * 37) % 91);

let files: Awaited<ReturnType<typeof enginePage>>;
beforeAll(async () => {
  files = await enginePage();
});

/** Runs `use` on a page that was served with these headers, by a WebKit with these variables. */
async function onPage<T>(
  headers: Record<string, string>,
  use: (page: WebKitPage) => Promise<T>,
  env?: Record<string, string>,
): Promise<T> {
  const origin = await serve(files, headers);
  return withWebKit(async (page) => {
    await page.goto(origin);
    return use(page);
  }, env);
}

const report = (page: WebKitPage) => page.evaluate(() => (globalThis as EnginePage).engineReport());

/** What two threads draw on the page, and what they warn of. */
const pool = (page: WebKitPage) =>
  page.evaluate(
    async (weights, count) => {
      const { dice, parallel } = globalThis as EnginePage;
      const warnings: string[] = [];
      console.warn = (text) => warnings.push(String(text));
      const pool = new parallel.SamplerPool({ threads: 2 });
      const sampler = new dice.WeightedRandomSampler(weights, count, { seed: 5, backend: 'wasm' });
      const draws = [...(await pool.take(sampler as never, count))];
      await pool.close();
      return { draws, warnings, isolated: crossOriginIsolated };
    },
    WEIGHTS,
    COUNT,
  );

const alone = [...new dice.WeightedRandomSampler(WEIGHTS, COUNT, { seed: 5 }).take(COUNT)];

// elsewhere there is no WebKitGTK
describe.runIf(process.platform === 'linux')('WebKit', () => {
  it('draws what Node draws on a plain page, and a pool names the headers that threads need', async () => {
    await onPage({}, async (page) => {
      const { auto, vectors, unseeded } = await report(page);
      expect(auto).toBe('wasm');
      expect(vectors).toEqual({ wasm: heldVectors(), js: heldVectors() });
      expect(unseeded).toHaveLength(2);
      expect(new Set(unseeded).size).toBe(2);
      expect(await pool(page)).toEqual({
        draws: alone,
        warnings: [
          expect.stringMatching(
            new RegExp(
              '^loaded-dice: drawing on the calling thread: .*Cross-Origin-Opener-Policy: ' +
                'same-origin .*Cross-Origin-Embedder-Policy: require-corp',
            ),
          ),
        ],
        isolated: false,
      });
    });
  });

  it('draws by two threads on an isolated page', async () => {
    const { draws, warnings, isolated } = await onPage(ISOLATING, pool, SHARED);
    expect({ warnings, isolated }).toEqual({ warnings: [], isolated: true });
    expect(draws).toEqual(alone);
  });

  it('says of an isolated page whose memory it does not share that headers are not what is missing', async () => {
    const { draws, warnings, isolated } = await onPage(ISOLATING, pool);
    expect(isolated).toBe(true);
    expect(draws).toEqual(alone);
    expect(warnings).toEqual([expect.stringMatching(/^loaded-dice: drawing on the calling thread: /)]);
    expect(warnings[0]).not.toContain('Cross-Origin');
  });

  it('goes on in JavaScript under a policy that forbids WebAssembly, and tries it once for all samplers', async () => {
    await onPage({ 'Content-Security-Policy': "script-src 'self'" }, async (page) => {
      const tried = await page.evaluate(() => {
        const { WeightedRandomSampler } = (globalThis as EnginePage).dice;
        let refused = 0;
        WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
          construct: (target, args, self) => {
            refused++;
            return Reflect.construct(target, args, self);
          },
        });
        const samplers = Array.from({ length: 100 }, () => new WeightedRandomSampler([1, 2, 3], 3));
        return { refused, backends: [...new Set(samplers.map(({ backend }) => backend))] };
      });
      expect(tried).toEqual({ refused: 1, backends: ['js'] });
      const { auto, vectors, unseeded } = await report(page);
      expect(auto).toBe('js');
      expect(vectors.js).toEqual(heldVectors());
      expect(vectors.wasm).toMatch(
        new RegExp(
          "^backend 'wasm' is not available here: a Content-Security-Policy forbids WebAssembly; " +
            "add 'wasm-unsafe-eval' to its script-src, or leave it to 'auto'",
        ),
      );
      expect(unseeded).toHaveLength(2);
      expect(new Set(unseeded).size).toBe(2);
    });
  });

  it('runs WebAssembly under a policy that allows it', async () => {
    const policy = { 'Content-Security-Policy': "script-src 'self' 'wasm-unsafe-eval'" };
    expect((await onPage(policy, report)).vectors).toEqual({ wasm: heldVectors(), js: heldVectors() });
  });
});
