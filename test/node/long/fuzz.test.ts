// A minute of the fuzzers, always from the same seed: `npm run fuzz` goes on from others. They run in a process of
// their own: a run that never ends would block this one, and every test after it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import { fuzzers } from '../../../fuzz/fuzzers.js';
import type { Report } from '../../../fuzz/report.js';
import { bundleFolder } from '../../../scripts/bundled.mjs';

const rows = new Map<string, Report['fuzzers'][number]>();
let messages = '';

beforeAll(async () => {
  const file = await bundleFolder('fuzz');
  const run = await promisify(execFile)(process.execPath, [file, '--minutes', '1', '--seed', '1', '--json'], {
    maxBuffer: 2 ** 26,
  }).catch((error) => error);
  messages = run.stderr;
  // what is no JSON was killed, and says why on stderr
  const report: Report = JSON.parse(run.stdout || JSON.stringify({ fuzzers: [] }));
  for (const row of report.fuzzers) rows.set(row.name, row);
}, 1_200_000);

it.each(fuzzers)('$name: no difference from its reference', ({ name, runs }) => {
  const row = rows.get(name);
  expect(row, messages).toBeDefined();
  expect(row?.failure, messages).toBeNull();
  expect(row?.runs).toBeGreaterThanOrEqual(runs);
});
