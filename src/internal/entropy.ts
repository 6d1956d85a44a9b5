import { fingerprint } from './fingerprint.js';

/** Number of random words to fetch at once: a call of `crypto` takes longer than making a small sampler. */
const WORDS = 1024;
let words: Uint32Array | undefined;
let next = 0;

/**
 * Returns a fresh seed: 53 bits from `crypto`, or 52 bits hashed from several `Math.random()` and the time.
 * @throws {Error} The engine has neither, as in an SES compartment.
 */
export function freshSeed(): number {
  try {
    if (!words || next === WORDS) {
      // AudioWorklet, Hermes and QuickJS have no crypto; some contexts in Node have it only as a module
      const { process, crypto = process.getBuiltinModule('node:crypto').webcrypto as Crypto } = globalThis;
      words = crypto.getRandomValues(new Uint32Array(WORDS));
      next = 0;
    }
    return (words[next++] >>> 11) * 4294967296 + words[next++];
  } catch {}
  try {
    const { random } = Math;
    const drawn = [random(), random(), random(), random(), Date.now(), globalThis.performance?.now()];
    return Number.parseInt(fingerprint(drawn.join()).slice(3), 16);
  } catch (cause) {
    throw new Error('no fresh seed is available without crypto or Math.random(): give a seed', { cause });
  }
}
