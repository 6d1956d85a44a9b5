// Continues a run with other ranks or batches. In every step, all ranks together deliver the next draws of the
// innermost sampler. So a position is a number of steps. A state fits where the delivered draws are whole new steps.
import { checkBoolean, checkInteger, checkOptions, isPlain } from '../internal/check.js';
import { describe, plural } from '../internal/describe.js';
import type { Shown } from '../internal/inspect.js';
import type { Access } from '../sources/epochs.js';
import { coveredBy } from './covered.js';
import type { Identity, Member, SamplerState, StateShape } from './sampler.js';
import { countIn, shapeIn } from './shapes.js';
import { differs } from './state.js';

/** Options of `restore`. */
export interface RestoreOptions {
  /**
   * Whether the state may have another `numReplicas`, `rank`, `batchSize`, `dropLast` or `pad`, or another order of
   * wrappers. The sampler then continues after the last draw that all old ranks had delivered, so each draw of the
   * epoch still comes once. This sampler's `dropLast` and `pad` decide how the epoch ends. A single state stands for
   * every old rank; with `pad: false`, give that of rank 0, whose share is the largest. Or give the states of all old
   * ranks as an array, in any order. `restore` then checks that the ranks delivered equally many draws.
   *
   * The innermost sampler must be equal, with the same seed or generator. Batches that depend on their size
   * (`distinct`, StratifiedBatchSampler, ClassBatchSampler, GroupBatchSampler) must keep it: only their ranks may
   * change. The delivered draws must be a whole number of new steps, of numReplicas * batchSize draws each. Otherwise
   * `restore` throws and names the nearest positions. Default: false.
   */
  elastic?: boolean | undefined;
}

/** A sampler that may continue states of other shapes. */
export interface ElasticSampler {
  readonly _access: Access;
  _remaining(position: number, reader: undefined, epoch: number): number;
  _sharedIn(epoch: number): number;
  skip(count: number): void;
  _settings(): Shown;
  _require(member: Member, asked: { _settings(): Shown }): void;
  _identity(): Identity;
  _restoreFrom(state: SamplerState, drawn?: number, covered?: (sampler: string) => string): void;
}

/** Samplers whose states have a shape, except for those that earlier versions saved. */
const WRAPPERS: readonly unknown[] = ['DistributedSampler', 'BatchSampler', 'DistributedBatchSampler', 'DataLoader'];

/** A state that is to be restored, with its place and shape, checked. */
interface Saved {
  readonly state: SamplerState;
  readonly epoch: number;
  readonly position: number;
  readonly shape: StateShape;
}

/** Restores a sampler from a state, or with `elastic` from states of other shapes. */
export function restoreWith(
  sampler: ElasticSampler,
  state: SamplerState | readonly SamplerState[],
  options: RestoreOptions | undefined,
): void {
  const { elastic = false } = checkOptions(options, ['elastic']);
  if (!checkBoolean('elastic', elastic)) {
    if (Array.isArray(state)) {
      throw new TypeError('state must come from state(), got an Array: states of several ranks need { elastic: true }');
    }
    restoreEqual(sampler, state as SamplerState);
    return;
  }
  if (sampler._access === 'iterable') {
    throw new Error(
      'elastic is not available over an iterable of your own, whose draws cannot be divided again: ' +
        'wrap a sampler of this library, or restore with the old ranks and batch size',
    );
  }
  sampler._require('skip', sampler);
  const own = sampler._identity();
  const shape = shapeIn(own);
  const saved = Array.isArray(state) ? commonOf(sampler, state, shape) : savedOf(state, shape, 'state');
  const { epoch, position } = saved;
  const { rank, count } = saved.shape;
  if (!Array.isArray(state) && count !== undefined && rank > 0 && epoch > 0 && position === 0) {
    throw new RangeError(
      `state of rank ${rank} does not say whether rank 0, whose share may be larger, has ended epoch ${epoch - 1}: ` +
        'restore the state of rank 0, or those of all ranks',
    );
  }
  const drawn = position * stepOf(saved.shape);
  const step = stepOf(shape);
  const next = drawn / step;
  const length = sampler._remaining(0, undefined, epoch);
  if (Math.floor(next) > length) throw new RangeError(`state.position must be within its epoch, got ${position}`);
  if (drawn % step !== 0) throw unfitting(sampler, saved, shape);
  // where the new ranks have nothing left, as with dropLast, they pass the last position of the epoch
  const over = next > 0 && next === length;
  const fitting = { ...saved.state, sampler: own.sampler, fingerprint: own.fingerprint, epoch };
  sampler._restoreFrom({ ...fitting, position: over ? next - 1 : next }, drawn, coveredBy);
  if (over) sampler.skip(1);
}

/** Restores a state of equal ranks and batches. The error of others names the option, if it would take them. */
function restoreEqual(sampler: ElasticSampler, state: SamplerState): void {
  try {
    sampler._restoreFrom(state, undefined, coveredBy);
  } catch (error) {
    // without the methods of an iterable of your own, there is no identity
    if (!(error instanceof RangeError) || sampler._access === 'iterable') throw error;
    const own = sampler._identity();
    const [shape, saved] = [shapeIn(own), shapeIn(state)];
    const isEqual = state.sampler === own.sampler && state.fingerprint === own.fingerprint;
    if (isEqual || saved.sampler !== shape.sampler || saved.fingerprint !== shape.fingerprint) throw error;
    throw new RangeError(`${error.message}; { elastic: true } continues it with other ranks or batch sizes`);
  }
}

/** Number of draws that all ranks together deliver in a step. */
function stepOf({ numReplicas, batchSize }: StateShape): number {
  return numReplicas * batchSize;
}

/** Checks a state whose innermost sampler must be that of `own`. `name` begins the messages. */
function savedOf(value: unknown, own: StateShape, name: string): Saved {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${name} must come from state(), got ${describe(value)}`);
  }
  const state = value as SamplerState;
  for (const field of ['sampler', 'fingerprint', 'epoch', 'position'] as const) {
    if (!(field in state)) throw new TypeError(`${name} has no ${field}: it must come from state()`);
  }
  checkStrings(name, state);
  const shape = shapeIn({ ...state, shape: checkShape(state.shape, name) } as Identity);
  const isSame = shape.sampler === own.sampler && shape.fingerprint === own.fingerprint;
  if (!isSame && state.shape === undefined && state.sampler !== own.sampler && WRAPPERS.includes(state.sampler)) {
    throw new TypeError(
      `${name} has no shape: an earlier version saved it, or it is of batches that depend on their size. Restore it ` +
        'without elastic, with the old ranks and batch size, and save it again',
    );
  }
  if (!isSame) throw otherSampler(shape, own, name);
  const epoch = checkInteger(`${name}.epoch`, state.epoch, 0);
  return { state, epoch, position: checkInteger(`${name}.position`, state.position, 0), shape };
}

/** Checks the shape of a state that has one. */
function checkShape(shape: unknown, name: string): StateShape | undefined {
  if (shape === undefined) return undefined;
  if (typeof shape !== 'object' || shape === null || !isPlain(shape)) {
    throw new TypeError(`${name}.shape must come from state(), got ${describe(shape)}`);
  }
  const { numReplicas, rank, batchSize, count } = shape as StateShape;
  checkStrings(`${name}.shape`, shape as StateShape);
  checkInteger(`${name}.shape.numReplicas`, numReplicas, 1);
  checkInteger(`${name}.shape.batchSize`, batchSize, 1);
  if (checkInteger(`${name}.shape.rank`, rank, 0) >= numReplicas) {
    throw new RangeError(`${name}.shape.rank must be below numReplicas, ${numReplicas}, got ${rank}`);
  }
  if (count !== undefined) checkInteger(`${name}.shape.count`, count, 0);
  return shape as StateShape;
}

function checkStrings(name: string, { sampler, fingerprint }: { sampler: unknown; fingerprint: unknown }): void {
  for (const [member, value] of Object.entries({ sampler, fingerprint })) {
    if (typeof value === 'string') continue;
    throw new TypeError(`${name}.${member} must be a string, from state(), got ${describe(value)}`);
  }
}

/** The error of a state over another innermost sampler. */
function otherSampler(got: StateShape, own: StateShape, name: string): RangeError {
  const sized = [own, got].find(({ sampler }) => givesBatches(sampler));
  const fixed = sized
    ? `: batches of a ${sized.sampler} that are distinct, of classes or of groups depend on their size, so only the ` +
      'ranks over them may change'
    : '';
  if (got.sampler !== own.sampler) {
    return new RangeError(
      `${name} is of draws of a ${got.sampler}, but this one draws from a ${own.sampler}${fixed}: elastic changes ` +
        'ranks and batch sizes only',
    );
  }
  return new RangeError(
    `${differs(name, got, own, coveredBy(own.sampler))}${fixed || '; elastic changes ranks and batch sizes only'}`,
  );
}

/** Whether what ranks share are batches. */
function givesBatches(sampler: string): boolean {
  return sampler.endsWith('BatchSampler');
}

/** The state of all old ranks, if they delivered equally much. */
function commonOf(sampler: ElasticSampler, states: readonly unknown[], own: StateShape): Saved {
  if (states.length === 0) throw new RangeError('state must be that of at least one rank, got an empty Array');
  const all = Array.from(states, (state, i) => savedOf(state, own, `state[${i}]`));
  const [first] = all;
  const { numReplicas } = first.shape;
  const ranks = new Map<number, Saved>();
  all.forEach((saved, i) => {
    for (const member of ['numReplicas', 'batchSize'] as const) {
      checkEqual(`state[${i}].shape.${member}`, saved.shape[member], first.shape[member]);
    }
    checkEqual(`state[${i}].seed`, saved.state.seed, first.state.seed);
    const { rank } = saved.shape;
    if (ranks.has(rank)) throw new RangeError(`state must have each rank once, got rank ${rank} again at ${i}`);
    ranks.set(rank, saved);
  });
  if (ranks.size < numReplicas) {
    let missing = 0;
    while (ranks.has(missing)) missing++;
    throw new RangeError(
      `state must have all ${plural(numReplicas, 'rank')}, got ${ranks.size} without rank ${missing}: ` +
        'give the state of one rank alone to take it as that of every rank',
    );
  }
  // a rank without a share says nothing
  const sharing = all.filter((saved) => countOf(sampler, saved, saved.epoch) !== 0);
  const telling = sharing.length > 0 ? sharing : all;
  const earliest = telling.reduce((least, { epoch }) => Math.min(least, epoch), Infinity);
  const behind = telling.filter(({ epoch }) => epoch === earliest);
  const common = behind.reduce((most, saved) => (saved.position > most.position ? saved : most));
  if (telling.every((saved) => delivered(sampler, saved, common))) return common;
  const slowest = behind.reduce((least, saved) => (saved.position < least.position ? saved : least));
  throw new RangeError(
    `states must be of ranks that delivered equally many ${unitOf(first.state)}, got ${placesOf(ranks)}: the ` +
      `nearest position that all ranks reached is ${slowest.position} of epoch ${earliest}. Let all reach a ` +
      `common position, or restore the state of rank ${slowest.shape.rank} alone, which repeats what the others ` +
      'delivered after it',
  );
}

/** Whether a rank delivered what `common` says. One whose share is smaller (`pad: false`) may be at its end before. */
function delivered(sampler: ElasticSampler, saved: Saved, common: Saved): boolean {
  const { epoch, position } = saved;
  if (epoch === common.epoch && position === common.position) return true;
  const count = countOf(sampler, saved, common.epoch);
  return position === 0 && epoch === common.epoch + 1 && count !== undefined && count <= common.position;
}

/** Number of items that a rank with an uneven share has in an epoch. */
function countOf(sampler: ElasticSampler, { shape }: Saved, epoch: number): number | undefined {
  return countIn(shape, () => sampler._sharedIn(epoch));
}

function checkEqual(name: string, value: unknown, expected: unknown): void {
  if (value === expected) return;
  throw new RangeError(`${name} must be that of state[0], ${describe(expected)}, got ${describe(value)}`);
}

/** Number of ranks that an error lists. */
const LISTED_RANKS = 8;

/** Where each rank is. */
function placesOf(ranks: ReadonlyMap<number, Saved>): string {
  const sorted = [...ranks.keys()].sort((a, b) => a - b);
  const places = sorted.slice(0, LISTED_RANKS).map((rank) => {
    const { epoch, position } = ranks.get(rank) as Saved;
    return `rank ${rank} at position ${position} of epoch ${epoch}`;
  });
  const more = sorted.length - places.length;
  return places.join(', ') + (more > 0 ? ` and ${plural(more, 'rank')} more` : '');
}

/** What positions of a state count. */
function unitOf({ sampler }: SamplerState): string {
  return givesBatches(sampler) || sampler === 'DataLoader' ? 'batches' : 'draws';
}

/** The error of delivered draws that are no whole number of new steps. */
function unfitting(sampler: ElasticSampler, { epoch, position, shape }: Saved, own: StateShape): RangeError {
  const step = stepOf(shape);
  const newStep = stepOf(own);
  const drawn = position * step;
  const whole = Math.floor(drawn / newStep);
  const units = (count: number) =>
    givesBatches(own.sampler) ? `${count} ${count === 1 ? 'batch' : 'batches'}` : plural(count, 'draw');
  // positions of the old run after which the draws are whole new steps
  const every = newStep / greatestCommonDivisor(step, newStep);
  const after = Math.ceil(position / every) * every;
  const ends = after * step >= sampler._remaining(0, undefined, epoch) * newStep;
  const later = ends ? 'the end of the epoch' : `position ${after} (${units(after * step)})`;
  const before = Math.floor(position / every) * every;
  const back =
    sampler._access === 'random-access'
      ? `setEpoch(${epoch}) and skip(${whole}), which repeat ${units(drawn - whole * newStep)}`
      : `restoring position ${before} of the old run, which repeats ${units(drawn - before * step)}`;
  const by = [
    ...(own.numReplicas > 1 ? [plural(own.numReplicas, 'rank')] : []),
    ...(own.batchSize > 1 ? [`batches of ${own.batchSize}`] : []),
  ];
  return new RangeError(
    `state must be at a whole number of new steps, which are ${units(newStep)} (${by.join(' with ')}), got ` +
      `${units(drawn)} delivered in ${plural(position, 'step')} of ${step}: continue the old run to ${later}, or go ` +
      `back by ${back}`,
  );
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
