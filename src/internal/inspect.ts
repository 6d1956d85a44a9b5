// Makes JSON.stringify and console.log show the settings of a sampler, loader, generator or pool.

/** The class name of an object, and its settings by name. */
export interface Shown {
  readonly type: string;
  readonly [setting: string]: unknown;
}

/**
 * Converts settings to JSON: undefined ones are left out, bigints become strings. `type` is the name of a subclass, if
 * any.
 */
export function settingsForJson(made: object, settings: Shown): Shown {
  const entries = Object.entries({ ...settings, type: nameOf(made, settings.type) });
  const shown = entries.filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    shown.map(([name, value]) => [name, typeof value === 'bigint' ? `${value}` : value]),
  ) as unknown as Shown;
}

/** The name of an object's class. If a minifier renamed it, `type`, the name of this library's class. */
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
    // a Proxy has no private fields, and its traps may throw
    return '[not readable: a Proxy?]';
  }
}

/** The last prototype, to return early: mostly samplers of one class are made one after another. */
let last: object | undefined;

/**
 * Makes console.log show what toJSON returns, in Node, Deno and Bun. Constructors call it, because bundlers keep every
 * class with a computed key, even if it is unused. A frozen prototype stays unchanged.
 */
export function inspectable(prototype: { toJSON(): Shown }): void {
  if (prototype === last) return;
  last = prototype;
  const custom = Symbol.for('nodejs.util.inspect.custom');
  if (!(custom in prototype)) Reflect.defineProperty(prototype, custom, { value: inspect });
}
