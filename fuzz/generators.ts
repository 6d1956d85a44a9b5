// Samplers that share a generator, while other words are taken from it in between, and while it is put back. Compared
// with a transcription of what PyTorch takes from the stream, and when.
import fc from 'fast-check';
import {
  BatchSampler,
  DistributedSampler,
  RandomSampler,
  type SamplerState,
  SubsetRandomSampler,
  TorchGenerator,
} from '../src/index.js';
import type { Fuzzer } from './fuzzer.js';

type AnySampler = RandomSampler | BatchSampler;
const KINDS = ['permutations', 'replacement', 'subset'] as const;

interface Plan {
  readonly kind: (typeof KINDS)[number];
  readonly n: number;
  readonly length: number;
  /** Draws in a batch, or 0 without batches. */
  readonly size: number;
  readonly alone: boolean;
}

/** A stream of words, and a position in it. */
class Words {
  position = 0;

  constructor(
    private readonly source: TorchGenerator,
    private readonly words: number[] = [],
  ) {}

  next(): number {
    while (this.words.length <= this.position) this.words.push(this.source.nextUint32());
    return this.words[this.position++];
  }

  copy(): Words {
    const copy = new Words(this.source, this.words);
    copy.position = this.position;
    return copy;
  }
}

/** The expected draws of a sampler: one epoch, as far as it was drawn. */
class Model {
  epoch = 0;
  position = 0;
  order: number[] = [];

  constructor(readonly plan: Plan) {}

  copy(): Model {
    const copy = new Model(this.plan);
    copy.epoch = this.epoch;
    copy.position = this.position;
    copy.order = [...this.order];
    return copy;
  }

  /** torch.randperm, for few enough indices. */
  private permutation(words: Words): number[] {
    const order = Array.from({ length: this.plan.n }, (_, i) => i);
    for (let i = 0; i < order.length - 1; i++) {
      const j = i + (words.next() % (order.length - i));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  draw(words: Words): number {
    const { kind, n, length } = this.plan;
    if (this.order.length <= this.position) {
      const left = length - this.order.length;
      if (kind === 'replacement') for (let i = Math.min(32, left); i > 0; i--) this.order.push(words.next() % n);
      else this.order.push(...this.permutation(words).slice(0, left));
    }
    const index = this.order[this.position++];
    if (this.position === length) {
      if (kind === 'permutations' && length % n === 0) this.permutation(words);
      this.leave();
    }
    return kind === 'subset' ? 5 * index + 2 : index;
  }

  leave(): void {
    this.epoch++;
    this.position = 0;
    this.order = [];
  }

  take(words: Words, count: number): number[] {
    return Array.from({ length: count }, () => this.draw(words));
  }
}

function make({ kind, n, length, size, alone }: Plan, generator: TorchGenerator): AnySampler {
  const one =
    kind === 'subset'
      ? new SubsetRandomSampler(
          Array.from({ length: n }, (_, i) => 5 * i + 2),
          { generator },
        )
      : new RandomSampler(n, { generator, numSamples: length, replacement: kind === 'replacement' });
  // DistributedSampler with one rank gives the sampler's own draws, by the code that ranks share
  const ranked = alone ? one : new DistributedSampler(one, { numReplicas: 1, rank: 0 });
  return size > 0 ? new BatchSampler(ranked, size) : (ranked as RandomSampler);
}

const flat = (items: ArrayLike<number | ArrayLike<number>>): number[] =>
  Array.from(items).flatMap((item) => (typeof item === 'number' ? item : Array.from(item)));

function same(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`${what}: got ${got}, expected ${wanted}`);
}

const plan = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    n: fc.integer({ min: 1, max: 9 }),
    more: fc.nat(90),
    size: fc.nat(4),
    alone: fc.boolean(),
  })
  .map(({ kind, n, more, size, alone }): Plan => {
    const length = kind === 'subset' ? n : n + (kind === 'permutations' ? more % 25 : more);
    // whole chunks of a sampler make a batch: a batch must read no more than it holds
    return { kind, n, length, size: length % Math.max(size, 1) === 0 ? size : 0, alone };
  });

const operation = fc.record({
  kind: fc.constantFrom(
    ...(['take', 'take', 'words', 'loop', 'break', 'indices', 'save', 'restore', 'copy', 'mark', 'rewind'] as const),
  ),
  which: fc.nat(1),
  much: fc.nat(40),
});

/** The samplers, their generator and their expected draws. A state restores all of them together. */
interface Saved {
  readonly states: SamplerState[];
  readonly models: Model[];
  readonly words: Words;
}

const property = fc.property(
  fc.array(plan, { minLength: 1, maxLength: 2 }),
  fc.nat(),
  fc.array(operation, { maxLength: 25 }),
  (plans, seed, operations) => {
    let generator = new TorchGenerator(seed);
    let samplers = plans.map((each) => make(each, generator));
    let models = plans.map((each) => new Model(each));
    let words = new Words(new TorchGenerator(seed));
    let saved: Saved | undefined;
    // a state of the generator alone: the samplers stay where they are, with the draws that were made for them
    let marked = { state: generator.state(), position: 0 };
    for (const { kind, which, much } of operations) {
      const at = which % plans.length;
      const [sampler, model, size] = [samplers[at], models[at], Math.max(1, plans[at].size)];
      const left = (plans[at].length - model.position) / size;
      if (kind === 'take') same(flat(sampler.take(much)), model.take(words, much * size), kind);
      else if (kind === 'words') for (let i = 0; i < much; i++) same(generator.nextUint32(), words.next(), 'a word');
      else if (kind === 'loop' || kind === 'break') {
        // a state from within a loop continues like the rest of that loop
        const turn = much % left;
        let check = () => {};
        let turns = 0;
        const got: number[] = [];
        const last = kind === 'break' && turn === left - 1;
        const before = { model: model.copy(), words: words.copy() };
        const expected = model.take(words, (kind === 'break' ? turn + 1 : left) * size);
        for (const item of sampler) {
          got.push(...flat([item as never]));
          if (turns++ < turn) continue;
          if (turns === turn + 1) {
            const state = JSON.parse(JSON.stringify(sampler.state()));
            before.model.take(before.words, (turn + 1) * size);
            const rest = before.model.copy().take(before.words.copy(), 2 * plans[at].length);
            check = () => {
              const again = make(plans[at], new TorchGenerator(77));
              again.restore(state);
              same(flat(again.take((2 * plans[at].length) / size)), rest, 'a run that a state in a loop continues');
            };
          }
          if (kind === 'break') break;
        }
        if (last) {
          // a loop that is left at the last item takes nothing from the generator at the end of the epoch
          words.position = before.words.position;
          const { kind: what, n, length } = plans[at];
          if (what === 'permutations' && length % n === 0) words.position -= Math.max(0, n - 1);
        } else if (kind === 'break') model.leave();
        same(got, expected, kind);
        check();
      } else if (kind === 'indices') {
        const shown = model.copy().take(words.copy(), plans[at].length - model.position);
        same([...sampler.indices()].slice(model.position), shown, kind);
      } else if (kind === 'mark') {
        const state =
          much % 2 ? TorchGenerator.fromTorchState(generator.torchState()).state() : generator.clone().state();
        marked = { state: JSON.parse(JSON.stringify(state)), position: words.position };
      } else if (kind === 'rewind') {
        generator.restore(marked.state);
        words.position = marked.position;
      } else if (kind === 'save') {
        const states = samplers.map((each) => JSON.parse(JSON.stringify(each.state())));
        saved = { states, models: models.map((each) => each.copy()), words: words.copy() };
      } else if (saved) {
        if (kind === 'copy') {
          generator = new TorchGenerator(1);
          samplers = plans.map((each) => make(each, generator));
        }
        for (const [i, state] of saved.states.entries()) samplers[i].restore(state);
        models = saved.models.map((each) => each.copy());
        words = saved.words.copy();
      }
      for (const [i, each] of models.entries()) {
        same(
          [samplers[i].epoch, samplers[i].position],
          [each.epoch, each.position / Math.max(1, plans[i].size)],
          `position after ${kind}`,
        );
      }
    }
    same(generator.nextUint32(), words.next(), 'the word after it all');
  },
);

export const generators: Fuzzer = { name: 'generators', property, runs: 100 };
