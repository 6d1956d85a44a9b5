import { zeros } from '../internal/zeros.js';
import { nextEpoch } from '../samplers/cursor.js';
import type { IndexSampler } from '../samplers/index-sampler.js';
import type { DrawTask } from '../sources/source.js';
import { moveOn } from './move-on.js';
import type { DrawRequest } from './pool-job.js';
import type { PoolOptions } from './pool-options.js';

/** Where draws begin, how many they are, and where they go. */
export type Place = Pick<DrawRequest, 'epoch' | 'position' | 'count' | 'out' | 'undo'>;

/** Draws on the calling thread, where the sampler does not stand. */
export function drawHere(
  sampler: IndexSampler,
  { read }: DrawTask,
  { epoch, position, count, out }: Place,
): Uint32Array {
  const draws = out ?? zeros(Uint32Array, count, 'indices');
  for (let done = 0; done < count; position = 0, epoch = nextEpoch(epoch)) {
    const some = Math.min(count - done, sampler.length - position);
    (read ?? sampler._read).call(sampler, { epoch, position, stride: 1, count: some }, draws, done);
    done += some;
  }
  return draws;
}

/** Draws with the sampler's own methods. */
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
