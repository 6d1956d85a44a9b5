// Saved games: where a picker stands, and how it goes on, over the weights of then or of now.
import { describe, expect, it } from 'vitest';
import { type PickerState, WeightedPicker } from '../../src/index.js';
import { backends, SEED } from '../support/sampler-cases.js';

const FEW_ITEMS: [string, number][] = [
  ['coin', 70],
  ['dagger', 25],
  ['crown', 5],
];
const MANY_ITEMS = Array.from({ length: 40 }, (_, i): [string, number] => [`item ${i}`, (i * 7) % 11]);

describe.each(backends)('%s', (backend) => {
  describe.each([
    ['few', FEW_ITEMS],
    ['many', MANY_ITEMS],
  ])('a picker of %s items', (_, table) => {
    const make = (seed: number | string = SEED) => WeightedPicker.from(table, { seed, backend });
    const unseeded = () => WeightedPicker.from(table, { backend });
    const saved = (picker: WeightedPicker<string>): PickerState => JSON.parse(JSON.stringify(picker.state()));

    it.each([0, 1, 2, 3, 9, 10, 11, 200])('goes on after %i picks as if it had never been left', (count) => {
      const picker = make();
      for (let i = 0; i < count; i++) picker.pick();
      const state = saved(picker);
      expect(state).toEqual({
        version: 1,
        sampler: 'WeightedPicker',
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        seed: SEED,
        position: count,
      });
      const next = picker.picks(100);
      const other = make();
      other.restore(state);
      expect(other.position).toBe(count);
      expect(other.picks(100)).toEqual(next);
      // and back, in the same picker
      picker.restore(state);
      expect(picker.distinct(2)).toHaveLength(2);
      picker.restore(state);
      expect(picker.picks(100)).toEqual(next);
    });

    it('has a state that depends on the table, not on how it came about', () => {
      const picker = make();
      const before = saved(picker);
      const [item, weight] = table[1];
      picker.set(item, 99);
      expect(saved(picker).fingerprint).not.toBe(before.fingerprint);
      picker.set(item, weight).set('more', 4);
      expect(saved(picker).fingerprint).not.toBe(before.fingerprint);
      picker.delete('more');
      expect(saved(picker)).toEqual(before);
      expect(saved(WeightedPicker.from(table.slice(), { seed: SEED, backend: 'js' }))).toEqual(before);
    });

    it('refuses a state of other weights or items, unless any may be', () => {
      const old = make();
      old.picks(12);
      const state = saved(old);
      const patched: [string, number][] = [...table.slice(1), ['shield', 30]];
      const picker = WeightedPicker.from(patched, { seed: SEED, backend });
      const renamed = WeightedPicker.from(
        table.map(([item, weight]): [string, number] => [
          item === 'coin' || item === 'item 1' ? 'token' : item,
          weight,
        ]),
        { seed: SEED, backend },
      );
      for (const each of [picker, renamed]) {
        each.pick();
        for (const options of [undefined, {}, { weights: 'same' as const }, { weights: undefined }]) {
          expect(() => each.restore(state, options)).toThrow(
            /^state is of a WeightedPicker with different items or weights: fingerprint "[0-9a-f]+", .*weights: 'any'/,
          );
        }
        expect(each.position).toBe(1);
        each.restore(state, { weights: 'any' });
        expect(each.position).toBe(12);
      }
      const fresh = WeightedPicker.from(patched, { seed: SEED, backend });
      fresh.picks(12);
      expect(picker.picks(50)).toEqual(fresh.picks(50));
    });

    it('takes the seed of a state if none was given, also after it picked', () => {
      const old = unseeded();
      old.picks(3);
      const picker = unseeded();
      picker.picks(20);
      expect(picker.seed).not.toBe(old.seed);
      picker.restore(saved(old));
      expect(picker.seed).toBe(old.seed);
      expect(picker.picks(30)).toEqual(old.picks(30));
      const seeded = make(5);
      expect(() => seeded.restore(saved(old))).toThrow(
        `state is of seed ${old.seed}, this one has 5: make the sampler with { seed: ${old.seed} }, ` +
          'or without a seed, and restore before it draws',
      );
      expect(() => seeded.restore(saved(old), { weights: 'any' })).toThrow(/^state is of seed/);
      expect([seeded.seed, seeded.position]).toEqual([5, 0]);
    });

    it('saves a string’s seed as the integer that it is', () => {
      const picker = make('level 1');
      picker.picks(4);
      const state = saved(picker);
      expect(Number.isSafeInteger(state.seed)).toBe(true);
      expect(picker.seed).toBe('level 1');
      const other = make('level 1');
      other.restore(state);
      expect(other.seed).toBe('level 1');
      expect(other.picks(20)).toEqual(picker.picks(20));
      const byNumber = make(state.seed);
      byNumber.restore(state);
      expect(byNumber.position).toBe(4);
    });

    it('refuses what is no state, and does not change', () => {
      const picker = make();
      picker.picks(2);
      const state = saved(picker);
      const wrong: [unknown, RegExp][] = [
        [undefined, /^state must come from state\(\), got undefined$/],
        [null, /^state must come from state\(\), got null$/],
        ['{}', /^state must come from state\(\), got "\{\}"$/],
        [[state], /^state must come from state\(\), got an Array$/],
        [{}, /^state has no version/],
        [{ ...state, version: 2 }, /^state.version must be 1, got 2$/],
        [{ ...state, sampler: 'RandomSampler' }, /^state must be of a WeightedPicker, got one of "RandomSampler"$/],
        [{ ...state, position: -1 }, /^state.position must be a non-negative integer, got -1$/],
        [{ ...state, position: 1.5 }, /^state.position must be .*, got 1.5$/],
        [{ ...state, position: '1' }, /^state.position must be .*, got "1"$/],
        [{ ...state, position: 2 ** 53 }, /^state.position must be .*, got 9007199254740992$/],
        [{ ...state, seed: undefined }, /^state has no seed/],
        [{ ...state, seed: 1.5 }, /^state is of seed 1.5/],
        [
          { version: 1, sampler: 'WeightedPicker', fingerprint: state.fingerprint, seed: SEED },
          /^state has no position/,
        ],
      ];
      for (const [given, message] of wrong) {
        for (const weights of ['same', 'any'] as const) {
          expect(() => picker.restore(given as PickerState, { weights }), JSON.stringify(given)).toThrow(message);
        }
      }
      for (const seed of [-1, '7', undefined]) {
        expect(() => unseeded().restore({ ...state, seed } as PickerState)).toThrow(
          /^state(.seed must be| has no seed)/,
        );
      }
      for (const weights of ['other', null, 1] as never[]) {
        expect(() => picker.restore(state, { weights })).toThrow(/^weights must be 'same' or 'any', got/);
      }
      expect(() => picker.restore(state, { weight: 'any' } as never)).toThrow(/^options has no "weight"/);
      expect(() => picker.restore(state, true as never)).toThrow(/^options must be an object/);
      expect(picker.state()).toEqual(state);
    });

    it('picks up to position 2^53 - 1', () => {
      const picker = make();
      picker.restore({ ...saved(picker), position: 2 ** 53 - 3 });
      expect(() => picker.picks(3)).toThrow(RangeError);
      expect(() => picker.distinct(3)).toThrow(/^a picker makes at most 2\^53 - 1 picks/);
      expect(picker.position).toBe(2 ** 53 - 3);
      expect(picker.picks(2)).toHaveLength(2);
      expect(picker.position).toBe(2 ** 53 - 1);
      expect(() => picker.pick()).toThrow(
        new RangeError('a picker makes at most 2^53 - 1 picks, and 9007199254740991 were made: make a new picker'),
      );
      expect(picker.position).toBe(2 ** 53 - 1);
    });
  });
});
