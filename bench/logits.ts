// One token from the logits of a language model's vocabulary, as each is drawn from logits of its own.
//
// The only peer on npm is the sampler in @huggingface/transformers, which installs ONNX Runtime and sharp, and whose
// top-k runs there. What plain JavaScript does in its stead is here: a softmax, a sort for topK, and a scan.
import { PcgGenerator, WeightedRandomSampler } from 'loaded-dice';
import type { Task } from './measure.js';
import type { Table } from './table.js';

const VOCABULARY = 150_000;
const TEMPERATURE = 0.8;

/** Logits whose probabilities look like those of a language model: a few tokens have most of them. */
export function vocabularyLogits(): Float32Array {
  const generator = new PcgGenerator(VOCABULARY);
  const normal = () => Array.from({ length: 12 }, () => generator.nextFloat()).reduce((sum, each) => sum + each) - 6;
  const logits = Float32Array.from({ length: VOCABULARY }, () => 2.5 * normal());
  for (let i = 0; i < 20; i++) logits[7 + 7001 * i] = 18 - i / 2;
  return logits;
}

/** The index that a uniform number draws from logits: a softmax, then a scan. */
function scan(logits: ArrayLike<number>, uniform: number): number {
  let largest = -Infinity;
  for (let i = 0; i < logits.length; i++) if (logits[i] > largest) largest = logits[i];
  const weights = new Float64Array(logits.length);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += weights[i] = Math.exp((logits[i] - largest) / TEMPERATURE);
  let left = uniform * sum;
  let i = 0;
  while (i < logits.length - 1 && left >= weights[i]) left -= weights[i++];
  return i;
}

/** The index among the largest logits, which a sort finds. */
function sortAndScan(logits: Float32Array, count: number, uniform: number): number {
  const order = Uint32Array.from(logits.keys()).sort((i, j) => logits[j] - logits[i]);
  const largest = order.subarray(0, count);
  return largest[
    scan(
      Float32Array.from(largest, (i) => logits[i]),
      uniform,
    )
  ];
}

export function logitsTable(): Table {
  const generator = new PcgGenerator(1);
  const row = (name: string, options: { topK?: number; topP?: number }, plain?: (logits: Float32Array) => number) => ({
    name,
    set(): { tasks: Task[] } {
      const logits = vocabularyLogits();
      let seed = 0;
      const ours = (['wasm', 'js'] as const).map((backend): Task => {
        const settings = { temperature: TEMPERATURE, backend, ...options };
        return [backend, 1, () => WeightedRandomSampler.fromLogits(logits, { ...settings, seed: seed++ }).draw()];
      });
      return { tasks: plain ? [...ours, ['plain JS', 1, () => plain(logits)]] : ours };
    },
  });
  return {
    id: 'logits',
    title: `a token from ${VOCABULARY} logits: a sampler of its own, and one draw`,
    rows: [
      row('all', {}, (logits) => scan(logits, generator.nextFloat())),
      row('topK 50', { topK: 50 }, (logits) => sortAndScan(logits, 50, generator.nextFloat())),
      row('topP 0.9', { topP: 0.9 }),
      row('topK 50, topP 0.9', { topK: 50, topP: 0.9 }),
    ],
  };
}
