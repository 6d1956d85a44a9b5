import type { LabeledData, ReadOptions } from '../../src/cli/input/dataset.js';
import type { Input } from '../../src/cli/input/find-input.js';
import { RowCollector } from '../../src/cli/input/row-collector.js';
import type { RowText } from '../../src/cli/input/rows.js';
import { readTextTable } from '../../src/cli/input/text-table.js';
import { Progress } from '../../src/cli/progress.js';
import type { FormatOptions } from '../../src/files/dialect.js';

/** How the command reads where no option says otherwise. */
export function readOptions(progress: Progress, options: Partial<ReadOptions> = {}): ReadOptions {
  const labels = { missing: 'drop', trim: false, ignoreCase: false, oneHot: undefined } as const;
  return { format: {}, labels, decimal: undefined, logits: false, images: {}, progress, rows: false, ...options };
}

/** A data set as it comes from a file a.csv. */
export function labeledData(codes: Int32Array, classes: string[]): LabeledData {
  const dialect = { delimiter: ',', quote: '"', escape: '', comment: '', header: true, rowNames: false };
  const counts = { rows: codes.length, comments: 0, emptyLines: 0, trailingDelimiters: 0, shortRows: 0, files: 1 };
  const read = { format: 'text', ...dialect, ...counts, encoding: 'utf-8', compressed: false } as const;
  return { name: 'a.csv', codes, classes, missing: new Map(), unlabeled: 0, rows: undefined, read, doubts: [] };
}

/** Reads a text table. @returns What gives its rows, and files of at most `most` bytes are kept in memory. */
export async function rowsOf(input: Input, most?: number, format: FormatOptions = {}): Promise<() => RowText> {
  const rows = new RowCollector(input);
  const reader = {
    header(_: readonly string[], lines: readonly [number, number] | undefined) {
      if (lines) rows.header(...lines);
      return [];
    },
    row: (_: readonly string[], line: number, last: number) => rows.row(line, last),
    bytes: rows.bytes.bind(rows),
  };
  const { understood } = await readTextTable(input, format, reader, new Progress());
  return () => rows.text(understood, most);
}
