// A thread of the experiment: makes one workshop for each set of images that it is asked about.
import { Told } from '../told.mjs';
import { Workshop } from './workshop.mjs';

const workshops = new Map();

/**
 * @param {import('./plan.mjs').Task} task
 * @returns {Promise<{ run: import('../train/run.mjs').Run } | { told: string }>} an error's class does not come through
 * to other threads
 */
export default async function runTask(task) {
  const { source, classes, validation } = task.setup;
  const key = JSON.stringify([source, classes, validation]);
  if (!workshops.has(key)) workshops.set(key, Workshop.open(task.setup));
  try {
    return { run: await (await workshops.get(key)).run(task) };
  } catch (error) {
    if (error instanceof Told) return { told: error.message };
    throw error;
  }
}
