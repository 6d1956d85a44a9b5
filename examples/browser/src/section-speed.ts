import { NO_WORKER } from './asker.js';
import type { Engine } from './difference.js';
import { byId, setText } from './dom.js';
import type { Setup } from './setup.js';
import type { Pace, Report } from './speed-worker.js';
import { fill } from './table.js';
import { count } from './text.js';

const toggle = byId('speed-toggle', HTMLButtonElement);
const verdict = byId('verdict', HTMLElement);

const NAMES: Readonly<Record<Engine, string>> = {
  wasm: 'WASM',
  threads: `WASM, ${navigator.hardwareConcurrency} threads`,
  js: 'pure JS',
};
const ENGINES: readonly Engine[] = ['wasm', 'threads', 'js'];
const NOT_ISOLATED =
  'This page is not cross-origin isolated (its server sends no COOP and COEP headers), so it cannot use threads. ' +
  'Everything else works, with the same numbers.';

/** Measures draws per second, from the click on start to the click on stop. */
export class Speed {
  #worker: Worker | undefined;
  #setup: Setup | undefined;

  constructor() {
    if (!crossOriginIsolated) setText(byId('isolation', HTMLElement), NOT_ISOLATED);
    toggle.addEventListener('click', () => {
      if (this.#worker) this.stop();
      else this.#start();
    });
    this.#show({ paces: ENGINES.map((engine) => ({ engine, rate: undefined, first: [] })), compared: 0 });
  }

  /** Sets another set-up; restarts if it is running. */
  set(setup: Setup): void {
    this.#setup = setup;
    if (this.#worker) this.#start();
  }

  stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    setText(toggle, 'Start drawing');
  }

  #start(): void {
    this.stop();
    const worker = new Worker(new URL('./speed-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<Report>) => {
      this.#show(data);
      if (data.difference) this.stop();
    };
    worker.onerror = ({ message }) => {
      this.stop();
      setText(verdict, message || NO_WORKER);
      verdict.className = 'verdict different';
    };
    worker.postMessage(this.#setup);
    this.#worker = worker;
    setText(toggle, 'Stop drawing');
  }

  #show({ paces, compared, difference }: Report): void {
    fill(byId('speed', HTMLTableElement), {
      caption: compared > 0 ? `${count(compared)} draws of each were compared` : 'Nothing has been drawn yet',
      head: ['', 'million draws per second', 'newest numbers'],
      rows: paces.map((pace) => ({ cells: [NAMES[pace.engine], rateOf(pace), pace.first.join(' ')] })),
    });
    const different =
      difference && Object.entries(difference.values).map(([engine, value]) => `${NAMES[engine as Engine]} ${value}`);
    setText(
      verdict,
      different
        ? `first difference at draw ${count(difference.draw)}: ${different.join(', ')}`
        : compared > 0
          ? 'same numbers'
          : '',
    );
    verdict.className = `verdict ${different ? 'different' : 'same'}`;
  }
}

function rateOf({ engine, rate, why }: Pace): string {
  if (why !== undefined || (engine === 'threads' && !crossOriginIsolated)) return why ?? 'unavailable';
  return rate === undefined ? '' : (rate / 1e6).toFixed(rate < 1e7 ? 1 : 0);
}
