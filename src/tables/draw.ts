import { checkOptions } from '../internal/check.js';
import { FirstCandidates } from './candidates.js';
import { type Engine, withEngine } from './engine.js';
import { checkEngine, ENGINE_OPTIONS, type EngineOptions } from './engine-options.js';
import { checkUnchanged } from './fingerprints.js';
import { openFrom, rowsQuery } from './relation.js';
import type { Candidate, PlanPart, PlanSettings } from './sample-plan.js';
import { DUCKDB } from './sql/dialect.js';
import { TableError } from './table-error.js';
import { hashedText, md5, waitingTime } from './waiting-time.js';

/** Rounding errors of the product in the filter, generously. */
const SLACK = 1 + 1e-9;

/**
 * Draws from one part of a plan: its candidates for the sample, at most n, in the order of draws. The result is the
 * same each time, on each machine.
 * @param plan The plan. A job for another machine can leave out its `parts`.
 * @throws {TableError} A file is missing or has changed since it was planned, or a row has no id.
 */
export async function drawPart(plan: PlanSettings, part: PlanPart, options: EngineOptions = {}): Promise<Candidate[]> {
  const checked = checkOptions(options, ENGINE_OPTIONS);
  checkEngine(checked);
  if (plan.version !== 1) {
    throw new TableError(`the plan has version ${plan.version}, not 1: plan and draw with one version of loaded-dice`);
  }
  return withEngine(checked, (engine) => drawWith(engine, plan, part, checked));
}

/** @internal Draws with an engine that is open. */
export async function drawWith(
  engine: Engine,
  plan: PlanSettings,
  part: PlanPart,
  { signal }: EngineOptions,
): Promise<Candidate[]> {
  engine.step = 'draw';
  await checkUnchanged(part.from, engine);
  await openFrom(engine, part.from);
  if ('labels' in plan.weights) {
    const { classes } = plan.weights;
    await engine.load('classes', 'label VARCHAR, w DOUBLE', [
      classes.map(([label]) => label),
      classes.map(([, w]) => w),
    ]);
  }
  const { n, replacement, seed, limit } = plan;
  const first = new FirstCandidates(n, signal);
  for await (const [files, rows, ids, weights, hashes] of engine.chunks(drawQuery(plan, part))) {
    for (let i = 0; i < ids.length; i++) {
      const [id, weight, hash] = [ids[i] as string | null, weights[i] as number | null, hashes[i] as string];
      if (id === null) throw noId(plan, part, files[i], rows[i]);
      if (weight === null || !(weight < Infinity)) throw changed(plan, id, weight);
      const place = { id, file: Number(files[i]), row: Number(rows[i]) };
      let total = waitingTime(hash);
      const arrives = (arrival: number, hash: string): boolean => {
        // a class of a tiny share may have times beyond the doubles, and JSON has no infinity
        const time = Math.min(total / weight, Number.MAX_VALUE);
        const mayBeDrawn = (limit === null || time <= limit) && first.add({ time, hash, arrival, ...place });
        return mayBeDrawn && time < Number.MAX_VALUE;
      };
      let more = arrives(1, hash);
      for (let arrival = 2; replacement && more; arrival++) {
        const next = md5(hashedText(seed, arrival, id));
        total += waitingTime(next);
        more = arrives(arrival, next);
      }
    }
  }
  await checkUnchanged(part.from);
  return first.sorted();
}

/**
 * The rows whose first arrival may be before the limit, with its hash. An arrival at time t of a row of weight w has
 * v ≤ -ln(1 - v) = w t, so the first 16 bits of v tell of most rows that they are too late. `md5_number` has the bytes
 * of the hash in reverse, and is faster than `md5`.
 */
export function drawQuery({ seed, weights, id, limit }: PlanSettings, { from }: PlanPart): string {
  const hashed = `'${hashedText(seed, 1, '')}' || id`;
  const rows =
    'column' in weights
      ? `SELECT f, r, id, TRY_CAST(v AS DOUBLE) AS w FROM (${rowsQuery(from, { id, value: weights.column })})`
      : `SELECT f, r, id, w FROM (${rowsQuery(from, { id, value: weights.labels })}) ` +
        'LEFT JOIN temp.main.classes ON label = CAST(v AS VARCHAR)';
  // a weight that is no number anymore, or a label that the plan does not have, is not left out without a word
  const positive = `SELECT * FROM (${rows}) WHERE w > 0 OR w IS NULL`;
  if (limit === null) return `SELECT f, r, id, w, md5(${hashed}) AS h FROM (${positive})`;
  return (
    `SELECT f, r, id, w, md5(${hashed}) AS h FROM (` +
    `SELECT *, CAST(md5_number(${hashed}) & 65535::UHUGEINT AS INTEGER) AS x FROM (${positive})) ` +
    `WHERE id IS NULL OR w IS NULL OR (x & 255) * 256 + (x >> 8) <= w * ${DUCKDB.double(limit * 65536 * SLACK)}`
  );
}

function changed({ weights }: PlanSettings, id: string, weight: number | null): TableError {
  const row = `row ${JSON.stringify(id)}`;
  return new TableError(
    'labels' in weights && weight === null
      ? `the label of ${row} was not there when the sample was planned: plan it anew`
      : `the weight of ${row} is ${weight === null ? 'no number' : weight} now: plan the sample anew`,
  );
}

function noId({ id }: PlanSettings, { from }: PlanPart, number: unknown, row: unknown): TableError {
  const place = Number(row) < 0 ? 'a row' : `row ${row}`;
  const where = from.kind === 'files' ? from.files.find(({ file }) => file === Number(number))?.path : from.name;
  return new TableError(`column "${id}" is NULL in ${place} of ${where}: each row needs an id`);
}
