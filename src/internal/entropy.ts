import { fingerprint } from './fingerprint.js';

/** Random words that were fetched together: a call of `crypto` takes longer than a small sampler. */
const WORDS = 64;
let words: Uint32Array | undefined;
let next = 0;

/**
 * A fresh seed: 53 bits from the platform's `crypto`, else 52 hashed from several `Math.random()` and the time.
 * @throws {Error} The engine has neither, as in a compartment of SES: a seed must be given.
 */
export function freshSeed(): number {
  try {
    if (!words || next === WORDS) {
      // AudioWorklet, Hermes and QuickJS have none; some contexts within Node have it as a module alone
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
