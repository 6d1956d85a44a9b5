// Arrays that threads share, for the suites that fill them.

/** A shared array. A page that is not cross-origin isolated has shared memory only in WebAssembly. */
export function shared(length: number, offset = 0): Uint32Array<SharedArrayBuffer> {
  if (typeof SharedArrayBuffer === 'function')
    return new Uint32Array(new SharedArrayBuffer(4 * (length + offset)), 4 * offset);
  return inMemory(length, offset);
}

/** One memory for all tests, because a page may have few. Its end is followed by its beginning. */
let memory: WebAssembly.Memory | undefined;
let end = 0;
const PAGES = 400;

/** An array in a shared WebAssembly memory. */
export function inMemory(length: number, offset = 0): Uint32Array<SharedArrayBuffer> {
  memory ??= new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true });
  const bytes = 4 * (length + offset);
  const begin = end + bytes > 65536 * PAGES ? 0 : end;
  end = begin + bytes;
  const out = new Uint32Array(memory.buffer as unknown as SharedArrayBuffer, begin + 4 * offset, length);
  return out.fill(0);
}
