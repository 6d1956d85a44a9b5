import { isPlain } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import type { Identity, InnerState, SamplerState } from './sampler.js';

/** Saves and restores the state of a wrapped iterable of your own, if it has `state` and `restore`. */
export class IterableState {
  private constructor(private readonly sampler: { state(): unknown; restore(state: unknown): void }) {}

  /** Returns undefined if `sampler` has no state. A wrapper has none if the wrapped sampler has none. */
  static of(sampler: object): IterableState | undefined {
    const { state, restore, _resumable } = sampler as { state?: unknown; restore?: unknown; _resumable?: boolean };
    const isResumable = typeof state === 'function' && typeof restore === 'function' && _resumable !== false;
    return isResumable ? new IterableState(sampler as never) : undefined;
  }

  /** A state must match the length, if there is one. The class name is no criterion: bundlers change it. */
  identity(): Identity {
    const { length } = this.sampler as { length?: unknown };
    return { sampler: 'own', fingerprint: typeof length === 'number' ? `length=${length}` : '' };
  }

  /**
   * Reads the state. It is copied, because the sampler may update the object in place.
   * @throws {TypeError | unknown} The state is not a JSON value, or `state` throws.
   */
  save(): InnerState {
    const state = this.sampler.state();
    refusePromise('state', state);
    return { inner: copy(state, ['state()']) };
  }

  /** @throws {TypeError | unknown} The state has no part for this sampler, or the sampler's `restore` throws. */
  restore(state: SamplerState): void {
    if (!('inner' in state))
      throw new TypeError('state has no inner, the state of the wrapped sampler: it must come from state()');
    refusePromise('restore', this.sampler.restore(copy(state.inner, ['state.inner'])));
  }
}

/** A promise is refused, because state and restore are synchronous here. */
function refusePromise(member: string, value: unknown): void {
  if (typeof (value as PromiseLike<unknown> | undefined)?.then !== 'function') return;
  (value as PromiseLike<unknown>).then(undefined, () => {});
  throw new TypeError(`${member}() of the wrapped sampler returned a promise: make it synchronous`);
}

/**
 * Copies a JSON value. `path` holds the keys that lead to it, `parents` the objects that contain it. Undefined members
 * are left out, as JSON.stringify does.
 */
function copy(value: unknown, path: (string | number)[], parents: object[] = []): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return value;
  const list = Array.isArray(value);
  if (typeof value !== 'object' || (!list && !isPlain(value))) throw notJson(path, describe(value));
  if (parents.includes(value)) throw notJson(path, 'a circular reference');
  const depth = path.length;
  parents.push(value);
  const member = (key: string | number, each: unknown) => {
    path[depth] = key;
    return copy(each, path, parents);
  };
  const result = list
    ? // Array.from also visits holes, which are not JSON
      Array.from(value, (each, i) => member(i, each))
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, each]) => each !== undefined)
          .map(([key, each]) => [key, member(key, each)]),
      );
  path.length = depth;
  parents.pop();
  return result;
}

function notJson([root, ...keys]: readonly (string | number)[], got: string): TypeError {
  const path = keys.map((key) => (/^[a-z_$][\w$]*$/i.test(`${key}`) ? `.${key}` : `[${describe(key)}]`));
  return new TypeError(
    `${root}${path.join('')} must be a JSON value, got ${got}: a state may hold ` +
      'plain objects, arrays, strings, finite numbers, booleans and null',
  );
}
