// What JSON.stringify and console.log show of a sampler, loader, generator or pool.

/** What it is, and its settings by name. */
export interface Shown {
  readonly type: string;
  readonly [setting: string]: unknown;
}

/**
 * Settings as JSON has them: without those that are undefined, bigints as strings. A subclass has its own name as type.
 */
export function shown(made: object, settings: Shown): Shown {
  const entries = Object.entries({ ...settings, type: nameOf(made, settings.type) });
  const shown = entries.filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    shown.map(([name, value]) => [name, typeof value === 'bigint' ? `${value}` : value]),
  ) as unknown as Shown;
}

/** The name of an object's class; `type`, the class of ours that it is of, where a minifier gave that another name. */
function nameOf({ constructor: own }: object, type: string): string {
  for (let each = own; each; each = Object.getPrototypeOf(each)) if (each.name === type) return own.name || type;
  return type;
}

type Inspect = (value: unknown, options: unknown) => string;

function inspect(this: { toJSON(): Shown }, _depth: number, options: unknown, inspect: Inspect): string {
  try {
    const { type, ...settings } = this.toJSON();
    return `${type} ${inspect(settings, options)}`;
  } catch {
    // it has no private fields, as a Proxy has none; and its traps may throw, too
    return '[not readable: a Proxy?]';
  }
}

/** The prototype that was seen last: mostly samplers of one class are made one after the other. */
let last: object | undefined;

/**
 * Makes console.log show what toJSON gives: in Node, Deno and Bun, which know the symbol. For constructors to call: a
 * bundler keeps a class that has a computed key, used or not. A frozen prototype stays as it is.
 */
export function inspectable(prototype: { toJSON(): Shown }): void {
  if (prototype === last) return;
  last = prototype;
  const custom = Symbol.for('nodejs.util.inspect.custom');
  if (!(custom in prototype)) Reflect.defineProperty(prototype, custom, { value: inspect });
}
