export type Engine = 'wasm' | 'threads' | 'js';

/** The first draw that differs. */
export interface Difference {
  readonly draw: number;
  readonly values: Readonly<Partial<Record<Engine, number>>>;
}

/** Finds the first draw that differs. @param before The number of draws before these. */
export function differenceOf(drawn: ReadonlyMap<Engine, Uint32Array>, before: number): Difference | undefined {
  const [first, ...others] = [...drawn.values()];
  for (const other of others) {
    // a plain loop, because there are millions of draws
    for (let i = 0; i < first.length; i++) {
      if (first[i] === other[i]) continue;
      const values = Object.fromEntries([...drawn].map(([engine, draws]) => [engine, draws[i]]));
      return { draw: before + i, values };
    }
  }
  return undefined;
}
