import { type Engine, textList } from './engine.js';
import { isRemote, stateOf } from './paths.js';
import { escapeGlob } from './relation.js';
import type { PlanFile, PlanPart } from './sample-plan.js';
import { TableError } from './table-error.js';

/**
 * Checks that the files of a part are as they were when the sample was planned: sizes and times, and with an engine the
 * rows of Parquet files.
 * @throws {TableError} A file is missing or has changed.
 */
export async function checkUnchanged(from: PlanPart['from'], engine?: Engine): Promise<void> {
  const files: readonly (Pick<PlanFile, 'path' | 'size' | 'modified'> & { rows?: number })[] =
    from.kind === 'files' ? from.files : from.database ? [from.database] : [];
  for (const { path, size, modified } of files) {
    const now = await stateOf(path);
    if (!isRemote(path) && now.size === null)
      throw new TableError(`there is no file ${path} any more: plan the sample anew`);
    if (now.size !== size || now.modified !== modified) throw changed(path);
  }
  if (!engine || from.kind !== 'files') return;
  const parquet = from.files.filter(({ format }) => format === 'parquet');
  if (parquet.length === 0) return;
  const paths = textList(parquet.map(({ path }) => escapeGlob(path)));
  const counts = await engine.rows(`SELECT file_name, num_rows FROM parquet_file_metadata(${paths})`);
  const byPath = new Map(counts.map(([path, count]) => [path as string, Number(count)]));
  for (const { path, rows } of parquet) if (byPath.get(path) !== rows) throw changed(path);
}

function changed(path: string): TableError {
  return new TableError(`${path} has changed since the sample was planned: plan it anew`);
}
