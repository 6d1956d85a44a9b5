// Mixtures that are refused.
import { DynamicWeightedSampler, RandomSampler } from '../../../src/index.js';
import { generator, mixture, type Row, type Wrong } from './calls.js';

const noneYet = new DynamicWeightedSampler([], 5, { seed: 1 });
const byGenerator = new RandomSampler(4, { generator });

export const mixtureCalls: Row[] = [
  ['a mixture of nothing', mixture([], { weights: [] }), RangeError, /^sources must not be empty$/],
  [
    'a mixture of a number',
    mixture(5, { weights: [1] }),
    TypeError,
    /^sources must be an array or typed array, got 5$/,
  ],
  [
    'a mixture of one sampler',
    ({ MixtureSampler, SequentialSampler }) => new MixtureSampler(new SequentialSampler(1) as never, { weights: [1] }),
    TypeError,
    /^sources\[0\] must be a number of items or a sampler of this library, got undefined: an iter/,
  ],
  [
    'a mixture without options',
    ({ MixtureSampler }) => new MixtureSampler([1], undefined as never),
    TypeError,
    /^weights must be an array .*, got undefined$/,
  ],
  ['a mixture without weights', mixture([1], {}), TypeError, /^weights must be an array .*, got undefined$/],
  [
    'a mixture with weights only',
    mixture([1], [1]),
    TypeError,
    /^options must be an object like \{ weights: … \}, got an/,
  ],
  ['a mixture with fewer weights', mixture([4, 5, 6]), RangeError, /^weights must be as many as sources, 3, got 2$/],
  ['a mixture with more weights', mixture([4]), RangeError, /^weights must be as many as sources, 1, got 2$/],
  [
    'a mixture of zeros',
    mixture([4, 5], { weights: [0, 0] }),
    RangeError,
    /^weights must have a positive entry, got 2 /,
  ],
  ['a mixture of -1', mixture([4, 5], { weights: [1, -1] }), RangeError, /^weights\[1\] must be a finite .*, got -1 /],
  ['a mixture of NaN', mixture([4, 5], { weights: [Number.NaN, 1] }), RangeError, /^weights\[0\] must be .*, got NaN /],
  ['a mixture of "1"', mixture([4, 5], { weights: ['1', 1] }), TypeError, /^weights\[0\] must be .*, got "1"$/],
  ['an empty source', mixture([4, 0]), RangeError, /^sources\[1\] must have 1 to 2\^32 - 1 items, got 0$/],
  [
    'an empty source of weight 0',
    mixture([4, 0], { weights: [1, 0] }),
    RangeError,
    /^sources\[1\] must have 1 to 2\^32 - 1 items, got 0$/,
  ],
  [
    'an empty sampler in a mixture',
    (lib) => mixture([new lib.SequentialSampler(0), 4])(lib),
    RangeError,
    /^sources\[0\] must not be empty, got a SequentialSampler of length 0$/,
  ],
  [
    'a sampler without weights yet in a mixture',
    mixture([noneYet, 4]),
    RangeError,
    /^sources\[0\] must have items, got none yet: give sizes, the most it may have$/,
  ],
  ...[-1, 1.5, Number.NaN, Infinity, 2 ** 32].map(
    (source): Row => [
      `a source of ${source}`,
      mixture([4, source]),
      RangeError,
      new RegExp(`^sources\\[1\\] must have 1 to 2\\^32 - 1 items, got ${source}$`),
    ],
  ),
  ...([['4', '"4"'], [4n, '4n'], [null], [undefined], [true], [{ length: 4 }, 'an Object']] as [Wrong, string?][]).map(
    ([source, said = String(source)]): Row => [
      `a source ${said}`,
      mixture([source, 4]),
      TypeError,
      new RegExp(`^sources\\[0\\] must be a number of items or a sampler of this library, got ${said}: an iterable of`),
    ],
  ),
  [
    'a source that is a list',
    mixture([4, [1, 2]]),
    TypeError,
    /^sources\[1\] must be .*, got an Array: for a list of indices, give new SubsetRandomSampler\(indices\)$/,
  ],
  [
    'a source that gives batches',
    (lib) => mixture([new lib.BatchSampler(new lib.SequentialSampler(4), 2), 4])(lib),
    TypeError,
    /^sources\[0\] must give single indices, got a BatchSampler, which gives batches$/,
  ],
  [
    'a source that loads items',
    (lib) => mixture([new lib.DataLoader([1, 2]), 4])(lib),
    TypeError,
    /^sources\[0\] must give single indices, got a DataLoader, which gives items$/,
  ],
  [
    'a source with a generator',
    mixture([4, byGenerator]),
    TypeError,
    /^sources\[1\] must be a sampler with a seed, got a RandomSampler with a generator, which only moves forward$/,
  ],
  [
    'a source that is a rank of an iterable',
    (lib) => mixture([4, new lib.DistributedSampler([1, 2], { numReplicas: 1, rank: 0 })])(lib),
    TypeError,
    /^sources\[1\] must be .*, got a DistributedSampler: an iterable of your own cannot be read at any position$/,
  ],
  ...(
    [
      ['last', RangeError, '"last"'],
      ['ALL', RangeError, '"ALL"'],
      [null, TypeError],
      [true, TypeError],
      [{}, TypeError, 'an Object'],
      [3n, TypeError, '3n'],
    ] as [Wrong, typeof TypeError, string?][]
  ).map(
    ([stop, kind, said = String(stop)]): Row => [
      `stop ${said}`,
      mixture([4, 5], { weights: [1, 1], stop }),
      kind,
      new RegExp(`^stop must be 'first', 'all' or a positive integer, got ${said}$`),
    ],
  ),
  ...[0, -1, 2.5, Number.NaN, 2 ** 53].map(
    (stop): Row => [
      `stop ${stop}`,
      mixture([4, 5], { weights: [1, 1], stop }),
      RangeError,
      new RegExp(`^stop must be a positive integer.*, got ${stop}$`),
    ],
  ),
  [
    'stop "all" with a weight of 0',
    mixture([4, 5], { weights: [1, 0], stop: 'all' }),
    RangeError,
    /^weights\[1\] must be positive with stop: 'all', got 0: sources\[1\] would never be exhausted$/,
  ],
  [
    'stop "all" with a weight near 0',
    mixture([4, 5], { weights: [1, 1e-300], stop: 'all' }),
    RangeError,
    /^an epoch must have at most 2\^53 - 1 draws, got about 5\.0e\+300 with stop: 'all': raise /,
  ],
  ...[0, -1, 1.5].map(
    (window): Row => [
      `a window of ${window}`,
      mixture([4, 5], { weights: [1, 1], window }),
      RangeError,
      new RegExp(`^window must be a positive integer, got ${window}$`),
    ],
  ),
  ['a window of "8"', mixture([4, 5], { weights: [1, 1], window: '8' }), TypeError, /^window must be .*, got "8"$/],
  [
    'a window of 2^32',
    mixture([4, 5], { weights: [1, 1], window: 2 ** 32 }),
    RangeError,
    /^window must fit one Uint32Array .*, got 4294967296$/,
  ],
  ['sizes of 4', mixture([4, 5], { weights: [1, 1], sizes: 4 }), TypeError, /^sizes must be an array .*, got 4$/],
  [
    'one size',
    mixture([4, 5], { weights: [1, 1], sizes: [4] }),
    RangeError,
    /^sizes must be as many as sources, 2, got 1$/,
  ],
  [
    'three sizes',
    mixture([4, 5], { weights: [1, 1], sizes: [4, 5, 6] }),
    RangeError,
    /^sizes must have at most 2 entries/,
  ],
  [
    'a size that is too small',
    mixture([4, 5], { weights: [1, 1], sizes: [4, 4] }),
    RangeError,
    /^sizes\[1\] must be at least 5, the number of items of sources\[1\], got 4$/,
  ],
  [
    'a size of 4.5',
    mixture([4, 5], { weights: [1, 1], sizes: [4.5, 5] }),
    RangeError,
    /^sizes\[0\] must be .*, got 4\.5$/,
  ],
  ['a size "4"', mixture([4, 5], { weights: [1, 1], sizes: ['4', 5] }), TypeError, /^sizes\[0\] must be .*, got "4"$/],
  [
    'sources with more indices than there are',
    mixture([4, 5], { weights: [1, 1], sizes: [2 ** 32, 5] }),
    RangeError,
    /^sources must have at most 2\^32 items in all, got 4294967301$/,
  ],
  ['a seed of a mixture', mixture([4, 5], { weights: [1, 1], seed: -1 }), RangeError, /^seed must be .*, got -1$/],
  [
    'a backend of a mixture',
    mixture([4, 5], { weights: [1, 1], backend: 'gpu' }),
    RangeError,
    /^backend must be .*"gpu"$/,
  ],
  [
    'a generator of a mixture',
    mixture([4, 5], { weights: [1, 1], generator }),
    TypeError,
    /^options has no "generator"; known are weights, stop, window, sizes, seed, backend$/,
  ],
];
