// Tables, items and weights that a picker refuses.
import type { Row, Wrong } from './calls.js';

const from =
  (...given: Wrong[]): Row[1] =>
  ({ WeightedPicker }) =>
    (WeightedPicker.from as Wrong)(...given);
const once =
  (...given: Wrong[]): Row[1] =>
  ({ pickOne }) =>
    (pickOne as Wrong)(...given);
const TABLE = { sword: 3, shield: 1 };
const FORMS = 'table must be a record like { sword: 3 }, pairs like [["sword", 3]], or items followed by a weight';
const object = { name: 'sword' };
const more = (count: number) => Array.from({ length: count }, (_, i): [Wrong, number] => [`item ${i}`, 1]);

/** Refused weights, their text, and the kind of the error. */
export const wrongWeights: [Wrong, string, typeof TypeError | typeof RangeError][] = [
  [Number.NaN, 'NaN', RangeError],
  [-1, '-1', RangeError],
  [Infinity, 'Infinity', RangeError],
  ['3', '"3"', TypeError],
  [undefined, 'undefined', TypeError],
  [null, 'null', TypeError],
  [3n, '3n', TypeError],
];

export const pickerCalls: Row[] = [
  ...wrongWeights.flatMap(([weight, text, kind]): Row[] => {
    const message = new RegExp(`^weight of "sword" must be a finite number of at least 0, got ${text}$`);
    return [
      [`a weight ${text} in a record`, from({ shield: 1, sword: weight }), kind, message],
      [`a weight ${text} in pairs`, from([['sword', weight]]), kind, message],
      [`a weight ${text} in a Map`, from(new Map([['sword', weight]])), kind, message],
      [`a weight ${text} of a function`, from(['sword'], () => weight), kind, message],
      [`a weight ${text} for pickOne`, once({ sword: weight }), kind, message],
    ];
  }),
  ['a weight of an object', from([[object, -1]]), RangeError, /^weight of item 0 \(an Object\) must be .*, got -1$/],
  [
    'a weight of a function',
    from(['a', () => 1], (_: unknown, i: number) => (i === 1 ? '1' : 1)),
    TypeError,
    /^weight of item 1 \(a function\) must be .*, got "1"$/,
  ],
  ['a weight of -0 as an item', from([[-0, -1]]), RangeError, /^weight of -0 must be/],

  ...([5, 'sword', null, undefined, true, Symbol('sword')] as Wrong[]).flatMap((table): Row[] => [
    [`a table ${String(table)}`, from(table), TypeError, new RegExp(`^${escaped(FORMS)} function, got `)],
    [`a table ${String(table)} for pickOne`, once(table), TypeError, new RegExp(`^${escaped(FORMS)} function, got `)],
  ]),
  ['a Date', from(new Date(0)), TypeError, new RegExp(`^${escaped(FORMS)} function, got a Date$`)],
  ['a function', from(() => TABLE), TypeError, new RegExp(`^${escaped(FORMS)} function, got a function$`)],
  ['a word with weights', from('abc', () => 1), TypeError, /^table must be .*, got "abc"$/],
  [
    'a record with weights',
    from(TABLE, () => 1),
    TypeError,
    /^items must be iterable if a weight function follows, got an/,
  ],
  [
    'items without weights',
    from(['sword', 'shield']),
    TypeError,
    /^table\[0\] must be a pair \[item, weight\], got "sword": .* a weight function .* take WeightedRandomSampler$/,
  ],
  ['weights without items', from([3, 1]), TypeError, /^table\[0\] must be a pair \[item, weight\], got 3:/],
  [
    'a triple',
    from([
      ['a', 1],
      ['b', 2, 3],
    ]),
    TypeError,
    /^table\[1\] must be a pair .*, got an Array of length 3:/,
  ],
  ['a single', from([['a']]), TypeError, /^table\[0\] must be a pair .*, got an Array of length 1:/],
  ['an object in place of a pair', from([{ item: 'a' }]), TypeError, /^table\[0\] must be a pair .*, got an Object:/],

  ...[0, 20].flatMap((before): Row[] => {
    const twice = (item: Wrong): [Wrong, number][] => [...more(before), [item, 1], ['other', 2], [item, 3]];
    const places = `items ${before} and ${before + 2} are the same value`;
    const same = (text: string) => new RegExp(`^${places}, ${text}: give it once, with the sum of both weights$`);
    return [
      [`"sword" twice, ${before} before it`, from(twice('sword')), RangeError, same('"sword"')],
      [`NaN twice, ${before} before it`, from(twice(Number.NaN)), RangeError, same('NaN')],
      [`-0 twice, ${before} before it`, from(twice(-0)), RangeError, same('-0')],
      [`undefined twice, ${before} before it`, from(twice(undefined)), RangeError, same('undefined')],
      [`an object twice, ${before} before it`, from(twice(object)), RangeError, same('an Object')],
      [`an object twice for pickOne, ${before} before it`, once(twice(object)), RangeError, same('an Object')],
      [
        `an item twice with a weight function, ${before} before it`,
        from(
          twice('sword').map(([item]) => item),
          () => 1,
        ),
        RangeError,
        same('"sword"'),
      ],
    ];
  }),

  [
    'an option of a picker',
    from(TABLE, { seeds: 1 }),
    TypeError,
    /^options has no "seeds".*; known are seed, backend$/,
  ],
  [
    'options after weights that are missing',
    from(TABLE, undefined, { seed: 1 }),
    TypeError,
    /^the second of three arguments must be a weight function, got undefined$/,
  ],
  [
    'weights after the options',
    from(['a'], { seed: 1 }, () => 1),
    TypeError,
    /^the second of three arguments must be a weight function, got an Object$/,
  ],
  [
    'options of pickOne after null',
    once(['a'], null, { seed: 1 }),
    TypeError,
    /^the second of three arguments must be a weight function, got null$/,
  ],
  ['an option after weights', from(['a'], () => 1, { generator: 1 }), TypeError, /^options has no "generator"/],
  ['an option of pickOne', once(TABLE, { numSamples: 1 }), TypeError, /^options has no "numSamples"/],
  [
    'null as options of a picker',
    from(TABLE, null),
    TypeError,
    /^options must be an object like \{ seed: … \}, got null$/,
  ],
  ['a seed as options of a picker', from(TABLE, 7), TypeError, /^options must be an object like .*, got 7$/],
  ['a picker’s seed -1', from(TABLE, { seed: -1 }), RangeError, /^seed must be a non-negative integer .*, got -1$/],
  ['a picker’s seed null', from(TABLE, { seed: null }), TypeError, /^seed must be .*, got null$/],
  ['a seed of pickOne 0.5', once(TABLE, { seed: 0.5 }), RangeError, /^seed must be .*, got 0\.5$/],
  [
    'a picker’s backend "gpu"',
    from(TABLE, { backend: 'gpu' }),
    RangeError,
    /^backend must be 'auto' or 'wasm' or 'js', got/,
  ],

  ['a pick by pickOne from nothing', once([], { seed: 1 }), RangeError, /^nothing to pick: the picker is empty/],
  [
    'a pick by pickOne from a zero',
    once({ a: 0 }, { seed: 1 }),
    RangeError,
    /^nothing to pick: the weight of its one item is 0; set/,
  ],
  [
    'a constructor of a picker',
    ({ WeightedPicker }) => new (WeightedPicker as Wrong)(TABLE),
    TypeError,
    /^make a picker by WeightedPicker\.from\(table\)$/,
  ],
];

function escaped(text: string): string {
  return text.replace(/[{}[\]"]/g, '\\$&');
}
