// What JSON.stringify and console.log show of a sampler, loader, generator or pool.

/** What it is, and its settings by name. */
export interface Shown {
  readonly type: string;
  readonly [setting: string]: unknown;
}

/** Settings as JSON has them: without those that are undefined, bigints as strings. */
export function shown(settings: Shown): Shown {
  const entries = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'bigint' ? `${value}` : value]),
  ) as unknown as Shown;
}

type Inspect = (value: unknown, options: unknown) => string;

function inspect(this: { toJSON(): Shown }, _depth: number, options: unknown, inspect: Inspect): string {
  const { type, ...settings } = this.toJSON();
  return `${type} ${inspect(settings, options)}`;
}

/**
 * Makes console.log show what toJSON gives: in Node, Deno and Bun, which know the symbol. For constructors to call: a bundler keeps a class that has a computed
 * key, used or not.
 */
export function inspectable(prototype: { toJSON(): Shown }): void {
  (prototype as unknown as Record<symbol, unknown>)[Symbol.for('nodejs.util.inspect.custom')] ??= inspect;
}
