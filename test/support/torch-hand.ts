// Works out by hand what PyTorch takes from a generator.
import { TorchGenerator } from '../../src/index.js';

/** Shows a generator's position, by the word that comes next. */
export const next = (generator: TorchGenerator) => {
  const copy = new TorchGenerator(0);
  copy._words.set(generator._words);
  return copy.nextUint64();
};

/** torch.randperm, worked out by hand. */
export function randperm(generator: TorchGenerator, n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < n - 1; i++) {
    const z = generator.nextUint32() % (n - i);
    [order[i], order[i + z]] = [order[i + z], order[i]];
  }
  return order;
}

export const WEIGHTS = [0.5, 3, 0, 1.25, 8, 0.01, 2];
