// What charts refuse, and how they say so.
import { describe, expect, it } from 'vitest';
import {
  batchBars,
  beforeAfter,
  classBars,
  coverageDensity,
  shareBars,
  timesSeenEcdf,
  unseenOverEpochs,
} from '../../src/charts.js';
import { kde } from '../support/chart-cases.js';

// biome-ignore lint/suspicious/noExplicitAny: these are the arguments that the types forbid
type Wrong = any;
type Row = [what: string, call: () => unknown, kind: typeof TypeError | typeof RangeError, message: RegExp];

const bars = (classes: Wrong, options?: Wrong) => () => classBars(classes, options);
const batches = (classes: Wrong, counts: Wrong, options?: Wrong) => () => batchBars({ classes, counts }, options);
const seen = (ecdf: Wrong) => () =>
  timesSeenEcdf([{ label: 'a', ecdf: { x: [0, 1], y: [0, 1], lower: [0, 1], upper: [1, 1], ...ecdf } }]);
const unseen = (forecast: Wrong, simulated?: Wrong) => () => unseenOverEpochs({ forecast, simulated });
const curve = (wrong: Wrong, options?: Wrong) => () =>
  coverageDensity([{ name: 'a', kde: { ...kde(9), ...wrong } }], options);
const shares = (wrong: Wrong) => () => beforeAfter({ classes: ['a', 'b'], before: [1, 2], after: [2, 1], ...wrong });
const rates = (share: Wrong) => () => shareBars([{ label: 'a', share }]);
const one = [{ label: 'a', count: 1 }];
const step = { epoch: 1, expected: 5, lower: 1, upper: 9 };

const OPTIONS: Row[] = [
  [
    'an unknown option',
    bars(one, { titel: 'a' }),
    TypeError,
    /^options has no "titel"; known are theme, width, height, title$/,
  ],
  ['an option of another chart', bars(one, { target: [1] }), TypeError, /^options has no "target"/],
  ['options that are none', bars(one, [1]), TypeError, /^options must be an object/],
  [
    'a theme that is not there',
    bars(one, { theme: 'blue' }),
    RangeError,
    /^theme must be 'light' or 'dark' or 'auto', got "blue"$/,
  ],
  ['a width of text', bars(one, { width: '640' }), TypeError, /^width must be a positive integer, got "640"$/],
  ['a width without room', bars(one, { width: 199 }), RangeError, /^width must be at least 200 pixels, got 199$/],
  ['a height without room', bars(one, { height: 99 }), RangeError, /^height must be at least 100 pixels, got 99$/],
  ['a title that is no text', bars(one, { title: ['a'] }), TypeError, /^title must be a string, got an Array$/],
];

const INPUTS: Row[] = [
  ['no classes', bars(undefined), TypeError, /^classes must be an array or typed array, got undefined$/],
  ['an empty list', bars([]), RangeError, /^classes must not be empty$/],
  ['numbers for records', bars([1]), TypeError, /^classes\[0\] must be an object { label, count }, got 1$/],
  [
    'a hole',
    bars(Object.assign([one[0]], { 2: one[0] })),
    TypeError,
    /^classes\[1\] must be an object .*, got undefined$/,
  ],
  [
    'a list for a record',
    () => batchBars([] as Wrong),
    TypeError,
    /^batches must be what batchClassCounts gives, { classes, counts }, got an Array$/,
  ],
  [
    'a class that is none',
    bars([one[0], { label: null, count: 1 }]),
    TypeError,
    /^classes\[1\]\.label must be a string, .*, got null$/,
  ],
  ['a class NaN', bars([{ label: Number.NaN, count: 1 }]), TypeError, /^classes\[0\]\.label .* got NaN$/],
  [
    'a class twice',
    bars([one[0], { label: 'b', count: 1 }, one[0]]),
    RangeError,
    /^classes\[2\]\.label must differ from classes\[0\]\.label, got "a" twice$/,
  ],
  [
    'a count with a fraction',
    bars([{ label: 'a', count: 1.5 }]),
    RangeError,
    /^classes\[0\]\.count must be a whole number of at least 0, got 1\.5$/,
  ],
  ['a count of text', bars([{ label: 'a', count: '1' }]), TypeError, /^classes\[0\]\.count .* got "1"$/],
  [
    'more taken than there are',
    bars([one[0], { label: 'b', count: 3, taken: 4 }]),
    RangeError,
    /^classes\[1\]\.taken must be a whole number in \[0, 3\], got 4$/,
  ],

  [
    'a batch without all classes',
    batches(['a', 'b'], [[1, 2], [1]]),
    RangeError,
    /^counts\[1\] must have as many entries as classes, 2, got 1$/,
  ],
  [
    'a negative count',
    batches(
      ['a', 'b'],
      [
        [1, 2],
        [1, -1],
      ],
    ),
    RangeError,
    /^counts\[1\]\[1\] must be a whole number of at least 0, got -1$/,
  ],
  ['batches of nothing', batches(['a'], [[0], [0]]), RangeError, /^counts must have a draw, got only zeros$/],
  ['no batches', batches(['a'], []), RangeError, /^counts must not be empty$/],
  [
    'a class twice among batches',
    batches(['a', 'a'], [[1, 1]]),
    RangeError,
    /^classes\[1\] must differ from classes\[0\]/,
  ],
  [
    'a target for others',
    batches(['a', 'b'], [[1, 2]], { target: [1] }),
    RangeError,
    /^target must have as many entries as classes, 2, got 1$/,
  ],
  [
    'a target of nothing',
    batches(['a', 'b'], [[1, 2]], { target: [0, 0] }),
    RangeError,
    /^target must have a positive entry, got only zeros$/,
  ],
  [
    'a negative target',
    batches(['a', 'b'], [[1, 2]], { target: [1, -1] }),
    RangeError,
    /^target\[1\] must be a finite number of at least 0, got -1$/,
  ],
  [
    'no batches shown',
    batches(['a'], [[1]], { batches: 0 }),
    RangeError,
    /^batches must be a positive integer, got 0$/,
  ],

  [
    'no distribution',
    () => timesSeenEcdf([{ label: 'a' } as Wrong]),
    TypeError,
    /^groups\[0\]\.ecdf must be what ecdf gives, .*, got undefined$/,
  ],
  [
    'steps that go back',
    seen({ x: [1, 1] }),
    RangeError,
    /^groups\[0\]\.ecdf\.x\[1\] must be larger than the one before, 1, got 1$/,
  ],
  [
    'times below 0',
    seen({ x: [-1, 1] }),
    RangeError,
    /^groups\[0\]\.ecdf\.x\[0\] must be a finite number of at least 0, got -1$/,
  ],
  [
    'a share above 1',
    seen({ y: [0, 1.1] }),
    RangeError,
    /^groups\[0\]\.ecdf\.y\[1\] must be a finite number in \[0, 1\], got 1\.1$/,
  ],
  [
    'a band of another length',
    seen({ upper: [1] }),
    RangeError,
    /^groups\[0\]\.ecdf\.upper must have as many entries as groups\[0\]\.ecdf\.x, 2, got 1$/,
  ],
  [
    'a share that is not known',
    seen({ lower: [0, Number.NaN] }),
    RangeError,
    /^groups\[0\]\.ecdf\.lower\[1\] .* got NaN$/,
  ],

  ['no forecast', unseen([]), RangeError, /^forecast must not be empty$/],
  [
    'an epoch twice',
    unseen([step, step]),
    RangeError,
    /^epochs of forecast\[1\] must be larger than the one before, 1, got 1$/,
  ],
  [
    'a band upside down',
    unseen([{ ...step, upper: 0 }]),
    RangeError,
    /^forecast\[0\]\.upper must be a finite number of at least 1, got 0$/,
  ],
  [
    'a forecast without end',
    unseen([{ ...step, expected: Infinity }]),
    RangeError,
    /^forecast\[0\]\.expected .* got Infinity$/,
  ],
  ['fewer than no items', unseen([step], [{ epoch: 1, unseen: -1 }]), RangeError, /^simulated\[0\]\.unseen .* got -1$/],

  ['no curves', () => coverageDensity([]), RangeError, /^curves must not be empty$/],
  [
    'a curve of one point',
    curve({ x: [1], y: [1] }),
    RangeError,
    /^curves\[0\]\.kde\.x must have at least 2 entries, got 1$/,
  ],
  [
    'a negative density',
    curve({ x: [1, 2], y: [1, -1] }),
    RangeError,
    /^curves\[0\]\.kde\.y\[1\] must be a finite number of at least 0, got -1$/,
  ],
  [
    'a density of nothing',
    curve({ x: [1, 2], y: [0, 0] }),
    RangeError,
    /^curves\[0\]\.kde\.y must have a positive entry/,
  ],
  ['a bandwidth that is none', curve({ bandwidth: -1 }), RangeError, /^curves\[0\]\.kde\.bandwidth .* got -1$/],
  [
    'a mark nowhere',
    curve({}, { marks: [{ name: 'mode', epochs: Number.NaN }] }),
    RangeError,
    /^marks\[0\]\.epochs .* got NaN$/,
  ],
  ['a mark without a name', curve({}, { marks: [{ epochs: 1 }] }), TypeError, /^marks\[0\]\.name .* got undefined$/],
  [
    'a part of an epoch',
    curve({}, { forecast: [{ epoch: 1.5, probability: 0 }] }),
    RangeError,
    /^forecast\[0\]\.epoch must be a whole number .* got 1\.5$/,
  ],
  [
    'a probability above 1',
    curve({}, { forecast: [{ epoch: 1, probability: 2 }] }),
    RangeError,
    /^forecast\[0\]\.probability .* in \[0, 1\], got 2$/,
  ],

  ['a share above 1', rates(1.5), RangeError, /^bars\[0\]\.share must be .* in \[0, 1\], got 1\.5$/],
  ['a share that is missing', rates(undefined), TypeError, /^bars\[0\]\.share must be .* got undefined$/],
  [
    'two shares of one name',
    () => shareBars([...one, ...one].map(({ label }) => ({ label, share: 0.5 }))),
    RangeError,
    /^bars\[1\]\.label must differ from bars\[0\]\.label/,
  ],
  [
    'shares of other classes',
    shares({ after: [1] }),
    RangeError,
    /^after must have as many entries as classes, 2, got 1$/,
  ],
  [
    'a share of several labels above 1',
    shares({ before: [1, 0.5], after: [1.5, 1], severalLabels: true }),
    RangeError,
    /^after\[0\] must be a (finite )?number .*got 1\.5$/,
  ],
  ['several labels as a number', shares({ severalLabels: 1 }), TypeError, /^severalLabels must be a boolean, got 1$/],
  ['shares of nothing', shares({ before: [0, 0] }), RangeError, /^before must have a positive entry, got only zeros$/],
  ['a share of text', shares({ target: ['a', 1] }), TypeError, /^target\[0\] .* got "a"$/],
  ['a share as bigint', shares({ before: BigInt64Array.of(1n, 2n) }), TypeError, /^before\[0\] .* got 1n$/],
];

describe('charts refuse', () => {
  it.each([...OPTIONS, ...INPUTS])('%s', (_, call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });

  it('and take what differs from it in this alone', () => {
    expect(
      [
        bars(one, { width: 200, height: 100, title: '' }),
        batches(
          ['a', 'b'],
          [
            [1, 2],
            [1, 1],
          ],
          { target: [1, 0], batches: 1 },
        ),
        seen({}),
        unseen([step], [{ epoch: 1, unseen: 0 }]),
        curve({}, { marks: [{ name: 'mode', epochs: 1 }], forecast: [{ epoch: 1, probability: 1 }] }),
        shares({ target: [0, 1] }),
        rates(1),
      ].map((call) => (call() as { $schema: string }).$schema),
    ).toEqual(new Array(7).fill('https://vega.github.io/schema/vega-lite/v6.json'));
  });
});
