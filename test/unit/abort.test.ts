// Signals that end a simulation: the engine's, a polyfill's, and what is none.
import { describe, expect, it } from 'vitest';
import { coverageByImbalance, simulateCoverage } from '../../src/analysis.js';

// biome-ignore lint/suspicious/noExplicitAny: these are the arguments that the types forbid
type Wrong = any;

describe.each<[string, (signal: Wrong) => Promise<unknown>]>([
  ['simulateCoverage', (signal) => simulateCoverage([1, 1], 2, { trials: 2, signal, backend: 'js' })],
  ['coverageByImbalance', (signal) => coverageByImbalance([[1, 1]], { trials: 2, signal, backend: 'js' })],
])('%s', (_, simulate) => {
  it.each([
    [null, 'null'],
    [0, '0'],
    ['stop', '"stop"'],
    [{}, 'an Object'],
    [{ aborted: 1 }, 'an Object'],
    [new AbortController(), 'an AbortController'],
  ])('refuses a signal that is %s', async (signal, said) => {
    const refused = simulate(signal);
    await expect(refused).rejects.toThrow(TypeError);
    await expect(refused).rejects.toThrow(new RegExp(`^signal must be an AbortSignal, got ${said}$`));
  });

  it('goes on while a signal is not aborted', async () => {
    for (const signal of [undefined, new AbortController().signal, { aborted: false }]) {
      await expect(simulate(signal)).resolves.toBeDefined();
    }
  });

  it('rejects with the reason of an aborted signal', async () => {
    await expect(simulate(AbortSignal.abort('why'))).rejects.toBe('why');
    await expect(simulate(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('rejects with an error if the signal has no reason, as in React Native', async () => {
    await expect(simulate({ aborted: true })).rejects.toThrow(/^aborted$/);
  });
});
