// Tokens from the logits of a language model, with a seed: temperature, top-k and top-p, and the same text on every
// engine. The model here counts which word follows which; a real one gives logits likewise.
// node examples/next-token/tokens.mjs
import { pathToFileURL } from 'node:url';
import { WeightedRandomSampler } from 'loaded-dice';

const TEXT = `the rain in the hills fills the river and the river fills the sea
the sea gives the clouds and the clouds give the rain to the hills
in the night the rain falls on the sea and the sea sings to the night
the wind in the hills sings and the clouds fly with the wind to the sea`;

/** The logits of the next word are the logarithms of how often each word followed: -Infinity for never. */
export class Bigrams {
  #logits = new Map();

  constructor(text) {
    const words = text.split(/\s+/);
    this.tokens = [...new Set(words)];
    const counts = this.tokens.map(() => new Float32Array(this.tokens.length));
    const ids = words.map((word) => this.tokens.indexOf(word));
    for (let i = 1; i < ids.length; i++) counts[ids[i - 1]][ids[i]]++;
    for (const [id, row] of counts.entries()) this.#logits.set(id, row.map(Math.log));
  }

  logits(id) {
    return this.#logits.get(id);
  }
}

/** Token t is draw 0 of epoch t: a function of the seed, t and the logits, whatever was drawn before. */
export function nextToken(logits, t, { seed, ...options }) {
  const sampler = WeightedRandomSampler.fromLogits(logits, { seed, numSamples: 1, ...options });
  sampler.setEpoch(t);
  return sampler.draw();
}

export function generate(model, start, length, options) {
  const ids = [model.tokens.indexOf(start)];
  for (let t = 0; t < length; t++) ids.push(nextToken(model.logits(ids[t]), t, options));
  return ids.map((id) => model.tokens[id]).join(' ');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const model = new Bigrams(TEXT);
  for (const options of [{ seed: 1 }, { seed: 2 }, { seed: 2, temperature: 0.5, topP: 0.9 }, { seed: 2, topK: 1 }]) {
    console.log(`${JSON.stringify(options)}: ${generate(model, 'the', 14, options)}`);
  }
}
