import { TURN, turnOfLoop } from '../internal/turn.js';
import { zeros } from '../internal/zeros.js';
import type { IndexSampler } from '../samplers/index-sampler.js';
import type { DrawTask } from '../sources/source.js';
import { moveOn } from './move-on.js';
import type { DrawRequest } from './pool-job.js';
import type { PoolOptions } from './pool-options.js';
import { positionAfter } from './position-after.js';

/** Where draws begin, how many they are, and where they go. */
export type Place = Pick<DrawRequest, 'epoch' | 'position' | 'count' | 'out' | 'undo'>;

/** Draws between two looks at the clock: at most 4 ms of work. */
const PART = 1 << 16;

/** A request that the calling thread draws, as the code that draws it sees it. */
export interface Here {
  /** Whether the request was aborted or failed. */
  readonly isOver: () => boolean;
  /** Reports the number of draws made so far. */
  readonly progress: (done: number) => void;
}

/**
 * Draws on the calling thread, where the sampler does not stand. Every few milliseconds it reports its progress and
 * yields to other tasks. `read` makes the draws, if the sampler's own method does not.
 */
export async function drawHere(
  sampler: IndexSampler,
  read: DrawTask['read'],
  { epoch, position, count, out }: Place,
  { isOver, progress }: Here,
): Promise<Uint32Array> {
  const draws = out ?? zeros(Uint32Array, count, 'indices');
  let turn = Date.now();
  for (let done = 0; done < count; ) {
    for (const end = Math.min(count, done + PART); done < end; ) {
      const from = positionAfter(epoch, position, sampler.length, done);
      const some = Math.min(end - done, sampler.length - from.position);
      (read ?? sampler._read).call(sampler, { ...from, stride: 1, count: some }, draws, done);
      done += some;
    }
    if (done < count && Date.now() - turn < TURN) continue;
    progress(done);
    if (done < count) await turnOfLoop();
    if (isOver()) break;
    turn = Date.now();
  }
  return draws;
}

/**
 * Whether the calling thread can draw from a sampler in parts, although other code may use the sampler between two of
 * them. It cannot if draws depend on those before, or on weights that may change.
 */
export function canPause(sampler: IndexSampler): boolean {
  const { _changes } = sampler as { _changes?: number };
  return sampler._access === 'random-access' && _changes === undefined && sampler.length > 0;
}

/** Draws with the sampler's own methods, without a pause. */
export function drawAlone(
  sampler: IndexSampler,
  count: number,
  { onProgress }: PoolOptions,
  out?: Uint32Array,
): Uint32Array {
  const { epoch, position } = sampler;
  const draws = out ? sampler.fill(out) : sampler.take(count);
  try {
    onProgress?.(count, count);
  } catch (error) {
    if (sampler._access === 'random-access') moveOn(sampler, epoch, position, sampler.epoch !== epoch);
    throw error;
  }
  return draws;
}
