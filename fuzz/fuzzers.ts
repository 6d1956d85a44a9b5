import type { Fuzzer } from './fuzzer.js';
import { numbers } from './numbers.js';

/** Every fuzzer, in the order in which they run. */
export const fuzzers: readonly Fuzzer[] = [numbers];
