// Reads golden numbers from files, in Node and in a browser alike.

declare global {
  interface ImportMeta {
    /** Vite's function: replaces a pattern of paths by functions that import the files. */
    glob(pattern: string, options: { import: string }): Record<string, () => Promise<unknown>>;
  }
}

const files = import.meta.glob('../vectors/*.json', { import: 'default' });

/** The contents of test/vectors/NAME.json. */
export async function vectors<T>(name: string): Promise<T> {
  const read = files[`../vectors/${name}.json`];
  if (!read) throw new Error(`no vectors ${name}, there are ${Object.keys(files)}`);
  return (await read()) as T;
}
