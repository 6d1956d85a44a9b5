// Sets of labels, thresholds and schemes that are refused.
import { labeled, type Row, type Wrong } from './calls.js';

const sets =
  (given: Wrong, options?: Wrong): Row[1] =>
  ({ multiLabelWeights }) =>
    multiLabelWeights(given, options);
const target = (given: Wrong): Row[1] => sets([['a'], ['a', 'b']], { target: given });
const factors =
  (given: Wrong, threshold: Wrong = 0.1): Row[1] =>
  ({ repeatFactors }) =>
    repeatFactors(given, threshold);
const scheme =
  (given: Wrong): Row[1] =>
  ({ classWeights }) =>
    classWeights(['a', 'b'], { scheme: given });

const ARRAY = 'must be an array or typed array';
const SCHEME = /^scheme must be 'inverse', 'sqrt', 'effective', \{ power: p \} or \{ effective: beta \}, got /;

/** Both functions over sets of labels refuse the same ones. */
const badSets: readonly [what: string, given: Wrong, Row[2], RegExp][] = [
  ['a word', 'ab', TypeError, new RegExp(`^labelSets ${ARRAY}, got "ab"$`)],
  ['undefined', undefined, TypeError, new RegExp(`^labelSets ${ARRAY}, got undefined$`)],
  ['a Map', new Map([[0, ['a']]]), TypeError, new RegExp(`^labelSets ${ARRAY}, got a Map$`)],
  ['none', [], RangeError, /^labelSets must not be empty: give an array of labels for each item$/],
  ['only empty', [[], []], RangeError, /^labelSets must have a label, got 2 empty sets$/],
  [
    'of which one is a word',
    [['a'], 'ab'],
    TypeError,
    /^labelSets\[1\] must be an array of labels, got "ab": an item with one label needs \["ab"\]$/,
  ],
  ['of which one is a number', [['a'], 7], TypeError, new RegExp(`^labelSets\\[1\\] ${ARRAY}, got 7$`)],
  ['of which one is null', [null], TypeError, new RegExp(`^labelSets\\[0\\] ${ARRAY}, got null$`)],
  [
    'of which one is a Set',
    [['a'], new Set(['a'])],
    TypeError,
    /^labelSets\[1\] must be an array of labels, got a Set: use \[\.\.\.set\]$/,
  ],
  ['with null', [['a'], ['b', null]], TypeError, /^labelSets\[1\]\[1\] must be a string, .*, got null$/],
  ['with undefined', [[undefined]], TypeError, /^labelSets\[0\]\[0\] must be a string, .*, got undefined$/],
  ['with NaN', [[1, 2, Number.NaN]], TypeError, /^labelSets\[0\]\[2\] must be a string, .*, got NaN$/],
  ['with an object', [[{}]], TypeError, /^labelSets\[0\]\[0\] must be a string, .*, got an Object$/],
  ['with a list', [[['a']]], TypeError, /^labelSets\[0\]\[0\] must be a string, .*, got an Array$/],
  [
    'with a label twice',
    [['a'], ['b', 'c', 'b']],
    RangeError,
    /^labelSets\[1\] must have each label once, got "b" at 0/,
  ],
];

export const labelCalls: Row[] = [
  ...badSets.map(([what, given, ...error]): Row => [`label sets ${what}`, sets(given), ...error]),
  ...badSets.map(([what, given, ...error]): Row => [`repeat factors of label sets ${what}`, factors(given), ...error]),
  [
    'an unknown option of label sets',
    sets([['a']], { targets: {} }),
    TypeError,
    /^options has no "targets"; known are/,
  ],
  ['a cap below 1', sets([['a']], { cap: 0.99 }), RangeError, /^cap must be at least 1, as a multiple .*, got 0\.99$/],
  ['a cap NaN', sets([['a']], { cap: Number.NaN }), RangeError, /^cap must be at least 1, .*, got NaN$/],
  ['a cap "2"', sets([['a']], { cap: '2' }), TypeError, /^cap must be at least 1, .*, got "2"$/],
  ['a cap null', sets([['a']], { cap: null }), TypeError, /^cap must be at least 1, .*, got null$/],
  ['a target without a label', target({ a: 0.5 }), RangeError, /^target must name every class, "b" is missing/],
  [
    'a target of an unknown label',
    target({ a: 0.5, b: 0.5, c: 0.1 }),
    RangeError,
    /^target must name only classes in labels, got "c"; they are "a", "b"$/,
  ],
  ['a target of -0.1', target({ a: 0.5, b: -0.1 }), RangeError, /^target\["b"\] must be .* at least 0, got -0\.1$/],
  ['a target NaN', target({ a: Number.NaN, b: 1 }), RangeError, /^target\["a"\] must be a finite number .*, got NaN$/],
  ['a target "1"', target({ a: '1', b: 1 }), TypeError, /^target\["a"\] must be a finite number .*, got "1"$/],
  [
    'a target above 1',
    target({ a: 2, b: 1 }),
    RangeError,
    /^target\["a"\] must be a share of the draws in \[0, 1\], got 2;/,
  ],
  ['a target of zeros', target({ a: 0, b: 0 }), RangeError, /^target must have a positive share, got only zeros$/],
  ['a target true', target(true), TypeError, /^target must be a Map or a record of class to share, got true$/],
  [
    'a target that excludes all items',
    target({ a: 0, b: 0.5 }),
    RangeError,
    /^target leaves no item to draw: every item has a label of share 0; raise one of them$/,
  ],
  [
    'a cap that the items which a target leaves cannot keep',
    sets([['a'], ['b'], ['b'], ['b']], { target: { a: 0.5, b: 0 }, cap: 3 }),
    RangeError,
    /^cap must be at least 4, because the target leaves only 1 of 4 items to draw, got 3$/,
  ],

  ...[0, -0.1, 1.01, Number.NaN, Infinity].map(
    (given): Row => [
      `a threshold of ${given}`,
      factors([['a']], given),
      RangeError,
      new RegExp(`^threshold must be a share of the items in \\(0, 1\\], such as 0\\.001, got ${given}$`),
    ],
  ),
  ['a threshold "0.1"', factors([['a']], '0.1'), TypeError, /^threshold must be .*, got "0\.1"$/],
  ['no threshold', ({ repeatFactors }: Wrong) => repeatFactors([['a']]), TypeError, /^threshold must be .* undefined$/],

  ['a scheme "log"', scheme('log'), RangeError, new RegExp(`${SCHEME.source}"log"$`)],
  ['a scheme 0.5', scheme(0.5), TypeError, new RegExp(`${SCHEME.source}0\\.5$`)],
  ['a scheme null', scheme(null), TypeError, new RegExp(`${SCHEME.source}null$`)],
  ['a scheme in a list', scheme(['sqrt']), TypeError, new RegExp(`${SCHEME.source}an Array$`)],
  ['a scheme of nothing', scheme({}), TypeError, new RegExp(`${SCHEME.source}an object of 0 keys$`)],
  ['two schemes', scheme({ power: 1, effective: 0.9 }), TypeError, new RegExp(`${SCHEME.source}an object of 2 keys$`)],
  ['a scheme of another key', scheme({ beta: 0.9 }), TypeError, new RegExp(`${SCHEME.source}an object with "beta"$`)],
  ['a power of -1', scheme({ power: -1 }), RangeError, /^scheme\.power must be a finite number of at least 0, got -1$/],
  ['a power NaN', scheme({ power: Number.NaN }), RangeError, /^scheme\.power must be .*, got NaN$/],
  ['a power Infinity', scheme({ power: Infinity }), RangeError, /^scheme\.power must be .*, got Infinity$/],
  ['a power "1"', scheme({ power: '1' }), TypeError, /^scheme\.power must be .*, got "1"$/],
  ['a beta of 1', scheme({ effective: 1 }), RangeError, /^scheme\.effective must be a number in \[0, 1\), got 1$/],
  ['a beta of -0.1', scheme({ effective: -0.1 }), RangeError, /^scheme\.effective must be .*, got -0\.1$/],
  ['a beta true', scheme({ effective: true }), TypeError, /^scheme\.effective must be .*, got true$/],
  ['a scheme of labels', labeled({ scheme: 'root' }), RangeError, new RegExp(`${SCHEME.source}"root"$`)],
  [
    'a scheme of a systematic sampler’s labels',
    ({ SystematicSampler }) => SystematicSampler.fromLabels(['a'], { scheme: 1 } as Wrong),
    TypeError,
    new RegExp(`${SCHEME.source}1$`),
  ],
];
