// npm run bench -- --check and --record.
import { readFileSync, writeFileSync } from 'node:fs';
import {
  CHECKED,
  checkedRows,
  checkRow,
  limitsOf,
  machineName,
  RATIOS,
  type Recorded,
  roundedRatios,
} from './ratios.js';
import { thisMachine } from './results.js';
import { ALONE, tables } from './tables.js';

/** Rounds of a recording: all of them count, since nothing says when they are enough. */
const RECORDED_ROUNDS = 12;

function readRecorded(): Recorded {
  try {
    return JSON.parse(readFileSync(RATIOS, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${RATIOS}: ${(error as Error).message}`);
  }
}

const show = (ratios: Record<string, number>) =>
  Object.entries(ratios)
    .map(([rival, ratio]) => `${rival} ${ratio.toPrecision(3)}`)
    .join('  ');

/** Fails, by the exit code, if a ratio to plain JS is below its limit. */
export async function check(): Promise<void> {
  const recorded = readRecorded();
  const machine = machineName(thisMachine());
  const known = recorded[machine] ? '' : ' (it has recorded none: half the least of others is allowed)';
  console.log(`${machine}${known}: how many times as fast as plain JS, and its nanoseconds`);
  const failing: { where: string; found: string[]; again: () => Promise<string[]> }[] = [];
  for (const { id, name, row } of checkedRows(tables(ALONE))) {
    const where = `${id}, ${name}`;
    const limits = limitsOf(recorded, machine, id, name);
    const { ratios, findings, rounds, samples } = await checkRow(where, row.set(), limits);
    const least = limits.map((limit) => `${limit.rival} ${limit.least.toPrecision(3)}`).join('  ');
    console.log(`  ${where.padEnd(22)}${show(ratios).padEnd(42)}least allowed: ${least || 'any'}  (${rounds} rounds)`);
    const again = async () => (await checkRow(where, row.set(), limits, { samples })).findings;
    if (findings.length > 0) failing.push({ where, found: findings, again });
  }
  const findings: string[] = [];
  // what was too slow gets two more tries, some time later: a neighbor on the same processor may have had its minute
  for (const { where, found, again } of failing) {
    let last = found;
    for (let more = 0; more < 2 && last.length > 0; more++) last = await again();
    console.log(`  ${where.padEnd(22)}${last.length > 0 ? 'still below its limit' : 'reached its limit later'}`);
    findings.push(...last);
  }
  if (findings.length === 0) return;
  console.log(`\n${findings.join('\n')}`);
  console.log('If that is meant, or the plain table became faster, record the ratios anew: npm run bench -- --record');
  process.exitCode = 1;
}

/** Records the ratios of this machine beside those of others. */
export async function record(): Promise<void> {
  const recorded = readRecorded();
  const machine = machineName(thisMachine());
  console.log(`${machine}: how many times as fast as plain JS, and its nanoseconds`);
  const before = recorded[machine];
  recorded[machine] = Object.fromEntries(Object.keys(CHECKED).map((id) => [id, {}]));
  for (const { id, name, row } of checkedRows(tables(ALONE))) {
    const { ratios } = await checkRow(`${id}, ${name}`, row.set(), [], {
      fewest: RECORDED_ROUNDS,
      most: RECORDED_ROUNDS,
    });
    recorded[machine][id][name] = roundedRatios(ratios);
    const old = before?.[id]?.[name];
    console.log(
      `  ${`${id}, ${name}`.padEnd(22)}${show(ratios).padEnd(42)}${old ? `before: ${show(old)}` : ''}`.trimEnd(),
    );
  }
  writeFileSync(RATIOS, `${JSON.stringify(recorded, undefined, 2)}\n`);
  console.log(`written to ${RATIOS}`);
}
