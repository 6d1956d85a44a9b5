// Batches of classes and of groups, and buckets, that are refused.
import { DynamicWeightedSampler, RandomSampler } from '../../../src/index.js';
import type { Row, Wrong } from './calls.js';

const classBatches =
  (given: Wrong, labels: Wrong = ['a', 'b', 'b']): Row[1] =>
  ({ ClassBatchSampler }) =>
    new ClassBatchSampler(labels, given);
const grouped =
  (...given: [Wrong, Wrong, Wrong, Wrong?]): Row[1] =>
  ({ GroupBatchSampler }) =>
    new GroupBatchSampler(...given);
const buckets =
  (lengths: Wrong, given: Wrong): Row[1] =>
  ({ bucketByLength }) =>
    bucketByLength(lengths, given);
const two = { classesPerBatch: 2, itemsPerClass: 2 };

export const batchCalls: Row[] = [
  ...['classesPerBatch', 'itemsPerClass', 'numBatches'].flatMap((name): Row[] => [
    ...[0, -3, 1.5, Number.NaN].map(
      (value): Row => [
        `${name} ${value}`,
        classBatches({ ...two, [name]: value }),
        RangeError,
        new RegExp(`^${name} must be a positive integer, got ${value}`),
      ],
    ),
    ...['4', null, true].map(
      (value): Row => [
        `${name} ${JSON.stringify(value)}`,
        classBatches({ ...two, [name]: value }),
        TypeError,
        new RegExp(`^${name} must be a positive integer, got ${JSON.stringify(value)}`),
      ],
    ),
  ]),
  ['class batches without options', classBatches(undefined), TypeError, /^classesPerBatch must be .*, got undefined/],
  ['no itemsPerClass', classBatches({ classesPerBatch: 2 }), TypeError, /^itemsPerClass must be .*, got undefined/],
  ['an option of class batches', classBatches({ ...two, m: 4 }), TypeError, /^options has no "m"; known are classesPe/],
  ['classes_per_batch', classBatches({ classes_per_batch: 2 }), TypeError, /did you mean classesPerBatch\?/],
  ['a seed of class batches', classBatches({ ...two, seed: -1 }), RangeError, /^seed must be .*, got -1/],
  [
    'a backend of class batches',
    classBatches({ ...two, backend: 'gpu' }),
    RangeError,
    /^backend must be .*, got "gpu"/,
  ],
  ['class batches of nothing', classBatches(two, []), RangeError, /^labels must not be empty$/],
  ['class batches of a word', classBatches(two, 'abc'), TypeError, /^labels must be an array .*, got "abc"/],
  ['class batches of null', classBatches(two, ['a', null]), TypeError, /^labels\[1\] must be .*, got null/],
  [
    'class batches of too many draws',
    classBatches({ classesPerBatch: 2, itemsPerClass: 2 ** 30, numBatches: 2 }),
    RangeError,
    /^numBatches \* classesPerBatch \* itemsPerClass must be at most 2\^32 - 1, got 2 \* 2 \* 1073741824: use fewer or/,
  ],
  [
    'class batches beyond 4 GiB',
    classBatches({ classesPerBatch: 2, itemsPerClass: 2 ** 20, numBatches: 1000 }),
    RangeError,
    /^this sampler needs 7\.8 GiB, but must need less than 4 GiB: pass fewer labels, or a smaller numBatches, classesP/,
  ],
  ...[0, -3, 1.5].map(
    (size): Row => [
      `a batchSize of groups, ${size}`,
      grouped([0], [1], size),
      RangeError,
      new RegExp(`^batchSize must be a positive integer, got ${size} \\(PyTorch`),
    ],
  ),
  ['a batchSize of groups, "4"', grouped([0], [1], '4'), TypeError, /^batchSize must be a positive integer, got "4"/],
  ['groups in place of batchSize', grouped([0], 4, [1]), TypeError, /^batchSize must be .*, got an Array/],
  ['a dropLast of groups', grouped([0], [1], 2, {}), TypeError, /^dropLast must be a boolean, got an Object/],
  ['groups of a number', grouped(5, [1], 2), TypeError, /^sampler must be a sampler or an iterable of indices, got 5/],
  [
    'groups of batches',
    (lib) => new lib.GroupBatchSampler(new lib.BatchSampler([0], 1) as never, [1], 2),
    TypeError,
    /^sampler must give single indices, got a BatchSampler, which gives batches$/,
  ],
  ['no groups', grouped([0], undefined, 2), TypeError, /^groups must be an array or typed array, got undefined/],
  ['groups as a word', grouped([0], 'ab', 2), TypeError, /^groups must be an array or typed array, got "ab"/],
  ['a group that is null', grouped([0], ['a', null], 2), TypeError, /^groups\[1\] must be .*, got null/],
  ['a group that is NaN', grouped([0], [Number.NaN], 2), TypeError, /^groups\[0\] must be .*, got NaN/],
  [
    'fewer groups than indices',
    grouped(new RandomSampler(5, { seed: 1 }), [1, 2, 3], 2),
    RangeError,
    /^groups must have an entry for each index, but has 3, and the sampler draws indices up to 4: give the group of ev/,
  ],
  [
    'fewer groups than weights',
    grouped(new DynamicWeightedSampler([1, 1], 2, { seed: 1 }), [1], 2),
    RangeError,
    /^groups must have an entry for each index, but has 1, and the sampler draws indices up to 1/,
  ],

  ['no lengths', buckets([], 1), RangeError, /^lengths must not be empty$/],
  ['lengths of a number', buckets(5, 1), TypeError, /^lengths must be an array or typed array, got 5/],
  [
    'a negative length',
    buckets([1, -2], 1),
    RangeError,
    /^lengths\[1\] must be a finite number of at least 0, got -2$/,
  ],
  ['a length that is NaN', buckets([1, Number.NaN], [1]), RangeError, /^lengths\[1\] must be a finite .*, got NaN$/],
  ['an infinite length', buckets([Infinity], [1]), RangeError, /^lengths\[0\] must be a finite .*, got Infinity$/],
  ['a length as a word', buckets([1, '2'], [1]), TypeError, /^lengths\[1\] must be a finite number .*, got "2"$/],
  [
    'a length that is missing',
    buckets(new Array(2), [1]),
    TypeError,
    /^lengths\[0\] must be a finite .*, got undefined$/,
  ],
  [
    'no boundaries',
    buckets([1], []),
    RangeError,
    /^buckets must have at least one boundary, or be a number of buckets$/,
  ],
  ['a boundary that is NaN', buckets([1], [Number.NaN]), RangeError, /^buckets\[0\] must be a finite .*, got NaN$/],
  [
    'a negative boundary',
    buckets([1], [-1, 2]),
    RangeError,
    /^buckets\[0\] must be a finite number of at least 0, got -1$/,
  ],
  ['an infinite boundary', buckets([1], [1, Infinity]), RangeError, /^buckets\[1\] must be a finite .*, got Infinity$/],
  ['a boundary as a word', buckets([1], ['1']), TypeError, /^buckets\[0\] must be a finite .*, got "1"$/],
  [
    'boundaries that descend',
    buckets([1], [1, 3, 2]),
    RangeError,
    /^buckets must be ascending boundaries, got 3 and 2 at 1 and 2$/,
  ],
  [
    'equal boundaries',
    buckets([1], [1, 1]),
    RangeError,
    /^buckets must be ascending boundaries, got 1 and 1 at 0 and 1$/,
  ],
  [
    'buckets as a word',
    buckets([1], '10'),
    TypeError,
    /^buckets must be an array of boundaries or a number .*, got "10"/,
  ],
  ['no buckets', buckets([1], undefined), TypeError, /^buckets must be an array of boundaries or a number .*undefined/],
  ['0 buckets', buckets([1], 0), RangeError, /^buckets must be a positive integer, got 0$/],
  ['1.5 buckets', buckets([1], 1.5), RangeError, /^buckets must be a positive integer, got 1\.5$/],
  [
    'more buckets than lengths',
    buckets([1, 2], 3),
    RangeError,
    /^buckets must be at most the number of lengths, 2, got 3$/,
  ],
];
