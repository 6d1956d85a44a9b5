// Findings about set-ups that will not do what is meant, and silence about those that will.
import { describe, expect, it } from 'vitest';
import { type Label, type LintOptions, lintWeights, sampleWeights } from '../../src/index.js';

const codes = (weights: ArrayLike<number>, options?: LintOptions) =>
  lintWeights(weights, options).map(({ code }) => code);
const cats = [...new Array<string>(165).fill('Siamese'), ...new Array<string>(10).fill('Birman')];

describe('lintWeights', () => {
  it('says nothing about what does what is meant', () => {
    expect(lintWeights([1, 2, 3])).toEqual([]);
    expect(lintWeights(sampleWeights(cats), { numSamples: 175, batchSize: 16, labels: cats })).toEqual([]);
    expect(lintWeights([1, 0, 1], { replacement: false, numSamples: 1 })).toEqual([]);
    expect(lintWeights([5])).toEqual([]);
  });

  it('finds class weights where item weights belong, by labels one an item or as a list of classes', () => {
    const finding = { code: 'class-weights', weights: 2, classes: 2, message: expect.stringContaining('classes (2)') };
    expect(lintWeights([0.1, 0.9], { labels: cats })).toContainEqual(finding);
    expect(lintWeights([1, 1], { labels: ['a', 'b'] })).toContainEqual(finding);
    expect(lintWeights([1, 1], { labels: ['a', 'b'] })[0].message).toBe(
      'as many weights as classes (2): a sampler needs one weight per item, not per class; do labels only list the ' +
        'classes, or are they ids?',
    );
    // labels of other items say nothing about a batch
    expect(codes([0.1, 0.9], { labels: cats, batchSize: 2 })).toEqual(['class-weights', 'dominant-item']);
    expect(codes([1, 1, 1], { labels: ['a', 'b', 'b'] })).toEqual([]);
    expect(codes([5], { labels: ['a'] })).toEqual([]);
  });

  it('finds another number of weights than of items', () => {
    expect(lintWeights([1, 1, 2], { numItems: 5 })).toEqual([
      {
        code: 'other-length',
        weights: 3,
        items: 5,
        message: '3 weights for 5 items: items 3 to 4 are never drawn; give one weight per item',
      },
    ]);
    const [more] = lintWeights([1, 1, 2], { numItems: 2 });
    expect(more).toMatchObject({ code: 'other-length', weights: 3, items: 2 });
    expect(more.message).toMatch(/beyond the data set, which a DataLoader refuses/);
    expect(codes([1, 1, 2], { numItems: 3 })).toEqual([]);
    const message = (weights: number[], numItems: number) => lintWeights(weights, { numItems })[0].message;
    expect(message([1, 1, 2], 4)).toBe('3 weights for 4 items: item 3 is never drawn; give one weight per item');
    expect(message([1], 2)).toBe('1 weight for 2 items: item 1 is never drawn; give one weight per item');
    expect(message([1, 1], 1)).toMatch(/^2 weights for 1 item: a sampler draws indices beyond/);
    for (const numItems of [-1, 2.5]) expect(() => lintWeights([1, 2], { numItems })).toThrow(RangeError);
    expect(() => lintWeights([1, 2], { numItems: '2' as never })).toThrow(/^numItems must be a non-negative integer/);
  });

  it('finds a continuous column, in which each row is a class of its own', () => {
    const column = (count: number, value: (i: number) => number | string | bigint) => {
      const labels = Array.from({ length: count }, (_, i) => value(i));
      return lintWeights(sampleWeights(labels), { labels, batchSize: 32 });
    };
    const message = expect.stringMatching(
      /^each row is a class of its own: bin it \(1000 different numbers in 1000 rows/,
    );
    const finding = { code: 'continuous', classes: 1000, rows: 1000, message };
    expect(column(1000, (i) => Math.sqrt(i))).toEqual([finding]);
    expect(column(1000, (i) => String(Math.sqrt(i)))).toEqual([finding]);
    expect(column(1000, (i) => 17 * i)).toEqual([finding]);
    expect(column(1000, (i) => BigInt(17 * i))).toEqual([finding]);
    expect(column(4, (i) => 20.5 + i / 10)).toMatchObject([{ code: 'continuous', rows: 4 }]);
    // rounded, so that some come twice
    const nearly = column(1000, (i) => Math.floor(i * 0.6) / 10);
    expect(nearly).toMatchObject([{ code: 'continuous', classes: 600, rows: 1000 }]);
    expect(nearly[0].message).toMatch(/^nearly each row is a class of its own: bin it/);
    // whole ones may be ids
    const whole = column(1000, (i) => Math.round(i * 0.6));
    expect(whole).toMatchObject([{ code: 'continuous', classes: 600, rows: 1000 }, { code: 'rare-class' }]);
    expect(whole[0].message).toMatch(/^nearly each row is a class of its own: if the numbers were measured, bin them/);
    // few classes, a list of them, names
    const list = ['unique-labels', 'class-weights', 'rare-class'];
    expect(column(1000, (i) => i % 500).map(({ code }) => code)).toEqual(['rare-class']);
    expect(column(1000, (i) => i).map(({ code }) => code)).toEqual(list);
    expect(column(1000, (i) => `class ${i}`).map(({ code }) => code)).toEqual(list);
    expect(column(5, (i) => Math.min(i, 3)).map(({ code }) => code)).toEqual([]);
  });

  it('finds that without replacement and all drawn, weights only order', () => {
    expect(lintWeights([1, 5, 0, 2], { replacement: false, numSamples: 3 })).toEqual([
      { code: 'order-only', numSamples: 3, message: expect.stringContaining('only affect the order') },
    ]);
    const said = (numSamples: number, weights: number[]) => lintWeights(weights, { replacement: false, numSamples });
    expect(said(1, [1, 0])[0].message).toMatch(
      /^without replacement, 1 draw takes the only item: weights only affect the order; draw fewer/,
    );
    expect(said(2, [1, 1])[0].message).toMatch(
      /^without replacement, 2 draws take all items: weights only affect the order; draw fewer/,
    );
    expect(codes([1, 5, 2], { replacement: false })).toEqual(['order-only']);
    expect(codes([1, 5, 2], { replacement: false, numSamples: 2 })).toEqual([]);
  });

  it('finds items that are never expected, and the rarest', () => {
    const [finding, ...more] = lintWeights([1, 1, 1e-9, 0, 1e-7], { numSamples: 1000 });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code: 'never-expected', items: 2, index: 2 });
    expect((finding as { expected: number }).expected).toBeCloseTo(5e-7, 12);
    expect(codes([1, 1, 1e-9], { numSamples: 1e8 })).toEqual([]);
    expect(finding.message).toMatch(
      /^2 items are expected less than once in 100 epochs of 1000 draws \(item 2: 5e-7 times/,
    );
    // the rarest wherever it is, the first of equally rare ones, none of weight 0
    const rarest = (...weights: number[]) =>
      lintWeights([1, 1, ...weights], { numSamples: 1000 }).map((each) => (each as { index: number }).index);
    expect(rarest(1e-7, 1e-9)).toEqual([3]);
    expect(rarest(1e-9, 1e-7)).toEqual([2]);
    expect(rarest(1e-9, 1e-9)).toEqual([2]);
    expect(lintWeights([1, 0, 1e-9, 1], { numSamples: 10 })).toMatchObject([{ index: 2 }]);
    expect(lintWeights([1e-9, 1, 1e-7, 1], { numSamples: 10 })).toMatchObject([{ index: 0 }]);
    expect(codes([99, 1], { numSamples: 1 })).toEqual(['dominant-item']);
    const [one] = lintWeights([1e9, 1], { numSamples: 1 });
    expect(one.message).toMatch(/^item 1 is expected less than once in 100 epochs of 1 draw \(item 1: 1e-9 times/);
  });

  it('finds classes with less than a draw a batch, and the rarest', () => {
    const labels = Array.from({ length: 100 }, (_, i) => i % 37);
    const equal = lintWeights(sampleWeights(labels), { batchSize: 32, labels });
    expect(equal).toEqual([expect.objectContaining({ code: 'rare-class', classes: 37 })]);
    expect((equal[0] as { expected: number }).expected).toBeCloseTo(32 / 37, 12);
    expect(codes(sampleWeights(labels), { batchSize: 37, labels })).toEqual([]);
    const plain = lintWeights(new Float64Array(175).fill(1), { batchSize: 16, labels: cats });
    expect(plain).toMatchObject([{ code: 'rare-class', classes: 1, class: 'Birman' }]);
    expect(plain[0].message).toContain(
      'class "Birman" is expected less than once in a batch of 16 ("Birman": 0.914 times)',
    );
    expect(plain[0].message).toMatch(/: many batches have none; use larger batches/);
    expect(equal[0].message).toMatch(/^37 classes are expected .*: many batches have none; use larger batches/);
    const rarest = (...weights: number[]) =>
      lintWeights([...weights, 9, 9, 9, 9], { batchSize: 2, labels: [3, 5, 7, 0, 0, 0, 0] }).map(
        (each) => (each as { class: Label }).class,
      );
    expect(rarest(2, 1, 3)).toEqual([5]);
    expect(rarest(1, 3, 2)).toEqual([3]);
    expect(rarest(3, 0, 2)).toEqual([7]);
    expect(rarest(2, 2, 3)).toEqual([3]);
    expect(codes([1, 2, 1], { batchSize: 1 })).toEqual([]);
    // nothing of it is wanted
    expect(codes([1, 1, 0], { batchSize: 2, labels: ['a', 'a', 'b'] })).toEqual([]);
  });

  it('finds one item with more than half of the draws', () => {
    expect(lintWeights([1, 3, 1])).toEqual([
      { code: 'dominant-item', index: 1, probability: 0.6, message: 'item 1 gets 60 % of the draws' },
    ]);
    expect(codes([1, 2, 1])).toEqual([]);
  });

  it('finds totals that overflow, and counts on', () => {
    expect(lintWeights([1e308, 1e308, 1e308])).toEqual([
      {
        code: 'overflow',
        message: 'the weights sum to 2^1024 or more, which PyTorch, NumPy and a TorchGenerator refuse: scale them down',
      },
    ]);
    expect(codes([1.7e308, 1e308, 5e-324])).toEqual(['never-expected', 'dominant-item', 'overflow']);
  });

  it('refuses what a sampler would, and labels of other items', () => {
    expect(() => lintWeights([])).toThrow(/^weights must not be empty/);
    expect(() => lintWeights([1, Number.NaN])).toThrow(/^weights\[1\]/);
    expect(() => lintWeights([1, 0], { replacement: false })).toThrow(/^numSamples must be at most/);
    expect(() => lintWeights([1], { numSamples: 0 })).toThrow(/^numSamples must be a positive integer, got 0/);
    expect(() => lintWeights([1], { replacement: 1 as never })).toThrow(/^replacement must be a boolean, got 1$/);
    expect(() => lintWeights([1], { batchSize: 1.5 })).toThrow(/^batchSize must be a positive integer, got 1.5/);
    expect(() => lintWeights([1, 1, 1], { labels: ['a', 'b'] })).toThrow(
      /^labels must be as many as weights, 3, got 2 of 2 classes/,
    );
    expect(() => lintWeights([1, 1, 1], { labels: ['a'] })).toThrow(/^labels .*, 3, got 1 of 1 class$/);
    expect(() => lintWeights([1], { weight: 1 } as never)).toThrow(/^options has no "weight"/);
  });
});
