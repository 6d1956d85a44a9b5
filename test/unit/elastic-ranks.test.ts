// States of all ranks: what an elastic restore takes for one run, and what it refuses.
import { describe, expect, it } from 'vitest';
import { BatchSampler, DistributedSampler, type Sampler } from '../../src/index.js';
import { after, refusal } from '../support/elastic-runs.js';
import { at, weighted } from '../support/sampler-cases.js';

const N = 120;
const inner = () => weighted('js', N);
const rankOf = (sampler: Sampler, numReplicas: number, rank: number, more = {}) =>
  new DistributedSampler(sampler, { numReplicas, rank, ...more });
const batchesOf = (sampler: Sampler, size: number) => new BatchSampler(sampler, size);

describe('states of all ranks', () => {
  const old = (numReplicas: number, steps: number[], more = {}) =>
    steps.map((count, rank) => after(count, rankOf(inner(), numReplicas, rank, more)));
  const target = () => rankOf(inner(), 2, 0);

  it.each([
    ['none', [], 'state must be that of at least one rank, got an empty Array'],
    [
      'one that is missing',
      old(4, [2, 2, 2]),
      'state must have all 4 ranks, got 3 without rank 3: give the state of one rank alone to take it as that of ' +
        'every rank',
    ],
    ['one twice', [old(2, [2, 2])[1], old(2, [2, 2])[1]], 'state must have each rank once, got rank 1 again at 1'],
    [
      'another number of ranks',
      [old(2, [2, 2])[0], old(3, [2, 2])[1]],
      'state[1].shape.numReplicas must be that of state[0], 2, got 3',
    ],
    [
      'another batch size',
      [batchesOf(rankOf(inner(), 2, 0), 3).state(), batchesOf(rankOf(inner(), 2, 1), 4).state()],
      'state[1].shape.batchSize must be that of state[0], 3, got 4',
    ],
    [
      'another seed',
      old(2, [2, 2]).map((state, i) => ({ ...state, seed: i })),
      'state[1].seed must be that of state[0], 0, got 1',
    ],
    [
      'ranks that are not level',
      old(2, [14, 12]),
      'states must be of ranks that delivered equally many draws, got ' +
        'rank 0 at position 14 of epoch 0, rank 1 at position ' +
        '12 of epoch 0: the nearest position that all ranks reached is 12 of epoch 0. Let all reach a common ' +
        'position, or restore the state of rank 1 alone, which repeats what the others delivered after it',
    ],
    [
      'ranks in different epochs',
      old(2, [61, 59]),
      'states must be of ranks that delivered equally many draws, got ' +
        'rank 0 at position 1 of epoch 1, rank 1 at position ' +
        '59 of epoch 0: the nearest position that all ranks reached is 59 of epoch 0. Let all reach a common ' +
        'position, or restore the state of rank 1 alone, which repeats what the others delivered after it',
    ],
    [
      'many ranks',
      old(
        12,
        Array.from({ length: 12 }, (_, i) => 5 - Number(i === 7)),
      ),
      'rank 7 at position 4 of epoch 0 and 4 ranks more: the nearest position that all ranks reached is 4 of epoch 0',
    ],
    [
      'uneven ranks, of which a smaller one is not at its end',
      old(7, [17, 17, 16, 17, 17, 17, 17], { pad: false }),
      'rank 2 at position 16 of epoch 0',
    ],
    [
      'uneven ranks, of which a smaller one is at its end before the others are there',
      old(7, [16, 17, 16, 16, 16, 16, 16], { pad: false }),
      'rank 1 at position 0 of epoch 1, rank 2 at position 16 of epoch 0',
    ],
  ])('%s', (_, states, message) => {
    const error = refusal(states, target());
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toContain(message);
  });

  it('the state of the slowest rank alone, which the error names, restores', () => {
    const sampler = target();
    sampler.restore(old(2, [14, 12])[1], { elastic: true });
    expect(at(sampler)).toEqual([0, 12]);
  });

  it('need elastic', () => {
    expect(refusal(old(2, [2, 2]), target(), {})).toEqual(
      new TypeError('state must come from state(), got an Array: states of several ranks need { elastic: true }'),
    );
  });
});
