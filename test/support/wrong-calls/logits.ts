// Logits, and what is drawn from them, that is refused.
import { generator, type Row, type Wrong } from './calls.js';

const logits =
  (given: Wrong, options?: Wrong): Row[1] =>
  ({ WeightedRandomSampler }) =>
    WeightedRandomSampler.fromLogits(given, options);
const option = (given: Wrong): Row[1] => logits([1, 2, 0], given);
const holes = new Array(3);
holes[0] = 1;
const long = new Float32Array(5000).fill(1).fill(Number.NaN, 4999);

export const logitCalls: Row[] = [
  ['logits NaN', logits([1, Number.NaN]), RangeError, /^logits\[1\] must be a finite number or -Infinity, got NaN$/],
  ['logits Infinity', logits([Infinity, 1]), RangeError, /^logits\[0\] must be a finite number .*, got Infinity$/],
  ['logits whose last is wrong', logits(long), RangeError, /^logits\[4999\] must be .*, got NaN$/],
  [
    'logits without a chance',
    logits(new Float32Array(3).fill(-Infinity)),
    RangeError,
    /^logits must have an entry above -Infinity, got 3 times -Infinity$/,
  ],
  ['one logit without a chance', logits([-Infinity]), RangeError, /^logits must .* -Infinity, got one -Infinity$/],
  ['logits empty', logits([]), RangeError, /^logits must not be empty$/],
  ['logits with a hole', logits(holes), TypeError, /^logits\[1\] must be .*, got a hole$/],
  ['logits with null', logits([null, 1]), TypeError, /^logits\[0\] must be .*, got null$/],
  ['logits of strings', logits([0, '1']), TypeError, /^logits\[1\] must be .*, got "1"$/],
  ['logits in a BigInt64Array', logits(BigInt64Array.of(1n)), TypeError, /^logits\[0\] must be .*, got 1n$/],
  ['logits of a batch', logits([[1, 2]]), TypeError, /^logits\[0\] must be .*, got an Array$/],
  ['logits missing', logits(undefined), TypeError, /^logits must be an array or typed array, got undefined$/],
  ['logits of length 2^40', logits({ length: 2 ** 40 }), RangeError, /^logits must have at most 260046848 entries/],

  ['temperature -1', option({ temperature: -1 }), RangeError, /^temperature must be a finite .* at least 0, got -1$/],
  ['temperature NaN', option({ temperature: Number.NaN }), RangeError, /^temperature must be .*, got NaN$/],
  ['temperature Infinity', option({ temperature: Infinity }), RangeError, /^temperature must be .*, got Infinity$/],
  ['temperature "1"', option({ temperature: '1' }), TypeError, /^temperature must be .*, got "1"$/],
  ['temperature null', option({ temperature: null }), TypeError, /^temperature must be .*, got null$/],
  ['topK 0', option({ topK: 0 }), RangeError, /^topK must be a positive integer, got 0$/],
  ['topK 1.5', option({ topK: 1.5 }), RangeError, /^topK must be a positive integer, got 1\.5$/],
  ['topK Infinity', option({ topK: Infinity }), RangeError, /^topK must be a positive integer, got Infinity$/],
  ['topK "5"', option({ topK: '5' }), TypeError, /^topK must be a positive integer, got "5"$/],
  ['topP 0', option({ topP: 0 }), RangeError, /^topP must be a number above 0 and at most 1, got 0$/],
  ['topP 1.1', option({ topP: 1.1 }), RangeError, /^topP must be .*, got 1\.1$/],
  ['topP NaN', option({ topP: Number.NaN }), RangeError, /^topP must be .*, got NaN$/],
  ['topP true', option({ topP: true }), TypeError, /^topP must be .*, got true$/],
  ['top_k', option({ top_k: 5 }), TypeError, /^options has no "top_k": did you mean topK\?/],
  ['options of logits a number', option(5), TypeError, /^options must be an object .*, got 5$/],
  ['numSamples 0 of logits', option({ numSamples: 0 }), RangeError, /^numSamples must be a positive integer, got 0/],
  ['replacement 1 of logits', option({ replacement: 1 }), TypeError, /^replacement must be a boolean, got 1/],
  ['backend of logits', option({ backend: 'gpu' }), RangeError, /^backend must be .*, got "gpu"$/],
  [
    'more draws than topK keeps',
    option({ topK: 2, replacement: false }),
    RangeError,
    /^numSamples must be at most the number of positive weights, 2, to draw without replacement, got 3/,
  ],
  [
    'a seed beside a generator of logits',
    logits([Number.NaN], { seed: 1, generator }),
    TypeError,
    /^seed and generator exclude each other/,
  ],
];
