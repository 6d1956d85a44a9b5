import { ATANH, LN2, NEAR, ROOT_HALF } from '../../internal/exponential.js';
import { DOUBLINGS } from '../waiting-time.js';
import type { Dialect } from './dialect.js';

/**
 * Adds the column `e` to a query: the waiting time of the hash in its column `h`, as `waitingTime` in
 * ../waiting-time.ts computes it, bit by bit. `columns` are those to keep. Each step is a query around the one before,
 * since SQL has no other way to name what a step computes. No step gives a column a name that its own input has: in
 * ClickHouse the name would then stand for both.
 * @param where Leaves out rows before the logarithm: a condition on `v`, uniform in (0, 1), which is less than `e`.
 */
export function withWaitingTime(query: string, columns: readonly string[], dialect: Dialect, where = ''): string {
  const { double: d, hexToDouble, barrier } = dialect;
  const step = (values: string, from: string) =>
    `SELECT ${[...columns, values].join(', ')}\nFROM (${from}${barrier}) AS q`;
  const halves = step(`${hexToDouble('substr(h, 1, 8)', 8)} AS hi, ${hexToDouble('substr(h, 9, 7)', 7)} AS lo`, query);
  const [low, unit] = [d(2 ** -28), d(2 ** -32)];
  const uniforms = step(
    `(hi + (lo + ${d(0.5)}) * ${low}) * ${unit} AS v, ` +
      `(${d(4294967295)} - hi + (${d(268435455.5)} - lo) * ${low}) * ${unit} AS rest`,
    halves,
  );
  // half of the rows need no doubling, a quarter one: a CASE of 61 branches tries two on average
  const times = Array.from({ length: DOUBLINGS }, (_, i) => i);
  const byDoublings = (value: (times: number) => string) => {
    const cases = times.map((i) => `WHEN rest >= ${d(ROOT_HALF * 2 ** -i)} THEN ${value(i)}`);
    return `CASE ${cases.join(' ')} ELSE ${value(DOUBLINGS)} END`;
  };
  const doubled = `${step(
    `v, rest * ${byDoublings((times) => d(2 ** times))} AS m, ${byDoublings((times) => d(times * LN2))} AS far`,
    uniforms,
  )}${where && `\nWHERE ${where}`}`;
  const near = `CASE WHEN v < ${d(NEAR)} THEN`;
  const reduced = step(
    `${near} v / (${d(2)} - v) ELSE (${d(1)} - m) / (${d(1)} + m) END AS s, ${near} ${d(0)} ELSE far END AS l`,
    doubled,
  );
  const [first, ...others] = ATANH.map(d);
  const sum = others.reduce((sum, coefficient) => `(${sum} * (s * s) + ${coefficient})`, first);
  return step(`l + ${d(2)} * s * ${sum} AS e`, reduced);
}
