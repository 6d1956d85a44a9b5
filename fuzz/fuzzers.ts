import { command } from './command.js';
import { files } from './files.js';
import type { Fuzzer } from './fuzzer.js';
import { images } from './images.js';

/** Every fuzzer, in the order in which they run. */
export const fuzzers: readonly Fuzzer[] = [command, files, images];
