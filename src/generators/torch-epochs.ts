import type { TorchDraws } from '../kernels/torch/draws.js';
import type { GeneratorState, Place, Reader, Stream } from '../reader.js';
import { checkGeneratorState, decodeWords, encodeWords } from './generator-state.js';

/** One epoch, as far as it was taken from a generator. */
class TorchEpoch {
  readonly start: Uint32Array;
  drawn = 0;
  #finished = false;

  constructor(
    readonly epoch: number,
    readonly draws: TorchDraws,
    /** Where the generator stands that it is taken from. */
    public words: Uint32Array,
    readonly order = new Uint32Array(draws.length),
  ) {
    this.start = words.slice();
  }

  /** Takes what is missing of the first `count` draws. */
  need(count: number): void {
    while (this.drawn < count) this.drawn += this.draws.piece(this.words, this.order, this.drawn);
  }

  /** Takes all that PyTorch takes in this epoch. */
  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.need(this.draws.length);
    this.draws.finish?.(this.words);
  }

  /** The same, with what is missing from another generator. */
  copy(words: Uint32Array): TorchEpoch {
    const copy = new TorchEpoch(this.epoch, this.draws, words, this.order.slice());
    copy.drawn = this.drawn;
    copy.#finished = this.#finished;
    return copy;
  }
}

/** The epochs of a sampler with a generator: whoever reads one takes it from the stream, where that then stands. */
export class TorchEpochs<Draws extends TorchDraws = TorchDraws> {
  /** The last epoch that was opened for several readers. */
  #shared: TorchEpoch | undefined;

  constructor(
    readonly draws: Draws,
    /** The generator's, which move on with it. */
    readonly words: Uint32Array,
  ) {}

  /** Reads from a place on: where that is a state's, the generator is put back to where it stood. */
  reader({ epoch, position, generator }: Place, shared: boolean): TorchReader {
    const reader = new TorchReader(this, shared);
    if (generator === undefined) return reader;
    const from = checkGeneratorState(generator, position);
    if (from.start !== undefined && from.drawn !== undefined) {
      const run = new TorchEpoch(epoch, this.draws, decodeWords(from.start));
      run.need(Math.min(from.drawn, this.draws.length));
      if (run.drawn !== from.drawn) {
        throw new RangeError(
          `state.generator.drawn must be draws that were taken at once, ${run.drawn}, got ${from.drawn}`,
        );
      }
      run.words = this.words;
      reader.run = run;
      if (shared && !(this.#shared && this.#shared.epoch > epoch)) this.#shared = run;
    }
    this.words.set(decodeWords(from.words));
    return reader;
  }

  /** An epoch that was opened for several readers, as long as it is the last one. */
  sharedAt(epoch: number): TorchEpoch | undefined {
    return this.#shared?.epoch === epoch ? this.#shared : undefined;
  }

  open(epoch: number, shared: boolean): TorchEpoch {
    const before = shared ? this.#shared : undefined;
    if (before?.epoch === epoch) return before;
    if (before && epoch < before.epoch) {
      throw new Error(
        `epoch ${epoch} is gone: another rank took epoch ${before.epoch} from the generator, which only goes on`,
      );
    }
    const run = new TorchEpoch(epoch, this.draws, this.words);
    if (shared) this.#shared = run;
    return run;
  }
}

/** Reads one epoch after the other. */
class TorchReader implements Reader, Stream {
  run: TorchEpoch | undefined;

  constructor(
    private readonly epochs: TorchEpochs,
    private readonly shared: boolean,
  ) {}

  get _stream(): Stream {
    return this;
  }

  _readDraws(epoch: number, position: number, stride: number, out: Uint32Array, offset: number, count: number): void {
    if (count === 0) return;
    const run = this.#at(epoch);
    run.need(position + (count - 1) * stride + 1);
    if (stride === 1) out.set(run.order.subarray(position, position + count), offset);
    else for (let i = 0; i < count; i++) out[offset + i] = run.order[position + i * stride];
  }

  together(epoch: number, position: number): number {
    const run = this.#at(epoch);
    run.need(position + 1);
    return run.drawn - position;
  }

  finish(epoch: number): void {
    this.#known(epoch)?.finish();
  }

  state(epoch: number, pending: boolean): GeneratorState {
    const words = this.#words(epoch, pending);
    const run = this.#known(epoch);
    return {
      words: encodeWords(words),
      ...(run && { start: encodeWords(run.start), drawn: run.drawn }),
    };
  }

  peek(epoch: number, present: number, pending: boolean): Reader {
    if (epoch < present) {
      throw new RangeError(`epoch must be at least ${present}: a generator only goes on, got ${epoch}`);
    }
    const reader = new TorchReader(this.epochs, false);
    const words = this.#words(present, pending);
    let run = this.#known(present)?.copy(words) ?? new TorchEpoch(present, this.epochs.draws, words);
    while (run.epoch < epoch) {
      run.finish();
      run = new TorchEpoch(run.epoch + 1, this.epochs.draws, words);
    }
    reader.run = run;
    return reader;
  }

  /** A copy of where the generator stands, once the epoch before `present` is finished. */
  #words(present: number, pending: boolean): Uint32Array {
    const words = this.epochs.words.slice();
    if (pending)
      this.#known(present - 1)
        ?.copy(words)
        .finish();
    return words;
  }

  #known(epoch: number): TorchEpoch | undefined {
    if (this.run?.epoch === epoch) return this.run;
    return this.shared ? this.epochs.sharedAt(epoch) : undefined;
  }

  #at(epoch: number): TorchEpoch {
    if (this.run?.epoch !== epoch) this.run = this.epochs.open(epoch, this.shared);
    return this.run;
  }
}
