// The ratios that --compare prints, and those that --check holds to what was recorded.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureOf } from '../../bench/measure.js';
import { paired, pairedText } from '../../bench/paired.js';
import {
  CHECKED,
  checkedRows,
  findings,
  limitsOf,
  machineName,
  type Recorded,
  ratiosOf,
  roundedRatios,
} from '../../bench/ratios.js';
import { ALONE, tables } from '../../bench/tables.js';

const times = fc.array(fc.double({ min: 0.1, max: 1000, noNaN: true }), { minLength: 1, maxLength: 12 });

describe('ratios of pairs', () => {
  const before = [1, 2, 3, 4, 5, 6, 7, 8];

  it('are those of new to old, pair by pair', () => {
    const after = [2, 2, 6, 8, 5, 6, 7, 16];
    expect(paired(before, after)).toEqual({ least: 1, median: 1.5, most: 2, pairs: 8, verdict: 'same' });
    expect(paired([1, 1, 1], [3, 1, 2])).toMatchObject({ least: 1, median: 2, most: 3 });
  });

  it('differ if all agree, and by more than a hundredth', () => {
    const scaled = (factor: number) =>
      paired(
        before,
        before.map((time) => factor * time),
      );
    expect(scaled(1.2).verdict).toBe('slower');
    expect(scaled(0.8).verdict).toBe('faster');
    expect(scaled(1.009).verdict).toBe('same');
    expect(scaled(0.991).verdict).toBe('same');
    // one does not agree
    expect(paired(before, [0.99, ...before.slice(1).map((time) => 1.2 * time)]).verdict).toBe('same');
    // too few of them
    expect(paired([1, 1, 1, 1, 1], [2, 2, 2, 2, 2]).verdict).toBe('same');
  });

  it('as a line have their spread, and how much they differ', () => {
    expect(pairedText(paired(before, before))).toBe('1.000 (1.000 to 1.000)');
    const slower = before.map((time, i) => (1.2 + i / 50) * time);
    expect(pairedText(paired(before, slower))).toBe('1.270 (1.200 to 1.340)  27 % more time');
    const faster = before.map((time, i) => (0.7 + i / 50) * time);
    expect(pairedText(paired(before, faster))).toBe('0.770 (0.700 to 0.840)  23 % less time');
  });

  it('need as many of both', () => {
    expect(() => paired([], [])).toThrow('0 and 0 times make no pairs');
    expect(() => paired([1, 2], [1])).toThrow('2 and 1 times make no pairs');
  });

  it('turn over with the sides, and lie within their spread', () => {
    fc.assert(
      fc.property(times, fc.infiniteStream(fc.double({ min: 0.1, max: 1000, noNaN: true })), (old, stream) => {
        const now = old.map(() => stream.next().value as number);
        const one = paired(old, now);
        const other = paired(now, old);
        expect(one.least).toBeLessThanOrEqual(one.median);
        expect(one.median).toBeLessThanOrEqual(one.most);
        expect(one.least * other.most).toBeCloseTo(1, 9);
        if (one.verdict === 'slower') expect(other.verdict).not.toBe('slower');
      }),
    );
  });
});

describe('ratios to the plain table', () => {
  const samples = new Map([
    ['wasm', [2, 1, 3]],
    ['js', [8, 9]],
    ['plain JS', [20, 16]],
    ['NumPy 2.4.6', [60]],
  ]);
  const recorded: Recorded = {
    'A, Node 20': { draw: { 'n = 2^3': { wasm: 16, js: 2 } } },
    'B, Node 20': { draw: { 'n = 2^3': { wasm: 10 } } },
  };

  it('are those of the least times', () => {
    expect(figureOf(samples.get('wasm')!)).toEqual({ least: 1, median: 2 });
    expect(ratiosOf(samples)).toEqual({ wasm: 16, js: 2, 'plain JS': 16 });
    expect(() => ratiosOf(new Map([['wasm', [1]]]))).toThrow('there is no plain JS in this row');
    expect(roundedRatios({ wasm: 14.5678 })).toEqual({ wasm: 14.6 });
  });

  it('are held to three quarters of what this machine recorded, or half the least of others', () => {
    expect(machineName({ processor: 'A', node: 'v20.20.2' })).toBe('A, Node 20');
    expect(limitsOf(recorded, 'A, Node 20', 'draw', 'n = 2^3')).toEqual([
      { rival: 'wasm', recorded: 16, least: 12, own: true },
      { rival: 'js', recorded: 2, least: 1.5, own: true },
    ]);
    expect(limitsOf(recorded, 'B, Node 20', 'draw', 'n = 2^3')).toEqual([
      { rival: 'wasm', recorded: 10, least: 7.5, own: true },
      { rival: 'js', recorded: 2, least: 1, own: false },
    ]);
    expect(limitsOf(recorded, 'A, Node 22', 'draw', 'n = 2^3')).toMatchObject([{ least: 5 }, { least: 1 }]);
    expect(limitsOf(recorded, 'A, Node 20', 'draw', 'n = 2^4')).toEqual([]);
  });

  it('that fall by more than a quarter are found, with what was recorded', () => {
    const limits = limitsOf(recorded, 'A, Node 20', 'draw', 'n = 2^3');
    expect(findings('draw, n = 2^3', { wasm: 12, js: 1.5 }, limits)).toEqual([]);
    expect(findings('draw, n = 2^3', { wasm: 11.9, js: 3 }, limits)).toEqual([
      'draw, n = 2^3, wasm: 11.9 × as fast as plain JS; 12.0 is the least allowed (16.0 recorded on this machine)',
    ]);
    expect(findings('draw, n = 2^3', { js: 1.4 }, limits)).toEqual([
      'draw, n = 2^3, wasm: it has no figure; 12.0 is the least allowed (16.0 recorded on this machine)',
      'draw, n = 2^3, js: 1.40 × as fast as plain JS; 1.50 is the least allowed (2.00 recorded on this machine)',
    ]);
  });

  it('are held to half where plain JS takes 1.5 times as long as when they were recorded', () => {
    const machine = { draw: { 'n = 2^3': { wasm: 16, 'plain JS': 10 } } };
    const limits = limitsOf({ 'A, Node 20': machine }, 'A, Node 20', 'draw', 'n = 2^3');
    const found = (wasm: number, plain: number) => findings('row', { wasm, 'plain JS': plain }, limits);
    expect(found(11.9, 15)).toHaveLength(1);
    expect(found(11.9, 15.1)).toEqual([]);
    expect(found(7.9, 15.1)).toEqual([
      'row, wasm: 7.90 × as fast as plain JS; 8.00 is the least allowed (16.0 recorded on this machine)',
    ]);
  });

  it('are recorded for rows that there are, on every machine in the file', () => {
    const rows = checkedRows(tables(ALONE));
    expect(rows).toHaveLength(Object.values(CHECKED).flat().length);
    const file: Recorded = JSON.parse(readFileSync('bench/ratios.json', 'utf8'));
    const names = new Set(rows.map(({ id, name }) => `${id}, ${name}`));
    for (const [machine, ratios] of Object.entries(file)) {
      expect(machine).toMatch(/, Node \d+$/);
      for (const [id, each] of Object.entries(ratios)) {
        for (const [name, byRival] of Object.entries(each)) {
          expect(names).toContain(`${id}, ${name}`);
          for (const ratio of Object.values(byRival)) expect(ratio).toBeGreaterThan(0.5);
        }
      }
    }
    expect(() => checkedRows([])).toThrow('there is no row n = 2^3 in the table draw');
  });
});

it('tables and their rows have names of their own', () => {
  const all = tables(ALONE);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { rows } of all) expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
});
