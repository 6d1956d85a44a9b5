// Several runs write the same files at once, and some of them fail. At the end all files must come from one run, or be
// unchanged.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { writeAll } from '../src/cli/output-files.js';
import type { Fuzzer } from './fuzzer.js';

interface Run {
  /** Chunks of each file. */
  chunks: number[];
  /**
   * What goes wrong while a file is written: an error after its chunks, or a folder that appears where a file should
   * go.
   */
  fault: 'none' | 'throws' | 'taken';
  at: number;
}

interface Case {
  files: number;
  /** Whether the files exist before. */
  before: boolean;
  nested: boolean;
  runs: Run[];
}

const cases: fc.Arbitrary<Case> = fc.record({
  files: fc.integer({ min: 1, max: 4 }),
  before: fc.boolean(),
  nested: fc.boolean(),
  runs: fc.array(
    fc.record({
      chunks: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 4, maxLength: 4 }),
      fault: fc.oneof(
        { weight: 4, arbitrary: fc.constant('none' as const) },
        { weight: 1, arbitrary: fc.constantFrom('throws', 'taken') },
      ),
      at: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});

const textOf = (run: number, file: number, chunk: number): string => `run ${run} file ${file} chunk ${chunk}\n`;

async function check({ files, before, nested, runs }: Case): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'loaded-dice-fuzz-'));
  try {
    const out = join(root, nested ? 'new/folder' : '.');
    const path = (file: number): string => join(out, `${file}`);
    const all = Array.from({ length: files }, (_, file) => file);
    if (before) {
      mkdirSync(out, { recursive: true });
      for (const file of all) writeFileSync(path(file), 'before');
    }
    let taken: number | undefined;
    function* chunksOf({ chunks, fault, at }: Run, run: number, file: number): Generator<string> {
      for (let chunk = 0; chunk < chunks[file]; chunk++) yield textOf(run, file, chunk);
      if (file !== at % files || fault === 'none') return;
      if (fault === 'throws') throw new RangeError(`run ${run}`);
      // a folder that cannot be replaced, because it is not empty
      if (taken === undefined) {
        taken = files - 1;
        rmSync(path(taken), { force: true });
        mkdirSync(join(path(taken), 'x'), { recursive: true });
      }
    }
    const ends = await Promise.allSettled(
      runs.map((run, i) =>
        writeAll(
          all.map((file) => ({ option: '--out', path: path(file), chunks: chunksOf(run, i, file) })),
          [],
        ),
      ),
    );
    ends.forEach((end, i) => {
      const failed = end.status === 'rejected';
      const mayFail = runs[i].fault === 'throws' || taken !== undefined || nested;
      if (runs[i].fault === 'throws' && !failed) throw new Error(`run ${i} did not fail`);
      if (failed && !mayFail) throw end.reason;
    });
    const listed = (readdirSync(root, { recursive: true, withFileTypes: true }) ?? [])
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
    const left = all.filter((file) => file !== taken);
    const contents = left.map((file) => (listed.includes(path(file)) ? readFileSync(path(file), 'utf8') : 'nothing'));
    const whole = runs.map(({ chunks }, run) =>
      left.map((file) => Array.from({ length: chunks[file] }, (_, chunk) => textOf(run, file, chunk)).join('')),
    );
    const winners = whole.filter((_, i) => ends[i].status === 'fulfilled');
    const is = (texts: string[]): boolean => JSON.stringify(texts) === JSON.stringify(contents);
    const untouched = is(left.map(() => (before ? 'before' : 'nothing')));
    if (winners.length ? !winners.some(is) : !untouched) throw new Error(`mixed: ${JSON.stringify(contents)}`);
    const strangers = listed.filter((name) => !left.some((file) => path(file) === name));
    if (strangers.length) throw new Error(`left behind: ${strangers.join(' ')}`);
  } finally {
    rmSync(root, { recursive: true });
  }
}

export const files: Fuzzer = { name: 'files', property: fc.asyncProperty(cases, check), runs: 50 };
