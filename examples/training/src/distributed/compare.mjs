// Whether several processes train what one does.
import { tasksOf } from '../experiment/plan.mjs';
import { Told } from '../told.mjs';
import { trainTogether } from './together.mjs';

/** Losses of two runs are the same, but for the order of their sums. */
const CLOSE = 1e-5;

/**
 * Weighted draws, without and with augmentation, on one process and on several.
 * @param {import('../experiment/plan.mjs').Setup} setup
 * @param {number} processes
 * @returns {Promise<{ text: string, same: boolean }>} what came out
 * @throws {Told} A batch cannot be shared by that number of processes, or an epoch has none.
 */
export async function compareProcesses(setup, processes) {
  const tasks = tasksOf([setup], { seeds: 1, ways: ['weighted draws'] });
  const { batchSize } = tasks[0].training;
  if (batchSize % processes !== 0) {
    throw new Told(`--processes shares batches of ${batchSize}: 1, 2, 4, 8 and 16 do, got ${processes}`);
  }
  const images = setup.keep.reduce((sum, count) => sum + count, 0);
  if (images < batchSize) throw new Told(`--keep keeps ${images} images, which make no batch of ${batchSize}`);
  const lines = [];
  let same = true;
  for (const task of tasks) {
    const alone = await trainTogether(task, 1);
    const several = await trainTogether(task, processes);
    const union = JSON.stringify(unionOf(alone.indices)) === JSON.stringify(unionOf(several.indices));
    const { losses } = alone.runs[0];
    const off = Math.max(...several.runs.flatMap((run) => run.losses.map((loss, i) => Math.abs(loss - losses[i]))));
    same &&= union && off <= CLOSE;
    lines.push(
      `Weighted draws ${task.augmentation ? 'with' : 'without'} augmentation, ${losses.length} ` +
        `steps on one process and on ${processes}:`,
      `  the batches of ${processes} processes together ${union ? 'are' : 'ARE NOT'} those of one;`,
      `  losses differ by ${off.toPrecision(2)} at most, ${off <= CLOSE ? 'within' : 'BEYOND'} ${CLOSE}.`,
    );
  }
  return { text: lines.join('\n'), same };
}

/** Batches of all processes, draw by draw: [epoch][step] of the sampler's own order. */
export function unionOf(indices) {
  return indices[0].map((epoch, e) =>
    epoch.map((_, step) => {
      const parts = indices.map((rank) => rank[e][step]);
      return parts[0].flatMap((_, i) => parts.map((part) => part[i]));
    }),
  );
}
