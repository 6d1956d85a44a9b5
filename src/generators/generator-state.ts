import { checkBoolean, checkInteger } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import type { GeneratorState } from '../sources/epochs.js';
import { TWISTER_WORDS } from '../sources/torch-source.js';
import { decodeBase64, encodeBase64 } from './base64.js';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Encodes a generator's words, or draws, as base64. */
export const encodeWords: (words: Uint32Array) => string = encodeBase64;

/** Decodes a generator's words that `checkWords` accepted. */
export function decodeWords(text: string): Uint32Array {
  return decodeBase64(text, TWISTER_WORDS);
}

/** Decodes draws that `checkGeneratorState` accepted. */
export function decodeDraws(text: string): Uint32Array {
  return decodeBase64(text, drawsIn(text));
}

/** Checks the generator's part of the state of a sampler at `position` in its epoch. */
export function checkGeneratorState(state: unknown, position: number): GeneratorState {
  if (typeof state !== 'object' || state === null) {
    throw new TypeError(`state.generator must come from state(), got ${describe(state)}`);
  }
  const { words, start, drawn, later, finished = false, gone = false } = state as Record<string, unknown>;
  const current = { words: checkWords('generator.words', words) };
  if (start === undefined && drawn === undefined && position === 0) return current;
  const taken = checkInteger('state.generator.drawn', drawn, 0);
  if (taken < position) {
    throw new RangeError(`state.generator.drawn must be at least the position, ${position}, got ${taken}`);
  }
  return {
    ...current,
    start: checkWords('generator.start', start),
    drawn: taken,
    ...(later !== undefined && { later: checkDraws(later, taken) }),
    finished: checkBoolean('state.generator.finished', finished),
    gone: checkBoolean('state.generator.gone', gone),
  };
}

/** Checks 1 to `most` draws in base64. */
function checkDraws(value: unknown, most: number): string {
  const problem = `state.generator.later must be at most ${most} draws in base64, from state()`;
  if (typeof value !== 'string') throw new TypeError(`${problem}, got ${describe(value)}`);
  const count = drawsIn(value);
  const complete = BASE64.test(value) && value.length === 4 * Math.ceil((4 * count) / 3);
  if (!(complete && count > 0 && count <= most)) throw new RangeError(`${problem}, got ${value.length} characters`);
  return value;
}

/** Number of words in a base64 text. */
function drawsIn(text: string): number {
  return Math.floor((text.replace(/=+$/, '').length * 6) / 32);
}

/** Checks a generator's words in base64. */
export function checkWords(name: string, value: unknown): string {
  const problem = `state.${name} must be the ${TWISTER_WORDS} words of a generator, from state()`;
  const text = checkBase64(problem, value, TWISTER_WORDS);
  // the number of words that are used; before any is, the block of words before it is used up
  const used = decodeWords(text)[TWISTER_WORDS - 1];
  if (used > 0 && used < TWISTER_WORDS) return text;
  throw new RangeError(`${problem}, got ${used} of ${TWISTER_WORDS - 1} words used`);
}

/** Number of words of cached normal samples, as `Normals` has them. */
const NORMALS = 4;

/** Checks cached normal samples in base64. */
export function checkNormals(value: unknown): string {
  const problem = `state.normals must be the ${NORMALS} words of cached normal samples, from state()`;
  const text = checkBase64(problem, value, NORMALS);
  const [kinds, float, low, high] = decodeNormals(text);
  const others = (kinds & 1 ? 0 : float) | (kinds & 2 ? 0 : low | high);
  if (kinds > 0 && kinds < 4 && others === 0) return text;
  throw new RangeError(`${problem}, got ${describe(text)}`);
}

/** Decodes normal samples that `checkNormals` accepted. */
export function decodeNormals(text: string): Uint32Array {
  return decodeBase64(text, NORMALS);
}

/** Checks a text of `count` words in base64. */
function checkBase64(problem: string, value: unknown, count: number): string {
  if (typeof value !== 'string') throw new TypeError(`${problem}, got ${describe(value)}`);
  if (value.length === 4 * Math.ceil((4 * count) / 3) && BASE64.test(value)) return value;
  throw new RangeError(`${problem}, got ${value.length} characters`);
}
