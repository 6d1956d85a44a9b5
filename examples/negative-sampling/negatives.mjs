// Negative samples for word embeddings (word2vec): words by count^0.75, none of them the word that is right.
// Mikolov et al., Distributed Representations of Words and Phrases and their Compositionality, NIPS 2013.
// node examples/negative-sampling/negatives.mjs
import { pathToFileURL } from 'node:url';
import { WeightedRandomSampler } from 'loaded-dice';

const CHUNK_DRAWS = 1 << 14;

export class Negatives {
  #sampler;
  #chunk = new Uint32Array(CHUNK_DRAWS);
  #next = CHUNK_DRAWS;

  constructor(counts, seed) {
    const possible = counts.reduce((some, count) => some + (count > 0), 0);
    if (possible < 2) throw new RangeError('counts must have two that are positive, or a word has no negatives');
    const weights = Float64Array.from(counts, (count) => count ** 0.75);
    this.#sampler = new WeightedRandomSampler(weights, CHUNK_DRAWS, { seed });
  }

  /** `each` negatives for each of the positives, one row after the other: (positives.length * each,). */
  of(positives, each) {
    const negatives = new Uint32Array(positives.length * each);
    for (let i = 0; i < negatives.length; i++) {
      const positive = positives[Math.floor(i / each)];
      // drawing again leaves the others in proportion
      do negatives[i] = this.#draw();
      while (negatives[i] === positive);
    }
    return negatives;
  }

  /** One of a chunk, which is filled in one call: cheaper than as many draws, and nothing is allocated. */
  #draw() {
    if (this.#next === CHUNK_DRAWS) {
      this.#sampler.fill(this.#chunk);
      this.#next = 0;
    }
    return this.#chunk[this.#next++];
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const words = ['the', 'of', 'cat', 'sat', 'mat'];
  const negatives = new Negatives([5000, 3000, 40, 30, 20], 1);
  const positives = [2, 3];
  const drawn = negatives.of(positives, 5);
  for (const [row, positive] of positives.entries()) {
    const names = Array.from(drawn.subarray(row * 5, row * 5 + 5), (word) => words[word]);
    console.log(`${words[positive]}: not ${names.join(' ')}`);
  }
}
