// The threads of worker_threads that are there.
import threads from 'node:worker_threads';
import { afterAll } from 'vitest';

/** Watches threads that start from now on. Returns those that have not ended. */
export function livingThreads(): Set<threads.Worker> {
  const living = new Set<threads.Worker>();
  const Started = threads.Worker;
  threads.Worker = class extends Started {
    constructor(...given: ConstructorParameters<typeof Started>) {
      super(...given);
      living.add(this);
      this.on('exit', () => living.delete(this));
    }
  } as typeof Started;
  afterAll(() => {
    threads.Worker = Started;
  });
  return living;
}
