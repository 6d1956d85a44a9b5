import { brokenTables } from './broken-tables.js';
import { built } from './built.js';
import { changing } from './changing.js';
import { command } from './command.js';
import { elastic } from './elastic.js';
import { exact } from './exact.js';
import { files } from './files.js';
import type { Fuzzer } from './fuzzer.js';
import { generators } from './generators.js';
import { groups } from './groups.js';
import { hostile } from './hostile.js';
import { images } from './images.js';
import { jsonTables } from './json-tables.js';
import { kernels } from './kernels.js';
import { loader } from './loader.js';
import { memory } from './memory.js';
import { numbers } from './numbers.js';
import { pool } from './pool.js';
import { samplers } from './samplers.js';
import { tableCommands } from './table-commands.js';
import { tables } from './tables.js';
import { workers } from './workers.js';

/** Every fuzzer, in the order in which they run. */
export const fuzzers: readonly Fuzzer[] = [
  exact,
  kernels,
  samplers,
  changing,
  hostile,
  built,
  elastic,
  groups,
  generators,
  loader,
  workers,
  pool,
  memory,
  numbers,
  command,
  files,
  images,
  tables,
  tableCommands,
  jsonTables,
  brokenTables,
];
