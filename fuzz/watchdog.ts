// Ends a process whose run never ends: a loop without end blocks its thread, so that no timer of that thread can fire.
import { Worker } from 'node:worker_threads';

/** Looks at the number of runs each second. If it stays the same for too long, says where, and ends the process. */
const CODE = `
const { parentPort, workerData: { runs, seconds } } = require('node:worker_threads');
let where = 'the start';
let last = -1;
let since = Date.now();
parentPort.on('message', (text) => { where = text; });
setInterval(() => {
  const now = Atomics.load(runs, 0);
  if (now !== last) {
    last = now;
    since = Date.now();
  } else if (Date.now() - since > 1000 * seconds) {
    require('node:fs').writeSync(2, where + ': a run has not ended after ' + seconds + ' s\\n');
    process.kill(process.pid, 'SIGKILL');
  }
}, Math.min(1000, 250 * seconds));
`;

export interface Watchdog {
  /** Names what begins: the message has it. */
  begin(text: string): void;
  /** Call it for each run. */
  beat(): void;
  end(): Promise<void>;
}

/** Watches this process: it is killed, with a line on stderr, if no run begins or ends for some seconds. */
export function watch(seconds: number): Watchdog {
  const runs = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(CODE, { eval: true, workerData: { runs, seconds } });
  worker.unref();
  return {
    begin(text) {
      Atomics.add(runs, 0, 1);
      worker.postMessage(text);
    },
    beat: () => void Atomics.add(runs, 0, 1),
    end: async () => {
      await worker.terminate();
    },
  };
}
