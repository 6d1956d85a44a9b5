import type { From } from './relation.js';
import type { PlanFile, PlanPart } from './sample-plan.js';
import type { Resolved } from './source.js';

/** Splits the rows of a source into parts of about equally many rows. */
export function partsOf(from: Resolved, fileRows: readonly number[], rows: number, parts: number): PlanPart[] {
  if (from.kind !== 'files') return [{ part: 0, rows, from }];
  const files = from.files.map((file, i): PlanFile => ({ ...file, rows: fileRows[i] }));
  const most = Math.ceil(rows / parts);
  const result: PlanPart[] = [];
  let open: PlanFile[] = [];
  let filled = 0;
  const close = (): void => {
    if (open.length > 0) result.push({ part: result.length, rows: filled, from: { kind: 'files', files: open } });
    [open, filled] = [[], 0];
  };
  for (const file of files) {
    let first = 0;
    while (file.rows - first > most - filled && (file.format === 'parquet' || filled > 0)) {
      const end = first + most - filled;
      if (file.format === 'parquet') {
        if (end > first) open.push({ ...file, first, end });
        filled += end - first;
        first = end;
      }
      close();
    }
    if (file.rows > first) {
      open.push(first === 0 ? file : { ...file, first, end: file.rows });
      filled += file.rows - first;
      if (filled >= most) close();
    }
  }
  close();
  return result;
}

/** The files or the table of all parts together. */
export function wholeOf(parts: readonly PlanPart[]): From {
  const [{ from }] = parts;
  if (from.kind !== 'files') return from;
  const byNumber = new Map<number, PlanFile>();
  for (const part of parts) {
    if (part.from.kind !== 'files') continue;
    for (const { first, end, ...file } of part.from.files) byNumber.set(file.file, file);
  }
  return { kind: 'files', files: [...byNumber.values()] };
}
