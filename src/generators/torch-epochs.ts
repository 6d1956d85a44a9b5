import { zeros } from '../internal/zeros.js';
import type { GeneratorEpochs, GeneratorState, IndexSource, StartPoint } from '../sources/epochs.js';
import type { Positions } from '../sources/source.js';
import { type TorchSource, TWISTER_WORDS } from '../sources/torch-source.js';
import { checkGeneratorState, decodeDraws, decodeWords, encodeWords } from './generator-state.js';
import { isSame, putBack, timesPutBack } from './put-back.js';

/** What epochs are taken from: a generator's words, or a copy of them once the generator was put elsewhere. */
interface Tap {
  words: Uint32Array;
}

/** One epoch, as far as it was taken from a generator. */
class TorchEpoch {
  readonly start: Uint32Array;
  drawn = 0;
  /** The first draws, which come again from `start` alone: nothing else drew from the generator between them. */
  together = 0;
  /** Where the generator stood behind them. */
  readonly #behind = new Uint32Array(MARK);
  /** Another epoch was begun before this one was taken whole. */
  gone = false;
  finished = false;

  constructor(
    readonly epoch: number,
    readonly source: TorchSource,
    public tap: Tap,
    readonly order = zeros(Uint32Array, source.length, 'draws of an epoch'),
  ) {
    this.start = tap.words.slice();
    mark(tap.words, this.#behind);
  }

  /** Takes what is missing of the first `count` draws. */
  need(count: number): void {
    if (this.drawn < count && this.gone) throw gone(this.epoch);
    while (this.drawn < count) {
      const { words } = this.tap;
      const goesOn = this.together === this.drawn && isAt(words, this.#behind);
      this.drawn += this.source.takeChunk(words, this.order, this.drawn);
      if (!goesOn) continue;
      this.together = this.drawn;
      mark(words, this.#behind);
    }
  }

  /** The draws behind those that come again from `start`. */
  get later(): Uint32Array {
    return this.order.subarray(this.together, this.drawn);
  }

  /** Has these as its last draws: something else drew from the generator before them. */
  set later(draws: Uint32Array) {
    this.together = this.drawn - draws.length;
    this.order.set(draws, this.together);
  }

  /** Takes all that PyTorch takes in this epoch. */
  finish(): void {
    if (this.finished || this.gone) return;
    this.finished = true;
    this.need(this.source.length);
    this.source.finish(this.tap.words);
  }

  /** The same, with what is missing from elsewhere. */
  copy(tap: Tap): TorchEpoch {
    const copy = new TorchEpoch(this.epoch, this.source, tap);
    copy.order.set(this.order);
    copy.#have(this);
    copy.gone = this.gone;
    copy.finished = this.finished;
    return copy;
  }

  #have(other: TorchEpoch): void {
    this.drawn = other.drawn;
    this.together = other.together;
    this.#behind.set(other.#behind);
  }
}

/** So many last words tell where a generator stands: two places agree in them once in 2^128 times. */
const MARK = 5;

function mark(words: Uint32Array, place: Uint32Array): void {
  for (let i = 0; i < MARK; i++) place[i] = words[TWISTER_WORDS - MARK + i];
}

function isAt(words: Uint32Array, place: Uint32Array): boolean {
  for (let i = 0; i < MARK; i++) if (place[i] !== words[TWISTER_WORDS - MARK + i]) return false;
  return true;
}

function gone(epoch: number): Error {
  return new Error(
    `epoch ${epoch} is gone: another rank took a later one from the generator that they share, which only goes on`,
  );
}

/** The epochs of a sampler with a generator: whoever reads one takes it from the stream, where that then stands. */
export class TorchEpochs<S extends TorchSource = TorchSource> {
  #tap: Tap;
  /** The last two epochs that were opened for several readers, by number. */
  readonly #shared = new Map<number, TorchEpoch>();
  /**
   * How often the generator had been put back when a state was put back here last: by others since, where it is more.
   */
  #putBack: number;

  constructor(
    readonly source: S,
    /** The generator's, which move on with it. */
    readonly words: Uint32Array,
  ) {
    this.#tap = { words };
    this.#putBack = timesPutBack(words);
  }

  /**
   * Reads from a place on: where that is a state's, the generator is put back to where it stood. Who reads already goes
   * on from a copy; but the states of ranks, taken and put back together, are of one stream.
   */
  reader({ epoch, position, generator }: StartPoint, shared: boolean): TorchReader {
    const reader = new TorchReader(this, shared);
    if (generator === undefined) return reader;
    const from = checkGeneratorState(generator, position);
    const now = decodeWords(from.words);
    const run = this.#taken(epoch, from);
    if (!(shared && this.#putBack === timesPutBack(this.words) && this.#isOfNow(epoch, now, run))) {
      this.#tap.words = this.words.slice();
      this.#tap = { words: this.words };
      this.#shared.clear();
    }
    putBack(this.words, now);
    this.#putBack = timesPutBack(this.words);
    if (!run) return reader;
    run.tap = this.#tap;
    const other = shared ? this.#shared.get(epoch) : undefined;
    if (other) {
      reader.run = other;
    } else {
      reader.run = run;
      if (shared) this.#shared.set(epoch, run);
    }
    return reader;
  }

  /** An epoch that was opened for several readers. */
  sharedAt(epoch: number): TorchEpoch | undefined {
    const run = this.#shared.get(epoch);
    if (!run && epoch < Math.max(...this.#shared.keys())) throw gone(epoch);
    return run;
  }

  open(epoch: number, shared: boolean): TorchEpoch {
    const known = shared ? this.sharedAt(epoch) : undefined;
    if (known) return known;
    const run = new TorchEpoch(epoch, this.source, this.#tap);
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

  /** Whether a state is of the very run that other readers are in, as another rank's that was put back just before. */
  #isOfNow(epoch: number, words: Uint32Array, run: TorchEpoch | undefined): boolean {
    if (this.source.wordless || !isSame(words, this.words)) return false;
    const last = Math.max(...this.#shared.keys());
    if (!run) return epoch > last;
    const other = this.#shared.get(epoch);
    if (!other) return epoch + 1 >= last;
    const alike = other.drawn === run.drawn && other.finished === run.finished && other.gone === run.gone;
    return alike && isSame(other.start, run.start);
  }

  /** The epoch that a state is within, taken again from a copy. */
  #taken(
    epoch: number,
    { start, drawn, later, finished = false, gone = false }: GeneratorState,
  ): TorchEpoch | undefined {
    if (start === undefined || drawn === undefined) return undefined;
    const run = new TorchEpoch(epoch, this.source, { words: decodeWords(start) });
    run.need(Math.min(drawn, this.source.length));
    run.finished = finished;
    run.gone = gone;
    if (run.drawn !== drawn) {
      throw new RangeError(`state.generator.drawn must be draws that were taken at once, ${run.drawn}, got ${drawn}`);
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

/** Reads one epoch after the other. */
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
    if (this.run?.epoch === epoch) this.run.finish();
  }

  pass(epoch: number): void {
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
      throw new RangeError(`epoch must be at least ${present}: a generator only goes on, got ${epoch}`);
    }
    const reader = new TorchReader(this.epochs, false);
    const tap = { words: this.#words(present, pending) };
    let run = this.#known(present)?.copy(tap) ?? new TorchEpoch(present, this.epochs.source, tap);
    while (run.epoch < epoch) {
      run.finish();
      run = this.#known(run.epoch + 1)?.copy(tap) ?? new TorchEpoch(run.epoch + 1, this.epochs.source, tap);
    }
    reader.run = run;
    return reader;
  }

  /** A copy of where the generator stands, once the epoch before `present` is finished. */
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
