type Numbers = Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/**
 * A typed array of zeros.
 * @throws {RangeError} There is not so much memory; the engine's own error is its `cause`.
 */
export function zeros<A extends Numbers>(type: new (length: number) => A, length: number, what: string): A {
  try {
    return new type(length);
  } catch (cause) {
    const bytes = sizeText(length * (type as unknown as typeof Uint32Array).BYTES_PER_ELEMENT);
    throw new RangeError(
      `could not allocate ${bytes} for ${length} ${what}: ask for fewer at a time, or release ` +
        'samplers and arrays that are no longer used',
      { cause },
    );
  }
}

/** A number of bytes as messages have it. */
export function sizeText(bytes: number): string {
  if (bytes < 2 ** 20) return `${Math.ceil(bytes / 1024)} KiB`;
  return bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
