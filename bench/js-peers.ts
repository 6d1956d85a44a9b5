import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Task } from './measure.js';

// bench/peers/ has packages of its own, so that they are no development dependencies of the library
const load = createRequire(resolve('bench/peers/package.json'));

type Sample = (items: ArrayLike<number>, options: { size: number; probs: ArrayLike<number> }) => unknown;
interface Chance {
  weighted(items: readonly number[], weights: readonly number[]): number;
}
interface Vose {
  next(): number;
}

/** Packages that draw by weight, each used as intended. Each makes as many draws as it can in a reasonable time. */
export function jsPeers(weights: Float64Array, draws: number): Task[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const probabilities = Array.from(weights, (weight) => weight / sum);
  const items = probabilities.map((_, i) => i);
  const tasks: Task[] = [];
  let sink = 0;

  const { VoseAliasMethod } = load('vose-alias-method') as { VoseAliasMethod: new (weights: number[]) => Vose };
  const vose = new VoseAliasMethod(probabilities);
  const run = () => {
    for (let i = 0; i < draws; i++) sink += vose.next();
    return sink;
  };
  tasks.push(['vose-alias-method', draws, run]);

  // builds a table at each call, in a time that grows faster than n
  if (weights.length <= 1 << 16) {
    const sample = load('@stdlib/random-sample') as Sample;
    tasks.push(['@stdlib/random-sample', draws, () => sample(items, { size: draws, probs: probabilities })]);
  }

  // goes through all weights at each draw
  if (weights.length <= 1 << 10) {
    const ChanceClass = load('chance') as new (seed: number) => Chance;
    const chance = new ChanceClass(1);
    const few = Math.max(16, (1 << 16) / weights.length);
    const some = () => {
      for (let i = 0; i < few; i++) sink += chance.weighted(items, probabilities);
      return sink;
    };
    tasks.push(['chance', few, some]);
  }
  return tasks;
}
