import { checkOneOf, checkOptions, checkSeed, type Seed } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import { PAGE, SLOTS } from '../kernels/thread-memory.js';
import { tableBytes } from '../sources/alias-table.js';
import { attachTable, type SharedTable, shareTable } from '../sources/shared-table.js';
import type { WeightedSource } from '../sources/source.js';

/** Version of the format. A table that is laid out otherwise needs another one. */
const VERSION = 1;
const NAME = 'WeightedRandomSampler';

/** What {@link WeightedRandomSampler.share} returns: a sampler's table and settings, to be posted to a worker. */
export interface SharedSampler extends SharedTable {
  /** Version of the format. */
  readonly version: 1;
  /** Class name of the sampler. */
  readonly sampler: 'WeightedRandomSampler';
  /** Number of draws in one epoch. */
  readonly numSamples: number;
  /** Whether draws are with replacement. */
  readonly replacement: boolean;
  /** Seed of the draws. */
  readonly seed: Seed;
  /** The epoch in which the sampler was when it was shared. */
  readonly epoch: number;
  /** The position of its next draw in that epoch. */
  readonly position: number;
  /**
   * Buffers to transfer with this object: empty if the memory is shared. `postMessage` leaves this list out of the copy
   * that it posts.
   */
  readonly transfer: ArrayBuffer[];
}

/** Options of {@link WeightedRandomSampler.attach}. */
export interface AttachOptions {
  /** Where to compute. Default 'auto': WebAssembly if available, otherwise JavaScript. The draws are equal. */
  backend?: 'auto' | 'wasm' | 'js' | undefined;
}

/** The settings of a sampler, and where it stands. */
type Settings = Pick<SharedSampler, 'numSamples' | 'replacement' | 'seed' | 'epoch' | 'position'>;

/** @throws {Error} The source has no table, or was disposed of. */
export function shareSampler({ numSamples, replacement, seed, epoch, position }: Settings, source: WeightedSource) {
  const table = shareTable(source);
  const shared = { version: VERSION, sampler: NAME, numSamples, replacement, seed, epoch, position, ...table };
  const value = table.memory ? [] : [table.weights.buffer, table.table.buffer];
  return Object.defineProperty(shared, 'transfer', { value }) as unknown as SharedSampler;
}

/**
 * The source of a shared sampler.
 * @throws {TypeError | RangeError} `shared` is not what `share()` returned. Nothing is allocated.
 */
export function openShared(shared: SharedSampler, options: AttachOptions | undefined): WeightedSource {
  const { backend = 'auto' } = checkOptions(options, ['backend']);
  checkOneOf('backend', backend, ['auto', 'wasm', 'js']);
  if (shared?.sampler !== NAME) {
    throw new TypeError(`shared must come from share() of a ${NAME}, got ${describe(shared)}`);
  }
  const { version, numSamples, replacement, seed, epoch, position, positives, weights, table } = shared;
  if (version !== VERSION) {
    throw new RangeError(
      `shared.version must be ${VERSION}, got ${describe(version)}: use one version of loaded-dice in all threads`,
    );
  }
  checkSeed(seed);
  const count = lengthOf(weights, 'Float64Array');
  const isWhole =
    [numSamples, epoch, position, positives].every((each) => Number.isSafeInteger(each) && each >= 0) &&
    position < numSamples &&
    typeof replacement === 'boolean' &&
    positives >= (replacement ? 1 : numSamples) &&
    positives <= count &&
    lengthOf(table, 'Uint32Array') === tableBytes(count) / 4 &&
    isInside(shared);
  if (!isWhole) {
    throw new RangeError('shared is damaged, or was transferred before: call share() for each worker to transfer to');
  }
  return attachTable(shared, numSamples, replacement, backend);
}

/** Whether the parts of a memory are inside of it. */
function isInside({ weights, table, memory, slots }: SharedSampler): boolean {
  if (!memory) return true;
  const first = lengthOf(slots, 'Uint32Array') === SLOTS ? (slots as Uint32Array).byteOffset : 1;
  const ends = [weights, table].map((view) => view.byteOffset + view.byteLength);
  return first % PAGE === 0 && Math.max(...ends, first + PAGE * (SLOTS + 1)) <= (memory.buffer?.byteLength ?? 0);
}

function lengthOf(view: unknown, kind: string): number {
  const array = view as { length: number; [Symbol.toStringTag]?: string } | undefined;
  return array?.[Symbol.toStringTag] === kind ? array.length : 0;
}
