// WeightedRandomSampler.create while its weights change, and in subclasses that make other samplers.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type WeightedOptions, WeightedRandomSampler } from '../../src/index.js';
import { Allocation } from '../../src/kernels/allocation.js';
import { backends } from '../support/backends.js';

type Resizable = ArrayBuffer & { resize(bytes: number): void };

const COUNT = 70_001;
const weights = Float64Array.from({ length: COUNT }, (_, i) => (i * 7919) % 1013);

/** Each look at the clock is 10 ms later, so that the loop turns after each piece. */
function hurry(): void {
  let now = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => (now += 10));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(backends)('create (%s)', (backend) => {
  it('rejects and frees everything if too few weights are left for draws without replacement', async () => {
    hurry();
    const given = weights.slice();
    const free = vi.spyOn(Allocation.prototype, 'free');
    const onProgress = (done: number) => void (done === 0 && given.fill(0, 100));
    const rejected = WeightedRandomSampler.create(given, 60_000, { replacement: false, backend, onProgress });
    await expect(rejected).rejects.toThrow('numSamples must be at most the number of positive weights, 99, ');
    expect(free).toHaveBeenCalledTimes(1);
  });

  it.each<[string, (given: Float64Array) => void]>([
    ['is transferred', ({ buffer }) => void structuredClone(buffer, { transfer: [buffer as ArrayBuffer] })],
    ['becomes shorter', ({ buffer }) => (buffer as Resizable).resize(8 * 60_000)],
  ])('rejects if the array %s while it is copied', async (what, change) => {
    hurry();
    const most = what === 'is transferred' ? undefined : { maxByteLength: 8 * COUNT };
    const buffer = new (ArrayBuffer as unknown as new (bytes: number, options?: object) => Resizable)(8 * COUNT, most);
    // engines of 2022 have none
    if (most && !('resize' in buffer)) return;
    const given = new Float64Array(buffer).fill(1);
    const free = vi.spyOn(Allocation.prototype, 'free');
    let turns = 0;
    const onProgress = () => void (++turns === 4 && change(given));
    const rejected = WeightedRandomSampler.create(given, 5, { backend, onProgress });
    await expect(rejected).rejects.toThrow(/^weights\[\d+\] must be a finite number of at least 0, got NaN/);
    expect(free).toHaveBeenCalledTimes(1);
  });

  it('gives its table to the one sampler that a subclass makes of it, not to others', async () => {
    hurry();
    class Two extends WeightedRandomSampler {
      readonly other: WeightedRandomSampler;
      constructor(given: ArrayLike<number>, numSamples?: number, options?: WeightedOptions) {
        super(given, numSamples, options);
        this.other = new WeightedRandomSampler(given, 50_000, { ...options, replacement: false });
      }
    }
    class Heavier extends WeightedRandomSampler {
      constructor(given: ArrayLike<number>, numSamples?: number, options?: WeightedOptions) {
        super(
          Float64Array.from(given, (weight, i) => weight + i),
          numSamples,
          options,
        );
      }
    }
    const two = (await Two.create(weights, 5000, { seed: 7, backend })) as Two;
    expect(new Set(two.other.take(50_000)).size).toBe(50_000);
    two.other._dispose();
    expect(two.take(5000)).toEqual(new WeightedRandomSampler(weights, 5000, { seed: 7, backend }).take(5000));
    const free = vi.spyOn(Allocation.prototype, 'free');
    const heavier = await Heavier.create(weights, 5000, { seed: 7, backend });
    // the table of the weights as given
    expect(free).toHaveBeenCalledTimes(1);
    expect(heavier.take(5000)).toEqual(new Heavier(weights, 5000, { seed: 7, backend }).take(5000));
  });
});
