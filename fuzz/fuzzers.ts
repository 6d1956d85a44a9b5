import type { Fuzzer } from './fuzzer.js';
import { pool } from './pool.js';

/** Every fuzzer, in the order in which they run. */
export const fuzzers: readonly Fuzzer[] = [pool];
