// The bytes of torch.Generator.get_state(), and the cached normal samples that they hold beside MT19937's words.
import { describe, torch } from '../internal/describe.js';
import { twisterSeed } from '../kernels/js/mersenne.js';
import { TWISTER_WORDS } from '../sources/torch-source.js';

/**
 * Offsets in CPUGeneratorImplState of aten/src/ATen/CPUGeneratorImpl.cpp, on a little-endian machine. `left` and
 * `seeded` are int32, each word of the state is a u64, and the bytes between the named ones are 0.
 */
const BYTES = 5056;
const SEED = 0;
const LEFT = 8;
const SEEDED = 12;
const NEXT = 16;
const STATE = 24;
const DOUBLE = 5024;
const HAS_DOUBLE = 5040;
const FLOAT = 5048;
const HAS_FLOAT = 5052;

/** Number of words of a state, without the number of them that are used. */
const WORDS = TWISTER_WORDS - 1;

/**
 * PyTorch's cached normal samples as four words: 1 if there is a float32 plus 2 if there is a float64, the bits of the
 * float32, and the low and the high bits of the float64. Drawing words leaves them as they are, as in PyTorch.
 */
export type Normals = Uint32Array;

/** What the bytes hold. */
interface TorchState {
  readonly seed: number | bigint;
  /** The state words, and the number of them that are used. */
  readonly words: Uint32Array;
  readonly normals: Normals | undefined;
}

/** The bytes that `get_state()` returns for a generator in this state. */
export function writeTorchState({ seed, words, normals }: TorchState): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(BYTES));
  const used = words[WORDS];
  view.setBigUint64(SEED, BigInt.asUintN(64, BigInt(seed)), true);
  view.setInt32(LEFT, WORDS + 1 - used, true);
  view.setInt32(SEEDED, 1, true);
  // after seeding, PyTorch's position is 0, although the next draw computes new words
  view.setUint32(NEXT, isSeeded(words, seed) ? 0 : used, true);
  for (let i = 0; i < WORDS; i++) view.setUint32(STATE + 8 * i, words[i], true);
  if (normals) {
    const [kinds, float, low, high] = normals;
    view.setUint32(DOUBLE, low, true);
    view.setUint32(DOUBLE + 4, high, true);
    view.setInt32(HAS_DOUBLE, kinds >> 1, true);
    view.setUint32(FLOAT, float, true);
    view.setUint8(HAS_FLOAT, kinds & 1);
  }
  return new Uint8Array(view.buffer);
}

/** Whether a generator is as its seed made it: nothing was drawn. */
function isSeeded(words: Uint32Array, seed: number | bigint): boolean {
  if (words[WORDS] !== WORDS) return false;
  const seeded = new Uint32Array(TWISTER_WORDS);
  twisterSeed({ u32: seeded }, 0, Number(BigInt.asUintN(32, BigInt(seed))));
  return seeded.every((word, i) => word === words[i]);
}

/**
 * Reads the bytes of `get_state()`.
 * @throws {TypeError | RangeError} `bytes` is not the state of a generator on a CPU.
 */
export function readTorchState(bytes: unknown): TorchState {
  if (!ArrayBuffer.isView(bytes) || (bytes as Uint8Array)[Symbol.toStringTag] !== 'Uint8Array') {
    const hint = Array.isArray(bytes) ? ': Uint8Array.from(…) makes one' : '';
    throw new TypeError(`bytes must be a Uint8Array, got ${describe(bytes)}${hint}`);
  }
  const { buffer, byteOffset, byteLength } = bytes;
  const wanted = `bytes must be the ${BYTES} bytes of get_state() of PyTorch’s generator on a CPU`;
  if (byteLength !== BYTES) {
    const sentence = `Expected a CPUGeneratorImplState of size ${BYTES} but found the input RNG state size to be`;
    throw new RangeError(`${wanted}, got ${byteLength}${torch(`${sentence} ${byteLength}`)}`);
  }
  const view = new DataView(buffer, byteOffset, byteLength);
  const check = (valid: boolean, field: string, expected: string, value: number): void => {
    if (valid) return;
    throw new RangeError(`${wanted}: its ${field} must be ${expected}, got ${value}${torch('Invalid mt19937 state')}`);
  };
  const flag = (field: string, value: number): number => {
    check(value === 0 || value === 1, field, '0 or 1', value);
    return value;
  };
  const seeded = view.getInt32(SEEDED, true);
  check(seeded === 1, 'seeded', '1', seeded);
  const next = view.getUint32(NEXT, true);
  check(next <= WORDS && view.getUint32(NEXT + 4, true) === 0, 'next', `at most ${WORDS}`, next);
  const left = view.getInt32(LEFT, true);
  const expected = next === 0 ? 1 : WORDS + 1 - next;
  check(left === expected, 'left', `${expected}, as next is ${next}`, left);
  const words = new Uint32Array(TWISTER_WORDS);
  for (let i = 0; i < WORDS; i++) {
    const high = view.getUint32(STATE + 8 * i + 4, true);
    check(high === 0, `state[${i}]`, 'below 2^32', high * 2 ** 32 + view.getUint32(STATE + 8 * i, true));
    words[i] = view.getUint32(STATE + 8 * i, true);
  }
  words[WORDS] = next || WORDS;
  const hasDouble = flag('normal_is_valid', view.getInt32(HAS_DOUBLE, true));
  const hasFloat = flag('is_next_float_normal_sample_valid', view.getUint8(HAS_FLOAT));
  const seed = view.getBigUint64(SEED, true);
  return {
    seed: seed <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(seed) : seed,
    words,
    normals:
      hasDouble || hasFloat
        ? Uint32Array.of(
            hasFloat + 2 * hasDouble,
            hasFloat && view.getUint32(FLOAT, true),
            hasDouble && view.getUint32(DOUBLE, true),
            hasDouble && view.getUint32(DOUBLE + 4, true),
          )
        : undefined,
  };
}
