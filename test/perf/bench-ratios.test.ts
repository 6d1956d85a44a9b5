// The main rows of the benchmark keep their lead over the plain table: npm run bench -- --check, in a process of its
// own, and what it is made of.
import { execFileSync } from 'node:child_process';
import { WeightedRandomSampler } from 'loaded-dice';
import { expect, it } from 'vitest';
import { Baseline } from '../../bench/baseline.js';
import type { Task } from '../../bench/measure.js';
import { checkRow, limitsOf, type Recorded } from '../../bench/ratios.js';
import { uniformWeights } from '../../bench/weights.js';
import { bundleFolder } from '../../scripts/bundled.mjs';

it('no ratio to the plain table is a quarter below what was recorded', async () => {
  const file = await bundleFolder('bench');
  let said: string;
  try {
    said = execFileSync(process.execPath, [file, '--check'], { encoding: 'utf8' });
  } catch (error) {
    // its sentences say which, and what to do
    said = (error as { stdout: string }).stdout;
    expect.fail(said);
  }
  expect(said).toMatch(/^ {2}draw, n = 2\^20 .*least allowed: wasm [\d.]+ {2}js [\d.]+/m);
}, 600_000);

const COUNT = 1 << 18;

/** A row of a sampler, and of one that does its work eight times, in place of the JS backend. */
function slowedRow(): { tasks: Task[] } {
  const weights = uniformWeights(1024);
  const sampler = new WeightedRandomSampler(weights, COUNT, { seed: 1, backend: 'wasm' });
  const plain = new Baseline(weights);
  const out = new Uint32Array(COUNT);
  const slowed = () => {
    for (let i = 0; i < 8; i++) sampler.fill(out);
  };
  return {
    tasks: [
      ['wasm', COUNT, () => sampler.fill(out)],
      ['js', COUNT, slowed],
      ['plain JS', COUNT, () => plain.fill(out)],
    ],
  };
}

it('the check finds a sampler that takes eight times as long, and no other', async () => {
  const { ratios } = await checkRow('here', slowedRow(), []);
  // half of the ratio is asked for at least, however busy the machine is
  const recorded: Recorded = { here: { table: { row: { wasm: ratios.wasm / 4, js: ratios.wasm } } } };
  const limits = limitsOf(recorded, 'here', 'table', 'row');
  const { findings, rounds } = await checkRow('table, row', slowedRow(), limits, { most: 8 });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(/^table, row, js: [\d.]+ × as fast as plain JS; [\d.]+ is the least allowed/);
  // it tried as often as it may
  expect(rounds).toBe(8);
});

it('a sampler that throws is found', async () => {
  const [wasm, , plain] = slowedRow().tasks;
  const broken: Task = [
    'js',
    COUNT,
    () => {
      throw new Error('out of dice');
    },
  ];
  const { findings } = await checkRow('here', { tasks: [wasm, broken, plain] }, []);
  expect(findings).toEqual(['here, js failed: out of dice']);
});
