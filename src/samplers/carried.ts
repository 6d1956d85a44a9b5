import { describe } from '../describe.js';
import type { InnerState, SamplerState } from './sampler.js';

/** A sampler of the user's own that has a state, which a wrapper's state carries. */
export class Carried {
  private constructor(private readonly sampler: { state(): unknown; restore(state: unknown): void }) {}

  /** None where it has no state; a wrapper of this library over what has none has none either. */
  static of(sampler: object): Carried | undefined {
    const { state, restore, _stateless } = sampler as { state?: unknown; restore?: unknown; _stateless?: boolean };
    const has = typeof state === 'function' && typeof restore === 'function' && !_stateless;
    return has ? new Carried(sampler as never) : undefined;
  }

  /** Its state now: a copy, since it may go on in the same object. */
  carry(): InnerState {
    return { inner: copy(this.sampler.state()) };
  }

  /** @throws {TypeError | unknown} There is no such state, or the sampler does not take it. */
  restore(state: SamplerState): void {
    if (!('inner' in state)) throw new TypeError('state has no inner: the state of the sampler inside');
    this.sampler.restore(copy(state.inner));
  }
}

function copy(state: unknown): unknown {
  const json = JSON.stringify(state);
  if (json === undefined) {
    throw new TypeError(`state() of the sampler inside must give a JSON value, got ${describe(state)}`);
  }
  return JSON.parse(json);
}
