/** An object that can release its memory. */
interface Disposable {
  /** @internal */
  _dispose(): void;
}

function dispose(this: Disposable): void {
  this._dispose();
}

/** The last prototype, to return early: mostly samplers of one class are made one after another. */
let last: Disposable | undefined;

/**
 * Makes `using` call _dispose, if the engine has `Symbol.dispose`. Constructors call it, because bundlers keep every
 * class with a computed key, even if it is unused. A frozen prototype stays unchanged.
 */
export function disposable(prototype: Disposable): void {
  if (prototype === last) return;
  last = prototype;
  if (!Symbol.dispose || Symbol.dispose in prototype) return;
  Reflect.defineProperty(prototype, Symbol.dispose, { value: dispose, configurable: true, writable: true });
}
