// Trials: the same on both backends, as the closed form has it, and what the samplers themselves show.
import { describe, expect, it, vi } from 'vitest';
import { coverage, coverageByImbalance, type SimulationOptions, simulateCoverage } from '../../src/analysis.js';
import { WeightedRandomSampler } from '../../src/index.js';
import { backends } from '../support/backends.js';
import { chiSquare, LEAST_P } from '../support/chi-square.js';
import { rounds } from '../support/rounds.js';

const balanced = (...counts: number[]): number[] => counts.flatMap((count) => new Array<number>(count).fill(1 / count));
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, each) => sum + each, 0) / values.length;
const quantile = (values: Uint32Array, p: number): number => values.slice().sort()[Math.ceil(p * values.length) - 1];

describe.each(backends)('simulateCoverage (%s)', (backend) => {
  const simulate = (weights: ArrayLike<number>, draws: number, options: SimulationOptions) =>
    simulateCoverage(weights, draws, { seed: 1, backend, ...options });

  it('165 : 10: what the closed form says', async () => {
    const { epochs, seed } = await simulate(balanced(165, 10), 175, { trials: 4000 });
    expect(seed).toBe(1);
    expect(epochs).toHaveLength(4000);
    expect([0.05, 0.5, 0.95, 0.99].map((p) => quantile(epochs, p))).toEqual([8, 11, 16, 19]);
    // 2.5 epochs of standard deviation, four of the mean's
    expect(Math.abs(mean(epochs) - 11.22)).toBeLessThan(4 * (2.5 / Math.sqrt(4000)));
    const early = await simulate(balanced(165, 10), 175, { trials: 100 });
    expect([...early.epochs]).toEqual([...epochs.subarray(0, 100)]);
  });

  it('shares its runs among machines: ranges of runs are those of one simulation', async () => {
    const { epochs } = await simulate(balanced(165, 10), 175, { trials: 12 });
    const ranges = [
      [0, 5],
      [5, 1],
      [6, 6],
    ];
    const parts = await Promise.all(
      ranges.map(([firstTrial, trials]) => simulate(balanced(165, 10), 175, { firstTrial, trials })),
    );
    expect(parts.flatMap((part) => [...part.epochs])).toEqual([...epochs]);
    const last = await simulate([2, 1], 1, { firstTrial: 2 ** 32 - 3, trials: 2 });
    expect((await simulate([2, 1], 1, { firstTrial: 2 ** 32 - 2, trials: 1 })).epochs[0]).toBe(last.epochs[1]);
  });

  it('is held to what it was: a trial is a stream of its own', async () => {
    const { epochs } = await simulate(balanced(165, 10), 175, { trials: 12 });
    expect([...epochs]).toEqual([11, 13, 8, 9, 12, 12, 12, 10, 14, 11, 13, 13]);
  });

  it('is distributed as the closed form of few items, exactly', async () => {
    // two items of a half: everything is seen after T draws with probability 1 - 2^(1-T), and all three draws a trial
    // are an epoch
    const { epochs } = await simulate([1, 0, 1], 1, { trials: rounds(40_000, 4) });
    const counts = new Array<number>(12).fill(0);
    for (const count of epochs) counts[Math.min(count, 12) - 1]++;
    const chances = counts.map((_, i) => (i === 0 ? 0 : i === 11 ? 2 ** -10 : 2 ** -i));
    expect(chiSquare(counts, chances).pValue).toBeGreaterThan(LEAST_P);
  });

  it('is distributed as coverage says of few items', async () => {
    const weights = [5, 3, 3, 1, 1];
    const forecast = coverage(weights, 4);
    const { epochs } = await simulate(weights, 4, { trials: 40_000 });
    const counts = new Array<number>(20).fill(0);
    for (const count of epochs) counts[Math.min(count, 20) - 1]++;
    const chances = counts.map(
      (_, i) => (i === 19 ? 1 : forecast.probabilityAllSeen(i + 1)) - forecast.probabilityAllSeen(i),
    );
    expect(chances.every((chance) => chance * 40_000 > 5 || chance === 0)).toBe(true);
    const some = counts.map((_, i) => i).filter((i) => chances[i] > 0);
    expect(
      chiSquare(
        some.map((i) => counts[i]),
        some.map((i) => chances[i]),
      ).pValue,
    ).toBeGreaterThan(LEAST_P);
  });

  it('counts whole epochs, of any length', async () => {
    const options = { trials: 50 };
    const { epochs: draws } = await simulate([3, 1, 1], 1, options);
    for (const length of [2, 7, 1e6, Number.MAX_SAFE_INTEGER]) {
      const { epochs } = await simulate([3, 1, 1], length, options);
      expect([...epochs]).toEqual(Array.from(draws, (count) => Math.ceil(count / length)));
    }
  });

  it('has as many epochs as a sampler takes, on average', async () => {
    const weights = balanced(40, 5);
    const sampler = new WeightedRandomSampler(weights, 45, { seed: 9, backend });
    const runs = Array.from({ length: 400 }, () => {
      const seen = new Set<number>();
      let epochs = 0;
      for (; seen.size < 45; epochs++) for (const index of sampler) seen.add(index);
      return epochs;
    });
    const { epochs } = await simulate(weights, 45, { trials: 4000 });
    // deviations of both means, five of them
    expect(Math.abs(mean(runs) - mean(epochs))).toBeLessThan(5 * 2.5 * Math.sqrt(1 / 400 + 1 / 4000));
  });

  it('breathes, tells of its progress, and is given up in the middle of a trial', async () => {
    const weights = Float64Array.from({ length: 20_000 }, (_, i) => (i === 0 ? 2e-3 : 1));
    const done: number[] = [];
    await simulate(weights, 1000, { trials: 3, onProgress: (count, trials) => void done.push(count, trials) });
    expect(done.slice(-2)).toEqual([3, 3]);
    expect(done.length).toBeGreaterThan(4);
    expect(done.filter((_, i) => i % 2 === 1).every((trials) => trials === 3)).toBe(true);

    const parts: number[][] = [];
    const { epochs } = await simulate(weights, 1000, {
      trials: 3,
      onProgress: (_, __, so) => void parts.push([...so!]),
    });
    for (const part of parts) expect(part).toEqual([...epochs.subarray(0, part.length)]);
    expect(parts.at(-1)).toHaveLength(3);

    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    // all of them would take hours
    const given = simulate(weights, 1000, { trials: 1e6, signal: controller.signal });
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
    await expect(simulate([1], 1, { signal: AbortSignal.abort('why') })).rejects.toBe('why');
  });
});

it('both backends have the same trials', async () => {
  const weights = Float64Array.from({ length: 500 }, (_, i) => 1 + (i % 9));
  const [wasm, js] = await Promise.all(
    backends.map((backend) => simulateCoverage(weights, 333, { trials: 30, seed: 2 ** 50, backend })),
  );
  expect([...wasm.epochs]).toEqual([...js.epochs]);
});

it('a fresh seed can be read, and gives the same again', async () => {
  const first = await simulateCoverage([1, 2, 3], 3, { trials: 20 });
  const again = await simulateCoverage([1, 2, 3], 3, { trials: 20, seed: first.seed });
  expect(again).toEqual(first);
  expect((await simulateCoverage([1, 1], undefined, { trials: 5 })).epochs).toHaveLength(5);
});

describe('coverageByImbalance', () => {
  it('balances each set of classes, and is as alone', async () => {
    const onProgress = vi.fn();
    const sweep = await coverageByImbalance([[160, 160], Int32Array.of(165, 10), [20, 40, 60]], {
      trials: 200,
      seed: 4,
      onProgress,
    }); // prettier-ignore
    expect(sweep.map(({ counts }) => counts)).toEqual([
      [160, 160],
      [165, 10],
      [20, 40, 60],
    ]); // prettier-ignore
    expect(sweep.map(({ ratio }) => ratio)).toEqual([1, 16.5, 3]);
    for (const { counts, forecast, epochs } of sweep) {
      const items = counts.reduce((sum, count) => sum + count, 0);
      const alone = await simulateCoverage(balanced(...counts), items, { trials: 200, seed: 4 });
      expect([...epochs]).toEqual([...alone.epochs]);
      expect(forecast.mean).toBe(coverage(balanced(...counts)).mean);
      expect(Math.abs(mean(epochs) - forecast.mean)).toBeLessThan(1);
    }
    expect(onProgress).toHaveBeenLastCalledWith(600, 600);
    const [{ forecast }] = await coverageByImbalance([[10, 10]], { trials: 5, drawsPerEpoch: 7 });
    expect(forecast.drawsPerEpoch).toBe(7);
  });
});

it('what they are given wrong is told', async () => {
  const cases: [() => Promise<unknown>, RegExp][] = [
    [() => simulateCoverage([], 1), /^weights must not be empty/],
    [() => simulateCoverage([1, Infinity], 1), /^weights\[1\] must be a finite number/],
    [() => simulateCoverage([1], 0), /^drawsPerEpoch must be a positive integer, got 0$/],
    [() => simulateCoverage([1], 1, { trials: 0 }), /^trials must be a positive integer, got 0$/],
    [() => simulateCoverage([1], 1, { trials: 2 ** 32 }), /^trials must be at most 2\^32 - 1, got 4294967296$/],
    [() => simulateCoverage([1], 1, { firstTrial: -1 }), /^firstTrial must be a non-negative integer, got -1$/],
    [
      () => simulateCoverage([1], 1, { firstTrial: 2 ** 32 - 3, trials: 3 }),
      /^firstTrial \+ trials must be at most 2\^32 - 1, got firstTrial 4294967293 and 3 trials$/,
    ],
    [() => simulateCoverage([1], 1, { seed: -1 }), /^seed must be a non-negative integer/],
    [() => simulateCoverage([1], 1, { onProgress: 1 as never }), /^onProgress must be a function, got 1$/],
    [() => simulateCoverage([1], 1, { signal: {} as never }), /^signal must be an AbortSignal/],
    [() => simulateCoverage([1], 1, { pool: {} as never }), /^pool must be a SamplerPool/],
    [() => simulateCoverage([1], 1, { backend: 'gpu' as never }), /^backend must be/],
    [() => simulateCoverage([1], 1, { draws: 1 } as never), /^options has no "draws"/],
    [() => simulateCoverage([1, 1e-15], 1), /^weights take 1.00e\+15 epochs on average to show everything/],
    [() => coverageByImbalance(5 as never), /^sizes must be an array or typed array, got 5$/],
    [() => coverageByImbalance([[1], []]), /^sizes\[1\] must not be empty$/],
    [() => coverageByImbalance([[1, 0]]), /^sizes\[0\]\[1\] must be a positive integer, got 0$/],
    [() => coverageByImbalance([[2 ** 28, 2 ** 28]]), /^sizes\[0\] must sum to at most/],
    [() => coverageByImbalance([[1]], { trials: 0 }), /^trials must be a positive integer, got 0$/],
  ];
  for (const [call, message] of cases) await expect(call()).rejects.toThrow(message);
});
