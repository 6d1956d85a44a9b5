// The built files where a global is missing or frozen: importing never throws, and a seed draws the same numbers.
import { execFileSync } from 'node:child_process';
import { WeightedRandomSampler } from 'loaded-dice';
import { describe, expect, it } from 'vitest';
import { ENTRIES } from '../../support/project.js';

const drawn = [...new WeightedRandomSampler([1, 2, 3], 8, { seed: 1 })];

/** What some engine or page lacks: AudioWorklet, Hermes, QuickJS, jsdom, workerd, an old browser. */
const MISSING = [
  ...['TextDecoder', 'TextEncoder', 'crypto', 'WebAssembly', 'process', 'atob', 'btoa', 'performance', 'console'],
  ...['FinalizationRegistry', 'WeakRef', 'structuredClone', 'queueMicrotask', 'AbortController', 'AbortSignal'],
  ...['navigator', 'URL', 'Blob', 'DOMException', 'Event', 'EventTarget', 'setTimeout', 'SharedArrayBuffer', 'Atomics'],
  ...['Buffer', 'Intl'],
];

/** What a module returns, by `log`, in a process of its own. */
function run(script: string, ...flags: string[]) {
  const args = ['--no-warnings', ...flags, '--input-type=module', '-e', `const { log } = console;\n${script}`];
  return JSON.parse(
    execFileSync(process.execPath, args, { cwd: new URL('../../..', import.meta.url), encoding: 'utf8' }),
  );
}

/** Imports every entry after `before`, and draws with a seed from those that draw. */
function importAll(before: string, ...flags: string[]): unknown {
  const script = `${before}
    const drawn = [];
    for (const entry of ${JSON.stringify(ENTRIES)}) {
      const { WeightedRandomSampler } = await import(entry);
      if (WeightedRandomSampler) drawn.push([...new WeightedRandomSampler([1, 2, 3], 8, { seed: 1 })]);
    }
    log(JSON.stringify(drawn));`;
  return run(script, ...flags);
}

describe('every entry can be imported, and draws', () => {
  it.each(MISSING)('without %s', (name) => {
    expect(importAll(`delete globalThis.${name};`)).toEqual([drawn, drawn, drawn]);
  });

  it('without any of them', () => {
    expect(importAll(`for (const name of ${JSON.stringify(MISSING)}) delete globalThis[name];`)).toEqual([
      drawn,
      drawn,
      drawn,
    ]);
  });

  it('with frozen intrinsics', () => {
    expect(importAll('', '--frozen-intrinsics')).toEqual([drawn, drawn, drawn]);
  });

  it('under lockdown() of SES', () => {
    expect(importAll(`await import('ses'); lockdown();`)).toEqual([drawn, drawn, drawn]);
  });
});

describe('a sampler without a seed', () => {
  /** 20,000 fresh seeds, and whether Math.random was asked. */
  const fresh = (before: string) =>
    run(`const { random } = Math;
      let asked = false;
      Math.random = () => ((asked = true), random());
      ${before}
      const { RandomSampler } = await import('loaded-dice/js');
      const seeds = Array.from({ length: 20_000 }, () => new RandomSampler(1).seed);
      log(JSON.stringify({ seeds, asked }));`);

  it.each([
    ['draws it from crypto', '', false],
    ['draws it from the module crypto of Node, where the global is missing', 'delete globalThis.crypto;', false],
    ['draws it from Math.random, where both are', 'delete globalThis.crypto; delete globalThis.process;', true],
    [
      'or where crypto throws',
      'delete globalThis.crypto; globalThis.crypto = { getRandomValues() { throw new Error(); } };',
      true,
    ],
  ])('%s', (_, before, random) => {
    const { seeds, asked }: { seeds: number[]; asked: boolean } = fresh(before);
    expect(asked).toBe(random);
    // among 2^52, two of 20,000 are equal with a probability of 4e-8
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true);
    // each bit is set in half of them, the highest by crypto alone: |z| < 6 for all, but for a probability of 1e-7
    for (let bit = 0; bit < (random ? 52 : 53); bit++) {
      const set = seeds.filter((seed) => Math.floor(seed / 2 ** bit) % 2 === 1).length;
      expect(Math.abs(set - 10_000) / Math.sqrt(5000)).toBeLessThan(6);
    }
  });

  it('asks for one where there is neither', () => {
    const none = 'delete globalThis.crypto; delete globalThis.process;';
    const messages = run(`${none}
      Math.random = () => { throw new TypeError('secure mode'); };
      const { DataLoader, multinomial, RandomSampler, WeightedRandomSampler } = await import('loaded-dice');
      const { simulateCoverage } = await import('loaded-dice/analysis');
      const messages = [];
      for (const make of [
        () => new RandomSampler(3),
        () => new WeightedRandomSampler([1, 2]),
        () => multinomial([1, 2], 1),
        () => new DataLoader([1], { shuffle: true }),
        () => simulateCoverage([1, 2]),
      ]) {
        try {
          await make();
        } catch (error) {
          messages.push(String(error), String(error.cause));
        }
      }
      log(JSON.stringify(messages));`);
    const said = 'Error: no fresh seed is available without crypto or Math.random(): give a seed';
    expect(messages).toEqual(Array.from({ length: 5 }, () => [said, 'TypeError: secure mode']).flat());
  });

  it('under lockdown() of SES has one where crypto is', () => {
    const script = `await import('ses'); lockdown();
      const { RandomSampler } = await import('loaded-dice');
      log(new RandomSampler(1).seed);`;
    expect(Number.isSafeInteger(run(script))).toBe(true);
  });
});

describe('without timers, performance, AbortSignal or console', () => {
  const none = `for (const name of ['setTimeout', 'performance', 'AbortSignal', 'console']) delete globalThis[name];`;

  it('trials go on, and are the same', () => {
    const trials = (before: string) =>
      run(`${before}
        const { simulateCoverage } = await import('loaded-dice/analysis');
        // takes several turns
        const { epochs } = await simulateCoverage([1, 0.001], 2, { trials: 20_000, seed: 1 });
        log(JSON.stringify([...epochs.subarray(0, 100)]));`);
    expect(trials(none)).toEqual(trials(''));
  });

  it('a signal is known by what it has', () => {
    const said = run(`${none}
      const { simulateCoverage } = await import('loaded-dice/analysis');
      const { SamplerPool } = await import('loaded-dice/parallel');
      const { RandomSampler } = await import('loaded-dice');
      const said = [];
      for (const signal of [{ aborted: true }, { aborted: true, reason: 'why' }, 1, null]) {
        await simulateCoverage([1, 2], 2, { signal }).catch((error) => said.push(String(error)));
        await new SamplerPool().take(new RandomSampler(5), 1, { signal }).catch((error) => said.push(String(error)));
      }
      log(JSON.stringify(said));`);
    const wrong = 'TypeError: signal must be an AbortSignal, got ';
    const expected = ['Error: aborted', 'why', `${wrong}1`, `${wrong}null`];
    expect(said).toEqual(expected.flatMap((each) => [each, each]));
  });

  it('a pool without threads draws here', () => {
    const draws = run(`${none} delete globalThis.process; delete globalThis.Worker;
      const { SamplerPool } = await import('loaded-dice/parallel');
      const { RandomSampler } = await import('loaded-dice');
      const make = () => new RandomSampler(300_000, { seed: 1 });
      const pool = new SamplerPool({ threads: 2 });
      log((await pool.take(make(), 300_000)).join() === make().take(300_000).join());`);
    expect(draws).toBe(true);
  });
});
