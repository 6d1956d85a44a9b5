import type { Writable } from 'node:stream';
import type { Inputs } from '../input/find-input.js';
import { csvLine } from '../input/rows.js';
import { drawnRows } from './drawn-rows.js';
import { write } from './output.js';
import { type ByIdOptions, checkSampleOutput, sampleById, writeSampleParquet } from './sample-by-id.js';

/** What to print. */
export interface ByIdOutput {
  /** Print the rows themselves. */
  readonly rows?: boolean;
  readonly json?: boolean;
  readonly out?: string;
}

/** Ids that are written at once. */
const IDS_AT_ONCE = 8192;

/**
 * Draws rows of files by their ids, and prints the ids or the rows, or writes the rows to a Parquet file.
 * @param tell Shows a line beside the output.
 */
export async function printSampleById(
  input: Inputs,
  options: ByIdOptions & ByIdOutput,
  stdout: Writable,
  tell: (line: string) => void,
): Promise<void> {
  const { id, out, progress } = options;
  if (out !== undefined) await checkSampleOutput(out, input);
  const { header, sample, clean, close } = await sampleById(input, { ...options, workers: withSeed(options) });
  try {
    if (options.json) {
      await write(stdout, `${JSON.stringify(header).slice(0, -1)},"draws":[`);
      let comma = '';
      for (const ids of inChunks(sample.ids())) {
        await write(stdout, comma + JSON.stringify(ids).slice(1, -1));
        comma = ',';
      }
      await write(stdout, ']}\n');
      await clean();
      return;
    }
    if (!options.workers) tell(`seed ${header.seed}`);
    if (out !== undefined) {
      await writeSampleParquet(sample, out, input, progress);
      tell(`wrote ${sample.length} rows to ${out}`);
    } else if (options.rows) {
      for await (const lines of drawnRows(input, id, sample.ids(), progress))
        await write(stdout, `${lines.join('\n')}\n`);
    } else {
      for (const ids of inChunks(sample.ids())) await write(stdout, ids.map((each) => `${csvLine([each])}\n`).join(''));
    }
    await clean();
  } finally {
    await close();
  }
}

/** Lets workers tell the seed first, with which an interrupted command is run again. */
function withSeed({ workers, seed }: ByIdOptions): ByIdOptions['workers'] {
  let told = false;
  const tell = (line: string): void => {
    if (!told) workers?.tell(`seed ${seed}`);
    told = true;
    workers?.tell(line);
  };
  return workers && { ...workers, tell };
}

function* inChunks(ids: readonly string[]): Generator<readonly string[]> {
  for (let first = 0; first < ids.length; first += IDS_AT_ONCE) yield ids.slice(first, first + IDS_AT_ONCE);
}
