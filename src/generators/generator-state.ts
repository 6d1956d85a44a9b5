import { checkBoolean, checkInteger } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import type { GeneratorState } from '../sources/epochs.js';
import { TWISTER_WORDS } from '../sources/torch-source.js';
import { decodeBase64, encodeBase64 } from './base64.js';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** A generator's words, or draws, as base64. */
export const encodeWords: (words: Uint32Array) => string = encodeBase64;

export function decodeWords(text: string): Uint32Array {
  return decodeBase64(text, TWISTER_WORDS);
}

/** Draws that `checkGeneratorState` let through. */
export function decodeDraws(text: string): Uint32Array {
  return decodeBase64(text, drawsIn(text));
}

/** A generator's part of a state, of a sampler that stands within an epoch or at its beginning. */
export function checkGeneratorState(state: unknown, position: number): GeneratorState {
  if (typeof state !== 'object' || state === null) {
    throw new TypeError(`state.generator must be what state() gave, got ${describe(state)}`);
  }
  const { words, start, drawn, later, finished = false, gone = false } = state as Record<string, unknown>;
  const now = { words: checkWords('generator.words', words) };
  if (start === undefined && drawn === undefined && position === 0) return now;
  const taken = checkInteger('state.generator.drawn', drawn, 0);
  if (taken < position) {
    throw new RangeError(`state.generator.drawn must be at least the position, ${position}, got ${taken}`);
  }
  return {
    ...now,
    start: checkWords('generator.start', start),
    drawn: taken,
    ...(later !== undefined && { later: checkDraws(later, taken) }),
    finished: checkBoolean('state.generator.finished', finished),
    gone: checkBoolean('state.generator.gone', gone),
  };
}

/** Draws as base64: at least one, at most `most`. */
function checkDraws(value: unknown, most: number): string {
  const wanted = `state.generator.later must be at most ${most} draws as base64, as state() gave them`;
  if (typeof value !== 'string') throw new TypeError(`${wanted}, got ${describe(value)}`);
  const count = drawsIn(value);
  const whole = BASE64.test(value) && value.length === 4 * Math.ceil((4 * count) / 3);
  if (!(whole && count > 0 && count <= most)) throw new RangeError(`${wanted}, got ${value.length} characters`);
  return value;
}

/** How many words base64 digits hold. */
function drawsIn(text: string): number {
  return Math.floor((text.replace(/=+$/, '').length * 6) / 32);
}

export function checkWords(name: string, value: unknown): string {
  const wanted = `state.${name} must be the ${TWISTER_WORDS} words of a generator, as state() gave them`;
  if (typeof value !== 'string') throw new TypeError(`${wanted}, got ${describe(value)}`);
  const length = 4 * Math.ceil((4 * TWISTER_WORDS) / 3);
  const whole = value.length === length && BASE64.test(value);
  if (!whole || decodeWords(value)[TWISTER_WORDS - 1] >= TWISTER_WORDS) {
    throw new RangeError(`${wanted}, got ${value.length} characters`);
  }
  return value;
}
