// Runs on threads, with a line that says how far they are.
import { SingleBar } from 'cli-progress';
import Piscina from 'piscina';
import { Told } from '../told.mjs';

/**
 * @param {import('./plan.mjs').Task[]} tasks
 * @param {{ workers: number, done: (result: import('./results.mjs').Result) => Promise<void> }} options
 */
export async function runAll(tasks, { workers, done }) {
  if (tasks.length === 0) return;
  const threads = Math.min(workers, tasks.length);
  const filename = new URL('worker.mjs', import.meta.url).href;
  const pool = new Piscina({ filename, minThreads: threads, maxThreads: threads });
  const bar = new SingleBar({
    format: 'training {bar} {value} of {total} runs, {eta_formatted} left',
    stream: process.stderr,
    hideCursor: null,
    // a log has a line of it now and then
    noTTYOutput: true,
    notTTYSchedule: 15_000,
    etaBuffer: 50,
  });
  bar.start(tasks.length, 0);
  try {
    // results are told one by one, so that a line is whole before the next begins
    let told = Promise.resolve();
    const next = tasks.values();
    // a task at a time for each thread: they are begun in their order
    const feed = async () => {
      for (const task of next) {
        const { run, told: wrong } = await pool.run(task);
        if (wrong !== undefined) throw new Told(wrong);
        told = told.then(() => done({ task, run }));
        await told;
        bar.increment();
      }
    };
    await Promise.all(Array.from({ length: threads }, feed));
  } finally {
    bar.stop();
    await pool.destroy();
  }
}
