// What a table of the benchmark is.
import type { Elsewhere, Task } from './measure.js';

/** One row. It is set up when its turn comes, and is garbage afterwards. */
export interface Row {
  readonly name: string;
  set(): { tasks: Task[]; elsewhere?: Elsewhere[] };
}

export interface Table {
  /** The table's name in the results. */
  readonly id: string;
  readonly title: string;
  readonly rows: readonly Row[];
}

export const BACKENDS = ['wasm', 'js'] as const;

/** The library's samplers, one for each backend, each filling an array of `count`. */
export function filling(count: number, make: (backend: 'wasm' | 'js') => { fill(out: Uint32Array): unknown }): Task[] {
  const out = new Uint32Array(count);
  return BACKENDS.map((backend): Task => {
    const sampler = make(backend);
    return [backend, count, () => sampler.fill(out)];
  });
}
