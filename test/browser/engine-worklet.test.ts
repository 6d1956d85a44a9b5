// The built files in an AudioWorklet of Chromium, whose realm has no crypto, TextDecoder, atob, fetch or timers.
import { expect, it } from 'vitest';
import { withPage } from '../support/chromium.js';
import { enginePage } from '../support/engine-page.js';
import type { EngineReport } from '../support/engine-report.js';
import { heldVectors } from '../support/golden-bundle.js';
import { serve } from '../support/serve.js';

const WORKLET = `import '/dist/parallel.js';
import { engineReport } from '/report.js';
registerProcessor('report', class extends AudioWorkletProcessor {
  constructor() {
    super();
    const missing = ['crypto', 'TextDecoder', 'atob'].filter((name) => !(name in globalThis));
    this.port.postMessage(JSON.stringify({ missing, report: engineReport() }));
  }
  process() { return false; }
});`;

it('an AudioWorklet draws what Node draws, on both backends; seeds are fresh without crypto', async () => {
  const origin = await serve({ ...(await enginePage()), '/worklet.js': WORKLET });
  await withPage(async (page, { messages }) => {
    await page.goto(origin);
    const given = await page.evaluate(async () => {
      const context = new OfflineAudioContext(1, 128, 44100);
      await context.audioWorklet.addModule('/worklet.js');
      const { port } = new AudioWorkletNode(context, 'report');
      void context.startRendering();
      return new Promise<string>((done) => {
        port.onmessage = ({ data }) => done(data);
      });
    });
    const { missing, report } = JSON.parse(given) as { missing: string[]; report: EngineReport };
    expect(missing).toEqual(['crypto', 'TextDecoder', 'atob']);
    expect(report.auto).toBe('wasm');
    expect(report.vectors).toEqual({ wasm: heldVectors(), js: heldVectors() });
    expect(report.unseeded).toHaveLength(2);
    expect(new Set(report.unseeded).size).toBe(2);
    expect(messages).toEqual([]);
  });
});
