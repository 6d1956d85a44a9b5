// Arguments of a DataLoader with workers that are refused.
import { loading, type Row } from './calls.js';

/** No call gets as far as to load it. */
const MODULE = new URL('file:///dataset.js');

export const workerCalls: Row[] = [
  ...([-1, -0.5] as const).map(
    (count): Row => [
      `numWorkers ${count}`,
      loading({ numWorkers: count }, MODULE),
      RangeError,
      /^numWorkers must be a non-negative integer, got -.* \(PyTorch: "num_workers option should be non-negative; use/,
    ],
  ),
  [
    'numWorkers 1.5',
    loading({ numWorkers: 1.5 }, MODULE),
    RangeError,
    /^numWorkers must be a non-negative .* got 1\.5$/,
  ],
  ['numWorkers 257', loading({ numWorkers: 257 }, MODULE), RangeError, /^numWorkers must be at most 256, got 257$/],
  ['numWorkers "2"', loading({ numWorkers: '2' }, MODULE), TypeError, /^numWorkers must be .* integer, got "2"$/],
  [
    'numWorkers for an array',
    loading({ numWorkers: 2 }),
    TypeError,
    /^numWorkers needs a data set that threads can load themselves, the URL of a module: new URL\(.*, got an Array$/,
  ],
  ['numWorkers for a path', loading({ numWorkers: 2 }, './a.js'), TypeError, /^numWorkers needs .*, got "\.\/a\.js"$/],
  ['workers that are not asked for', loading({}, () => {}), TypeError, /^a data set that is a function .* needs numW/],
  [
    'a module without numItems',
    loading({ numWorkers: 2 }, MODULE),
    TypeError,
    /^the data set of a module needs numItems/,
  ],
  ['numItems -1', loading({ numItems: -1 }, MODULE), RangeError, /^numItems must be a non-negative integer, got -1$/],
  [
    'numItems 2^32',
    loading({ numItems: 2 ** 32 }, MODULE),
    RangeError,
    /^numItems must be at most 2\^32 - 1, got 4294/,
  ],
  [
    'numItems for an array',
    loading({ numItems: 3 }),
    TypeError,
    /^numItems is only for a data set in a module, .*leave it out$/,
  ],
  [
    'a sampler beyond numItems',
    (lib) => new lib.DataLoader(MODULE, { numItems: 3, sampler: new lib.SequentialSampler(4) }),
    RangeError,
    /^the sampler draws indices up to 3, but the length of the data set is 3$/,
  ],
];
