// What engines drew, as the proof of same numbers keeps it: one file an engine in build/proof/.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type BackendNumbers, type EngineNumbers, engineNumbers, type ThreadNumbers } from './same-numbers.js';

/** Where records are kept. */
export const FOLDER = 'build/proof';

/** What a run has of one engine. */
export interface EngineRecord {
  readonly engine: string;
  readonly version: string;
  readonly wasm: BackendRecord | string;
  readonly js: BackendRecord | string;
  /** By number of threads; or why there are none. */
  readonly threads: Readonly<Record<number, ThreadNumbers>> | string;
}

export interface BackendRecord {
  readonly cases: number;
  readonly indices: number;
  readonly sha256: string;
  readonly ranks: BackendNumbers['ranks'];
}

export function recordOf(numbers: BackendNumbers | string): BackendRecord | string {
  if (typeof numbers === 'string') return numbers;
  const { text, ranks } = numbers;
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { cases: text.split('\n').length - 1, indices: text.trim().split(/\s+/).length, sha256, ranks };
}

/** The hash of what this engine draws. */
export const expectedHash = (): string => (recordOf(engineNumbers().js) as BackendRecord).sha256;

/** Keeps what an engine drew, then checks it. */
export function keep(
  engine: string,
  version: string,
  { wasm, js }: EngineNumbers,
  threads: EngineRecord['threads'],
): void {
  const record: EngineRecord = { engine, version, wasm: recordOf(wasm), js: recordOf(js), threads };
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}/${engine.replace(/\W+/g, '-')}.json`, JSON.stringify(record));
  check(record);
}

/** Checks what an engine drew against what this one draws. */
export function check({ wasm, js, threads }: EngineRecord): void {
  const own = expectedHash();
  expect(typeof js).toBe('object');
  for (const each of [wasm, js]) {
    if (typeof each === 'string') continue;
    expect(each.sha256).toBe(own);
    for (const { cases, same } of Object.values(each.ranks)) {
      expect(cases).toBeGreaterThan(100);
      expect(same).toBe(cases);
    }
  }
  if (typeof threads === 'string') return;
  for (const each of Object.values(threads)) expect(each).toEqual({ same: each.of, of: each.of, warnings: [] });
}
