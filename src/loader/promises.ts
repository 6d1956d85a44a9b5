import { describe } from '../internal/describe.js';

/**
 * The value, for a loop that cannot wait.
 * @throws {TypeError} It is a promise.
 */
export function requireSync<T>(value: T | PromiseLike<T>, what: string): T {
  if (!isPromise(value)) return value;
  ignore(value);
  throw new TypeError(`${what} is a promise: iterate with for await (… of loader)`);
}

export function isPromise<T>(item: T | PromiseLike<T>): item is PromiseLike<T> {
  // the type comes first, because engines find a missing `then` of a number slowly
  if ((typeof item !== 'object' && typeof item !== 'function') || item === null) return false;
  return typeof (item as PromiseLike<T>).then === 'function';
}

/** Nobody waits for this promise anymore: an error of it is not unhandled. */
export function ignore(promise: unknown): void {
  Promise.resolve(promise).catch(() => {});
}

/** The error of something of the caller's that failed, with the cause. */
export function failed(what: string, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : describe(cause);
  return new Error(`${what} failed: ${why}`, { cause });
}
