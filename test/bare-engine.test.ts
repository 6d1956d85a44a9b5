// The built files where a global is missing or frozen: importing never throws, and a seed draws the same numbers.
import { execFileSync } from 'node:child_process';
import { WeightedRandomSampler } from 'loaded-dice';
import { describe, expect, it } from 'vitest';
import { ENTRIES } from './support/project.js';

const drawn = [...new WeightedRandomSampler([1, 2, 3], 8, { seed: 1 })];

/** What some engine or page lacks: AudioWorklet, Hermes, QuickJS, jsdom, workerd, an old browser. */
const MISSING = [
  ...['TextDecoder', 'TextEncoder', 'crypto', 'WebAssembly', 'process', 'atob', 'btoa', 'performance', 'console'],
  ...['FinalizationRegistry', 'WeakRef', 'structuredClone', 'queueMicrotask', 'AbortController', 'AbortSignal'],
  ...['navigator', 'URL', 'Blob', 'DOMException', 'Event', 'EventTarget', 'setTimeout', 'SharedArrayBuffer', 'Atomics'],
  ...['Buffer', 'Intl'],
];

/** Runs a module that logs JSON by `log`, after `before`: every entry is imported, and what draws draws with a seed. */
function importAll(before: string, ...flags: string[]): unknown {
  const script = `const { log } = console;
    ${before}
    const drawn = [];
    for (const entry of ${JSON.stringify(ENTRIES)}) {
      const { WeightedRandomSampler } = await import(entry);
      if (WeightedRandomSampler) drawn.push([...new WeightedRandomSampler([1, 2, 3], 8, { seed: 1 })]);
    }
    log(JSON.stringify(drawn));`;
  const args = ['--no-warnings', ...flags, '--input-type=module', '-e', script];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: new URL('..', import.meta.url), encoding: 'utf8' }));
}

describe('every entry can be imported, and draws', () => {
  it.each(MISSING)('without %s', (name) => {
    expect(importAll(`delete globalThis.${name};`)).toEqual([drawn, drawn]);
  });

  it('without any of them', () => {
    expect(importAll(`for (const name of ${JSON.stringify(MISSING)}) delete globalThis[name];`)).toEqual([
      drawn,
      drawn,
    ]);
  });

  it('with frozen intrinsics', () => {
    expect(importAll('', '--frozen-intrinsics')).toEqual([drawn, drawn]);
  });

  it('under lockdown() of SES', () => {
    expect(importAll(`await import('ses'); lockdown();`)).toEqual([drawn, drawn]);
  });
});
