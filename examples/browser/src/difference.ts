export type Engine = 'wasm' | 'threads' | 'js';

/** The first draw that is not the same of all. */
export interface Difference {
  readonly draw: number;
  readonly values: Readonly<Partial<Record<Engine, number>>>;
}

/** @param before Draws that came before these. */
export function differenceOf(drawn: ReadonlyMap<Engine, Uint32Array>, before: number): Difference | undefined {
  const [first, ...others] = [...drawn.values()];
  for (const other of others) {
    // a loop: millions of draws, again and again
    for (let i = 0; i < first.length; i++) {
      if (first[i] === other[i]) continue;
      const values = Object.fromEntries([...drawn].map(([engine, draws]) => [engine, draws[i]]));
      return { draw: before + i, values };
    }
  }
  return undefined;
}
