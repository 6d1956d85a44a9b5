// Calls that a picker refuses, allocating nothing: then it is what it was.
import { describe, expect, it } from 'vitest';
import { WeightedPicker } from '../../src/index.js';
import { allocationsOf } from '../support/allocations.js';
import { backends } from '../support/sampler-cases.js';
import type { Kind, Wrong } from '../support/wrong-calls/calls.js';
import { wrongWeights } from '../support/wrong-calls/pickers.js';

const TABLE = { sword: 3, shield: 1, stone: 0 };
const object = { name: 'sword' };
const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`item ${i}`, 0]));

/** What is wrong; the table; the call; and the error. */
const rows: [what: string, table: Wrong, call: (picker: Wrong) => unknown, kind: Kind, message: RegExp][] = [
  ...wrongWeights.flatMap(([weight, text, kind]): typeof rows => [
    [
      `a weight ${text}`,
      TABLE,
      (picker) => picker.set('sword', weight),
      kind,
      new RegExp(`^weight of "sword" must be a finite number of at least 0, got ${text}$`),
    ],
    [
      `a weight ${text} of a new item`,
      TABLE,
      (picker) => picker.set('bow', weight),
      kind,
      new RegExp(`^weight of "bow" must be .*, got ${text}$`),
    ],
    [
      `a weight ${text} of a new object`,
      TABLE,
      (picker) => picker.set(object, weight),
      kind,
      new RegExp(`^weight of item 3 \\(an Object\\) must be .*, got ${text}$`),
    ],
  ]),

  [
    'a pick from nothing',
    {},
    (picker) => picker.pick(),
    RangeError,
    /^nothing to pick: the picker is empty; set\(item, w/,
  ],
  ['picks from nothing', [], (picker) => picker.picks(2), RangeError, /^nothing to pick: the picker is empty/],
  [
    'a pick from a zero',
    { a: 0 },
    (picker) => picker.pick(),
    RangeError,
    /^nothing to pick: the weight of its one item is 0; set\(/,
  ],
  [
    'a pick from zeros',
    { a: 0, b: -0 },
    (picker) => picker.pick(),
    RangeError,
    /^nothing to pick: all 2 weights are 0; /,
  ],
  ['a pick from many zeros', many, (picker) => picker.pick(), RangeError, /^nothing to pick: all 20 weights are 0; /],
  [
    'a different item of nothing',
    {},
    (picker) => picker.distinct(1),
    RangeError,
    /^count must be at most 0, the number of/,
  ],
  ['three of two', TABLE, (picker) => picker.distinct(3), RangeError, /^count must be at most 2, .*, got 3$/],
  ...(['picks', 'distinct'] as const).flatMap((name): typeof rows => [
    [`${name}(-1)`, TABLE, (p) => p[name](-1), RangeError, /^count must be a non-negative integer, got -1$/],
    [`${name}(1.5)`, TABLE, (p) => p[name](1.5), RangeError, /^count must be .*, got 1\.5$/],
    [`${name}("2")`, TABLE, (p) => p[name]('2'), TypeError, /^count must be .*, got "2"$/],
    [`${name}()`, TABLE, (p) => p[name](), TypeError, /^count must be .*, got undefined$/],
    [`${name}(2^32)`, TABLE, (p) => p[name](2 ** 32), RangeError, /^count must .*4294967296$/],
  ]),
  // V8 would end the process
  [
    'picks(2^27)',
    TABLE,
    (p) => p.picks(2 ** 27),
    RangeError,
    /^count must be at most 2\^26 in one call, got 134217728$/,
  ],
  ...(['weight', 'probability'] as const).flatMap((name): typeof rows => [
    [
      `${name} of what is not there`,
      TABLE,
      (p) => p[name]('swrd'),
      RangeError,
      /^"swrd" is not an item of this picker$/,
    ],
    [
      `${name} of an equal object`,
      [[object, 1]],
      (p) => p[name]({ ...object }),
      RangeError,
      /^an Object is not an item of/,
    ],
  ]),
];

describe.each(backends)('a picker, %s, refuses', (backend) => {
  it.each(rows)('%s', (_, table, call, kind, message) => {
    const picker: WeightedPicker<Wrong> = WeightedPicker.from(table, { seed: 1, backend });
    const before = [picker.state(), picker.entries()];
    const { error, allocations } = allocationsOf(() => call(picker));
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toMatch(message);
    expect(allocations).toEqual([]);
    expect([picker.state(), picker.entries()]).toEqual(before);
    // and goes on as if nothing had been asked
    picker.set('coin', 5);
    const other: WeightedPicker<Wrong> = WeightedPicker.from(table, { seed: 1, backend }).set('coin' as Wrong, 5);
    expect(picker.picks(20)).toEqual(other.picks(20));
  });
});
