// Runs that are stopped anywhere and continued from a state: what follows is what would have followed, for every
// sampler, wrapper and loader.
import { describe, expect, it } from 'vitest';
import type { SamplerState } from '../../src/index.js';
import { expectResumes, onlyOn, plainly, seeded, throughJson, train } from '../support/resume-runs.js';
import { at } from '../support/sampler-cases.js';

describe.each(seeded)('%s', (_, make) => {
  it('stopped anywhere, continues as if it had not been, with setEpoch in the loop and without', async () => {
    await expectResumes(make, [true, false]);
  });

  it('keeps a restored position when setEpoch names its epoch, until something is delivered', () => {
    const run = make();
    const stopped = make();
    const first = run[Symbol.iterator]();
    first.next();
    first.next();
    const { epoch, position } = run;
    expect([epoch, position]).toEqual([0, 2]);
    stopped.restore(throughJson(run.state()));
    for (let i = 0; i < 2; i++) stopped.setEpoch(0);
    expect(at(stopped)).toEqual([0, 2]);
    const next = stopped[Symbol.iterator]();
    expect(plainly(next.next().value)).toEqual(plainly(first.next().value));
    stopped.setEpoch(0);
    expect(at(stopped)).toEqual([0, 0]);
    stopped.restore(throughJson(run.state()));
    stopped.setEpoch(1);
    expect(at(stopped)).toEqual([1, 0]);
    stopped.setEpoch(0);
    expect(at(stopped)).toEqual([0, 0]);
    // the same place of another epoch is not the restored one
    stopped.restore(throughJson(run.state()));
    for (const _ of stopped);
    expect(at(stopped)).toEqual([1, 0]);
    const place = run.position;
    const loop = stopped[Symbol.iterator]();
    while (stopped.position < place) loop.next();
    stopped.setEpoch(1);
    expect(at(stopped)).toEqual([1, 0]);
  });

  it('does not take the same place of the last epoch, which follows itself, for the restored one', () => {
    const run = make();
    run.setEpoch(Number.MAX_SAFE_INTEGER);
    run[Symbol.iterator]().next();
    const state = throughJson(run.state());
    const place = run.position;
    run.restore(state);
    for (const _ of run);
    const loop = run[Symbol.iterator]();
    while (run.position < place) loop.next();
    expect(at(run)).toEqual([Number.MAX_SAFE_INTEGER, place]);
    run.setEpoch(Number.MAX_SAFE_INTEGER);
    expect(at(run)).toEqual([Number.MAX_SAFE_INTEGER, 0]);
  });

  it('leaves a loop under way to its own when setEpoch keeps the place', () => {
    const [run, twin] = [make(), make()];
    const loop = twin[Symbol.iterator]();
    loop.next();
    run.restore(throughJson(twin.state()));
    const open = run[Symbol.iterator]();
    run.setEpoch(0);
    expect(at(run)).toEqual([0, 1]);
    expect(plainly(open.next().value)).toEqual(plainly(loop.next().value));
    expect(at(run)).toEqual([0, 1]);
  });
});

describe.each(onlyOn)('%s', (_, make) => {
  it('stopped anywhere, continues as if it had not been', async () => {
    await expectResumes(make, [false]);
  });

  it('has no setEpoch, restored or not', () => {
    const run = make();
    expect(() => run.setEpoch(0)).toThrow(/^setEpoch/);
    run.restore(run.state());
    expect(() => run.setEpoch(0)).toThrow(/^setEpoch/);
  });
});

describe('a state taken at the last item', () => {
  it.each(seeded)('of %s is the next epoch’s beginning', async (_, make) => {
    const run = make();
    let state: SamplerState | undefined;
    for (const __ of run) state = run.state();
    expect([state!.epoch, state!.position]).toEqual([1, 0]);
    const again = make();
    again.restore(state!);
    // the epochs that are left, and no other
    expect((await train(again, { setEpoch: true })).seen).toEqual((await train(run, {})).seen);
  });
});
