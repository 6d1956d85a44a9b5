import { describe } from '../internal/describe.js';

/**
 * The value, for a loop that cannot wait.
 * @throws {TypeError} It is a promise.
 */
export function requireSync<T>(value: T | PromiseLike<T>, what: string): T {
  if (!isPromise(value)) return value;
  Promise.resolve(value).catch(() => {});
  throw new TypeError(`${what} is a promise: iterate with for await (… of loader)`);
}

export function isPromise<T>(item: T | PromiseLike<T>): item is PromiseLike<T> {
  return typeof (item as PromiseLike<T> | undefined)?.then === 'function';
}

export function itemError(index: number, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : describe(cause);
  return new Error(`dataset.get(${index}) failed: ${why}`, { cause });
}
