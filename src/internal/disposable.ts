/** What gives its memory back. */
interface Disposable {
  /** @internal */
  _dispose(): void;
}

function dispose(this: Disposable): void {
  this._dispose();
}

/** The prototype that was seen last: mostly samplers of one class are made one after the other. */
let last: Disposable | undefined;

/**
 * Makes `using` call _dispose, where the engine has `Symbol.dispose`. For constructors to call: a bundler keeps a class
 * that has a computed key, used or not. A frozen prototype stays as it is.
 */
export function disposable(prototype: Disposable): void {
  if (prototype === last) return;
  last = prototype;
  if (!Symbol.dispose || Symbol.dispose in prototype) return;
  Reflect.defineProperty(prototype, Symbol.dispose, { value: dispose, configurable: true, writable: true });
}
