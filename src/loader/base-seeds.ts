import { restoreWords } from '../generators/restore-words.js';
import type { TorchGenerator } from '../generators/torch.js';
import { checkBoolean } from '../internal/check.js';
import type { SamplerState } from '../samplers/sampler.js';
import type { IndexBatches } from './index-batches.js';

/** A loader's own generator, which draws base seeds, in the loader's state. */
export class BaseSeeds {
  constructor(readonly generator: TorchGenerator | undefined) {}

  /**
   * Its part of a state. `words` are those of the generator that orders come from. If it is the loader's own, it may
   * have to finish an epoch, so that this state counts.
   */
  state(reader: IndexBatches, epoch: number, words: string | undefined): Partial<SamplerState> {
    const { generator } = this;
    if (!generator) return {};
    const base = words !== undefined && this.#givesOrders(reader) ? words : generator._encodeWords();
    return { base, begun: reader.hasBegun(epoch) };
  }

  /**
   * Checks its part of a state. Call what it returns to restore it, once the orders are restored. With `elastic`, a
   * generator of the orders stays where they have put it: where all ranks were.
   */
  check(state: SamplerState): ((reader: IndexBatches, elastic: boolean) => void) | undefined {
    const { generator } = this;
    if (!generator) return undefined;
    const base = generator._decodeWords(state?.base);
    const { begun } = state;
    if (begun !== undefined) checkBoolean('state.begun', begun);
    return (reader, elastic) => {
      if (!(elastic && this.#givesOrders(reader))) restoreWords(generator._words, base);
      if (begun !== undefined) reader.begun = begun ? state.epoch : -1;
    };
  }

  #givesOrders(reader: IndexBatches): boolean {
    return reader._generated?.words === this.generator?._words;
  }
}
