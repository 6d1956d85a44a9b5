type Numbers =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/**
 * Allocates a typed array of zeros. `what` names its entries in the error.
 * @throws {RangeError} The allocation fails. The engine's error is the `cause`.
 */
export function zeros<A extends Numbers>(type: new (length: number) => A, length: number, what: string): A {
  try {
    return new type(length);
  } catch (cause) {
    const bytes = sizeText(length * (type as unknown as typeof Uint32Array).BYTES_PER_ELEMENT);
    throw new RangeError(
      `could not allocate ${bytes} for ${length} ${what}: request fewer, or release unused samplers and arrays`,
      { cause },
    );
  }
}

/** Formats a number of bytes for an error message. */
export function sizeText(bytes: number): string {
  if (bytes < 2 ** 20) return `${Math.ceil(bytes / 1024)} KiB`;
  return bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
