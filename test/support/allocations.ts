const watched = ['ArrayBuffer', 'SharedArrayBuffer', 'Uint32Array', 'Int32Array', 'Float64Array'] as const;

/**
 * Counts allocations of samplers, small ones in a memory that is there already, too: each looks up the kernels of that
 * memory, by their module or by their twins.
 */
function watchKernels(allocations: string[]): () => void {
  const { get } = Map.prototype;
  Map.prototype.get = function (key) {
    const isKernels = key instanceof WebAssembly.Module || typeof Object(key).openStream === 'function';
    if (isKernels || typeof Object(key).twisterSeed === 'function') allocations.push('kernels');
    return get.call(this, key);
  };
  return () => {
    Map.prototype.get = get;
  };
}

/**
 * Calls `call`. Returns its error, and the names of the buffers, typed arrays and WebAssembly memories that were made
 * meanwhile.
 */
export function allocationsOf(call: () => unknown): { error: unknown; allocations: string[] } {
  const allocations: string[] = [];
  const watch = (owner: object, name: string) => {
    const original = Reflect.get(owner, name);
    const counting = new Proxy(original, {
      construct(target, args, made): object {
        allocations.push(name);
        return Reflect.construct(target, args, made);
      },
    });
    Reflect.set(owner, name, counting);
    return () => Reflect.set(owner, name, original);
  };
  // a page that is not cross-origin isolated has no SharedArrayBuffer
  const there = watched.filter((name) => name in globalThis);
  const undo = [
    ...there.map((name) => watch(globalThis, name)),
    watch(WebAssembly, 'Memory'),
    watchKernels(allocations),
  ];
  let error: unknown;
  try {
    call();
  } catch (thrown) {
    error = thrown;
  } finally {
    for (const each of undo) each();
  }
  return { error, allocations };
}
