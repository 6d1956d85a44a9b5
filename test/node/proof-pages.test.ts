// The pages of docs/proof/ show what the recorded runs have, and their commands are there.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fuzzers } from '../../fuzz/fuzzers.js';
import {
  enginesPart,
  FOLDER,
  fuzzPart,
  type NumbersRun,
  parts,
  sizesPart,
  torchPart,
  withPart,
} from '../../proof/pages.js';
import { expectedHash } from '../support/proof-record.js';

const read = (path: string) => readFileSync(path, 'utf8');
const scripts = Object.keys(JSON.parse(read('package.json')).scripts);

describe('pages', () => {
  it.each(parts())('%s has the %s of the recorded run', (page, mark, part) => {
    const text = read(`${FOLDER}/${page}.md`);
    expect(withPart(page, text, mark, part)).toBe(text);
  });

  it('are those of runs that are kept', () => {
    expect(parts().map(([page]) => page)).toEqual(['pytorch', 'speed', 'same-numbers', 'fuzz']);
  });

  it.each(['index', 'exactness', 'same-numbers', 'pytorch', 'fuzz', 'speed'])('%s has commands that exist', (name) => {
    const commands = [...read(`${FOLDER}/${name}.md`).matchAll(/npm (?:run )?([\w:]+)( -- [^`|\n]*)?/g)];
    expect(commands.length).toBeGreaterThan(0);
    for (const [, script, rest = ''] of commands) {
      expect(scripts).toContain(script);
      const files = rest.split(' ').filter((word) => word.endsWith('.ts'));
      expect(files.filter((file) => !existsSync(file))).toEqual([]);
      if (script !== 'fuzz') continue;
      const names = fuzzers.map((fuzzer) => fuzzer.name);
      const named = rest.split(' ').filter((word) => /^[a-z][a-z-]+$/.test(word));
      expect(named.filter((word) => !names.includes(word))).toEqual([]);
    }
  });

  it('fuzz names every fuzzer', () => {
    const text = read(`${FOLDER}/fuzz.md`).replace(/<!-- proof: run -->.*<!-- proof: end of run -->/s, '');
    expect(fuzzers.map(({ name }) => name).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the recorded run of engines', () => {
  const run = JSON.parse(read(`${FOLDER}/same-numbers.json`)) as NumbersRun;

  it('has the hash of what is drawn now', () => {
    expect(run.sha256).toBe(expectedHash());
  });

  it('shows an engine that differs, and one that was not run', () => {
    const [first] = run.engines;
    const js = { cases: 5, indices: 9, sha256: 'f'.repeat(64), ranks: { 2: { cases: 4, same: 3 } } };
    const threads = { 2: { same: 2, of: 3, warnings: [] } };
    const other = { ...first, engine: 'Another', wasm: 'it has none', js, threads };
    const notRun = [{ engine: 'Safari', why: 'there is none' }];
    const text = enginesPart({ ...run, engines: [other], notRun });
    expect(text).toContain(`| none | **${'f'.repeat(12)}**, 5 cases | **differ**: 2 | **differ**: 2 |`);
    expect(text).toContain('Not run: Safari (there is none).');
  });
});

it('parts show failures, and refuse what they cannot show', () => {
  const report = JSON.parse(read(`${FOLDER}/fuzz.json`));
  const [one] = report.fuzzers;
  const text = fuzzPart({ ...report, fuzzers: [{ ...one, failure: 'build/fuzz/exact-1.txt' }] });
  expect(text).toContain('| **build/fuzz/exact-1.txt** |');
  expect(text).toContain(': 1 failures.');
  expect(() => torchPart([{ kind: 'unheard of' }])).toThrow('unheard of');
  expect(() => sizesPart('')).toThrow('only 0 limits');
  expect(() => withPart('fuzz', 'no marks', 'run', '')).toThrow('fuzz has no <!-- proof: run -->');
});
