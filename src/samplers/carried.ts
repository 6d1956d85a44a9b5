import { isPlain } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import type { Identity, InnerState, SamplerState } from './sampler.js';

/** A sampler of the user's own that has a state, which a wrapper's state carries. */
export class Carried {
  private constructor(private readonly sampler: { state(): unknown; restore(state: unknown): void }) {}

  /** None where it has no state; a wrapper of this library over what has none has none either. */
  static of(sampler: object): Carried | undefined {
    const { state, restore, _resumable } = sampler as { state?: unknown; restore?: unknown; _resumable?: boolean };
    const has = typeof state === 'function' && typeof restore === 'function' && _resumable !== false;
    return has ? new Carried(sampler as never) : undefined;
  }

  /** What a state has to match of it: its length, where it has one. Its class's name is another in each bundle. */
  identity(): Identity {
    const { length } = this.sampler as { length?: unknown };
    return { sampler: 'own', fingerprint: typeof length === 'number' ? `length=${length}` : '' };
  }

  /**
   * Its state now: a copy, since it may go on in the same object.
   * @throws {TypeError | unknown} It is no JSON value, or there is none to be had.
   */
  carry(): InnerState {
    const state = this.sampler.state();
    refusePromise('state', state);
    return { inner: copy(state, ['state()']) };
  }

  /** @throws {TypeError | unknown} There is no such state, or the sampler does not take it. */
  restore(state: SamplerState): void {
    if (!('inner' in state)) throw new TypeError('state has no inner: the state of the sampler inside');
    refusePromise('restore', this.sampler.restore(copy(state.inner, ['state.inner'])));
  }
}

/** Nobody waits for it. */
function refusePromise(member: string, value: unknown): void {
  if (typeof (value as PromiseLike<unknown> | undefined)?.then !== 'function') return;
  (value as PromiseLike<unknown>).then(undefined, () => {});
  throw new TypeError(`${member}() of the sampler inside gave a promise: it must not be async`);
}

/**
 * A copy of what JSON holds as it is. `path` are the keys that lead to it, and `inside` the objects that it is in.
 * Members that are undefined are left out, as JSON does.
 */
function copy(value: unknown, path: (string | number)[], inside: object[] = []): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return value;
  const list = Array.isArray(value);
  if (typeof value !== 'object' || (!list && !isPlain(value))) throw noJson(path, describe(value));
  if (inside.includes(value)) throw noJson(path, 'an object that it is in');
  const at = path.length;
  inside.push(value);
  const member = (key: string | number, each: unknown) => {
    path[at] = key;
    return copy(each, path, inside);
  };
  const result = list
    ? // with its holes, which are no JSON either
      Array.from(value, (each, i) => member(i, each))
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, each]) => each !== undefined)
          .map(([key, each]) => [key, member(key, each)]),
      );
  path.length = at;
  inside.pop();
  return result;
}

function noJson([root, ...keys]: readonly (string | number)[], got: string): TypeError {
  const path = keys.map((key) => (/^[a-z_$][\w$]*$/i.test(`${key}`) ? `.${key}` : `[${describe(key)}]`));
  return new TypeError(
    `${root}${path.join('')} must be a JSON value, got ${got}: the state of the sampler inside may have ` +
      'plain objects, arrays, strings, finite numbers, booleans and null',
  );
}
