import { zeros } from '../internal/zeros.js';
import type { GeneratorEpochs, GeneratorState, IndexSource, StartPoint } from '../sources/epochs.js';
import type { Positions } from '../sources/source.js';
import { type TorchSource, TWISTER_WORDS } from '../sources/torch-source.js';
import { checkGeneratorState, decodeDraws, decodeWords, encodeWords } from './generator-state.js';
import { restoreCount, restoreWords, sameWords } from './restore-words.js';

/** The words that epochs draw from: a generator's, or a copy of them once the generator moved to another state. */
interface WordSource {
  words: Uint32Array;
}

/** One epoch, as far as it is drawn from a generator. */
class TorchEpoch {
  readonly start: Uint32Array;
  drawn = 0;
  /** Number of first draws that `start` reproduces: nothing else drew from the generator between them. */
  together = 0;
  /** Mark of the generator's state after them. */
  readonly #mark = new Uint32Array(MARK);
  /** Whether a later epoch began before this one was drawn whole. */
  gone = false;
  /** Whether PyTorch's words of the whole epoch are taken. */
  finished = false;

  constructor(
    readonly epoch: number,
    readonly source: TorchSource,
    public from: WordSource,
    readonly order = zeros(Uint32Array, source.length, 'draws of an epoch'),
  ) {
    this.start = from.words.slice();
    saveMark(from.words, this.#mark);
  }

  /** Draws up to the first `count` draws of the epoch. */
  ensure(count: number): void {
    if (this.drawn < count && this.gone) throw gone(this.epoch);
    while (this.drawn < count) {
      const { words } = this.from;
      const goesOn = this.together === this.drawn && isAt(words, this.#mark);
      this.drawn += this.source.takeChunk(words, this.order, this.drawn);
      if (!goesOn) continue;
      this.together = this.drawn;
      saveMark(words, this.#mark);
    }
  }

  /** The draws after those that `start` reproduces. */
  get later(): Uint32Array {
    return this.order.subarray(this.together, this.drawn);
  }

  /** Sets the last draws, which `start` does not reproduce. */
  set later(draws: Uint32Array) {
    this.together = this.drawn - draws.length;
    this.order.set(draws, this.together);
  }

  /** Takes the words that PyTorch takes in the whole epoch. */
  finish(): void {
    if (this.finished || this.gone) return;
    this.finished = true;
    this.ensure(this.source.length);
    this.source.finish(this.from.words);
  }

  /** Copies the epoch. Further draws of the copy come from `from`. */
  copy(from: WordSource): TorchEpoch {
    const copy = new TorchEpoch(this.epoch, this.source, from);
    copy.order.set(this.order);
    copy.#copyCounts(this);
    copy.gone = this.gone;
    copy.finished = this.finished;
    return copy;
  }

  #copyCounts(other: TorchEpoch): void {
    this.drawn = other.drawn;
    this.together = other.together;
    this.#mark.set(other.#mark);
  }
}

/** Number of last words that identify a generator's state: two states share them with probability 2^-128. */
const MARK = 5;

function saveMark(words: Uint32Array, mark: Uint32Array): void {
  for (let i = 0; i < MARK; i++) mark[i] = words[TWISTER_WORDS - MARK + i];
}

function isAt(words: Uint32Array, mark: Uint32Array): boolean {
  for (let i = 0; i < MARK; i++) if (mark[i] !== words[TWISTER_WORDS - MARK + i]) return false;
  return true;
}

function gone(epoch: number): Error {
  return new Error(
    `epoch ${epoch} is no longer available: another rank drew a later one from the shared generator; ` +
      'keep the ranks in step',
  );
}

/** The epochs of a sampler with a generator. Reading an epoch draws it from the generator's current state. */
export class TorchEpochs<S extends TorchSource = TorchSource> {
  #from: WordSource;
  /** The last two epochs that several readers share, by number. */
  readonly #shared = new Map<number, TorchEpoch>();
  /**
   * Number of restores of the generator at the last restore here. If it is larger now, something else restored it.
   */
  #restores: number;

  constructor(
    readonly source: S,
    /** The generator's words, which drawing changes. */
    readonly words: Uint32Array,
  ) {
    this.#from = { words };
    this.#restores = restoreCount(words);
  }

  /**
   * Opens a reader at a position. With a saved state, this restores the generator; other readers then continue with a
   * copy. States of several ranks that were saved together share one generator again.
   */
  reader({ epoch, position, generator, drawn = 0 }: StartPoint, shared: boolean): TorchReader {
    const reader = new TorchReader(this, shared);
    if (generator === undefined) return reader;
    const from = checkGeneratorState(generator, drawn ? 1 : position);
    const words = decodeWords(from.words);
    const run = this.#redraw(epoch, from);
    // other ranks may have drawn more than the one that saved the state; over groups, how much is not checked before
    if (run && drawn) run.from = { words };
    run?.ensure(Math.min(drawn, this.source.length));
    if (!(shared && this.#restores === restoreCount(this.words) && this.#isCurrent(epoch, words, run))) {
      this.#from.words = this.words.slice();
      this.#from = { words: this.words };
      this.#shared.clear();
    }
    restoreWords(this.words, words);
    this.#restores = restoreCount(this.words);
    if (!run) return reader;
    run.from = this.#from;
    const other = shared ? this.#shared.get(epoch) : undefined;
    if (other) {
      reader.run = other;
    } else {
      reader.run = run;
      if (shared) this.#shared.set(epoch, run);
    }
    return reader;
  }

  /** An epoch that several readers share; undefined if it is not open yet. */
  sharedAt(epoch: number): TorchEpoch | undefined {
    const run = this.#shared.get(epoch);
    if (!run && epoch < Math.max(...this.#shared.keys())) throw gone(epoch);
    return run;
  }

  /** Opens an epoch at the generator's current state, or returns the shared one. */
  open(epoch: number, shared: boolean): TorchEpoch {
    const known = shared ? this.sharedAt(epoch) : undefined;
    if (known) return known;
    const run = new TorchEpoch(epoch, this.source, this.#from);
    if (shared) {
      const [last] = [...this.#shared.values()].slice(-1);
      this.#shared.clear();
      if (last) {
        last.gone = last.drawn < this.source.length;
        this.#shared.set(last.epoch, last);
      }
      this.#shared.set(epoch, run);
    }
    return run;
  }

  /** Whether a state belongs to the run of the other readers, such as another rank that was restored just before. */
  #isCurrent(epoch: number, words: Uint32Array, run: TorchEpoch | undefined): boolean {
    if (this.source.takesNoWords || !sameWords(words, this.words)) return false;
    const last = Math.max(...this.#shared.keys());
    if (!run) return epoch > last;
    const other = this.#shared.get(epoch);
    if (!other) return epoch + 1 >= last;
    const alike = other.drawn === run.drawn && other.finished === run.finished && other.gone === run.gone;
    return alike && sameWords(other.start, run.start);
  }

  /** Draws the epoch of a saved state again, from a copy of the generator. */
  #redraw(
    epoch: number,
    { start, drawn, later, finished = false, gone = false }: GeneratorState,
  ): TorchEpoch | undefined {
    if (start === undefined || drawn === undefined) return undefined;
    const run = new TorchEpoch(epoch, this.source, { words: decodeWords(start) });
    run.ensure(Math.min(drawn, this.source.length));
    run.finished = finished;
    run.gone = gone;
    if (run.drawn !== drawn) {
      throw new RangeError(`state.generator.drawn must be the end of a chunk of draws, ${run.drawn}, got ${drawn}`);
    }
    if (later !== undefined) run.later = this.#checkLater(decodeDraws(later));
    return run;
  }

  #checkLater(draws: Uint32Array): Uint32Array {
    const { bound } = this.source;
    const wrong = draws.find((draw) => draw >= bound);
    if (wrong === undefined) return draws;
    throw new RangeError(`state.generator.later must hold draws below ${bound}, got ${wrong}`);
  }
}

/** Reads the epochs in order. */
class TorchReader implements IndexSource, GeneratorEpochs {
  run: TorchEpoch | undefined;

  constructor(
    private readonly epochs: TorchEpochs,
    private readonly shared: boolean,
  ) {}

  /** @internal */
  get _generated(): GeneratorEpochs {
    return this;
  }

  get words(): Uint32Array {
    return this.epochs.words;
  }

  /** @internal */
  _read({ epoch, position, stride, count }: Positions, out: Uint32Array, offset: number): void {
    this.epochs.source.check();
    if (count === 0) return;
    const run = this.#at(epoch);
    run.ensure(position + (count - 1) * stride + 1);
    if (stride === 1) out.set(run.order.subarray(position, position + count), offset);
    else for (let i = 0; i < count; i++) out[offset + i] = run.order[position + i * stride];
  }

  available(epoch: number, position: number): number {
    const run = this.#at(epoch);
    run.ensure(position + 1);
    return run.drawn - position;
  }

  finish(epoch: number): void {
    if (this.run?.epoch === epoch) this.run.finish();
  }

  skip(epoch: number): void {
    this.#at(epoch).finish();
  }

  state(epoch: number, pending: boolean): GeneratorState {
    const words = this.#words(epoch, pending);
    const run = this.#known(epoch);
    return {
      words: encodeWords(words),
      ...(run && { start: encodeWords(run.start), drawn: run.drawn }),
      ...(run?.later.length && { later: encodeWords(run.later) }),
      ...(run && { finished: run.finished }),
      ...(run?.gone && { gone: true }),
    };
  }

  peek(epoch: number, present: number, pending: boolean): IndexSource {
    if (epoch < present) {
      throw new RangeError(`epoch must be at least ${present}: a generator only moves forward, got ${epoch}`);
    }
    const reader = new TorchReader(this.epochs, false);
    const from = { words: this.#words(present, pending) };
    let run = this.#known(present)?.copy(from) ?? new TorchEpoch(present, this.epochs.source, from);
    while (run.epoch < epoch) {
      run.finish();
      run = this.#known(run.epoch + 1)?.copy(from) ?? new TorchEpoch(run.epoch + 1, this.epochs.source, from);
    }
    reader.run = run;
    return reader;
  }

  /** A copy of the generator's state after the epoch before `present` is finished. */
  #words(present: number, pending: boolean): Uint32Array {
    const words = this.epochs.words.slice();
    if (pending && this.run?.epoch === present - 1) this.run.copy({ words }).finish();
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
