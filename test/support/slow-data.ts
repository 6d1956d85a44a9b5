// A data set with items that take time, and loops over it.
import { WeightedRandomSampler } from '../../src/index.js';

export const LETTERS = [...'abcdefghij'];

/**
 * A data set with items that take time, in any order that its `delays` give. It counts the items that are loading at
 * once.
 */
export class Slow {
  readonly length = LETTERS.length;
  readonly asked: number[] = [];
  readonly signals = new Set<AbortSignal>();
  running = 0;
  most = 0;
  failing = -1;

  constructor(readonly delays: readonly number[] = [0]) {}

  async get(index: number, { signal }: { signal: AbortSignal }): Promise<string> {
    this.asked.push(index);
    this.signals.add(signal);
    this.most = Math.max(this.most, ++this.running);
    for (let turn = this.delays[index % this.delays.length]; turn > 0; turn--) await Promise.resolve();
    this.running--;
    if (index === this.failing) throw new Error('no such letter');
    return LETTERS[index];
  }
}

export const weighted = (seed = 7) =>
  new WeightedRandomSampler(
    LETTERS.map((_, i) => 1 + i),
    10,
    { seed },
  );
export const settled = () => new Promise((resolve) => setTimeout(resolve, 1));

export async function collect<B>(batches: AsyncIterable<B>): Promise<B[]> {
  const all: B[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}
