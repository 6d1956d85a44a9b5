// How much a mixture draws anew when weights of a sampler inside change.
import { describe, expect, it } from 'vitest';
import { DynamicWeightedSampler, MixtureSampler } from '../../src/index.js';
import { backends } from '../support/sampler-cases.js';

describe.each(backends)('a mixture over weights that change, %s', (backend) => {
  it('makes few draws anew after a change, if windows are small', () => {
    const dynamic = new DynamicWeightedSampler([1, 2, 3], 10, { seed: 1, backend });
    const options = { weights: [1, 1], stop: 10_000, window: 32, seed: 3, backend };
    const mixture = new MixtureSampler([dynamic, 4], options);
    let draws = 0;
    const read = dynamic._read.bind(dynamic);
    dynamic._read = (positions, out, offset) => {
      draws += positions.count;
      read(positions, out, offset);
    };
    for (let i = 0; i < 100; i++) {
      dynamic.update(0, i);
      mixture.take(32);
    }
    expect(draws).toBeLessThanOrEqual(100 * 32);
    const unchanged = new DynamicWeightedSampler([99, 2, 3], 10, { seed: 1, backend });
    expect(mixture.indices(1)).toEqual(new MixtureSampler([unchanged, 4], options).indices(1));
  });
});
