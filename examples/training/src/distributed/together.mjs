// A run on several processes, as a trainer on several machines has it: each draws its share of the sampler's draws, and
// all step along the mean of their gradients. The sampler knows nothing of it.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Told } from '../told.mjs';

/**
 * @param {import('../experiment/plan.mjs').Task} task
 * @param {number} replicas
 * @returns {Promise<{ runs: import('../train/run.mjs').Run[], indices: number[][][][] }>} each process's run, the same
 * but for what it saw, and its batches [rank][epoch][step]
 * @throws {Told} A process ended, or the task cannot be run.
 */
export async function trainTogether(task, replicas) {
  const file = fileURLToPath(new URL('rank.mjs', import.meta.url));
  // typed arrays arrive as such
  const children = Array.from({ length: replicas }, () => fork(file, { serialization: 'advanced' }));
  let steps = [];
  const ends = children.map(
    (child, rank) =>
      new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('exit', (code, signal) => reject(new Told(`process ${rank} ended (${signal ?? code})`)));
        child.on('message', ({ run, indices, step, told }) => {
          if (told !== undefined) return reject(new Told(told));
          if (run) return resolve({ run, indices });
          steps[rank] = step;
          if (steps.filter(Boolean).length < replicas) return;
          const mean = meanOf(steps);
          steps = [];
          for (const each of children) if (each.connected) each.send({ mean });
        });
        child.send({ task, replicas, rank });
      }),
  );
  try {
    const all = await Promise.all(ends);
    return { runs: all.map(({ run }) => run), indices: all.map((each) => each.indices) };
  } finally {
    // a process that is ended here is no news
    for (const end of ends) end.catch(() => {});
    for (const child of children) child.kill();
  }
}

function meanOf(steps) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    loss: mean(steps.map(({ loss }) => loss)),
    gradients: steps[0].gradients.map((one, which) =>
      one.map((_, i) => mean(steps.map((each) => each.gradients[which][i]))),
    ),
  };
}
