/** @throws {TypeError} A bundler made something else of the file. */
export function imported(module: unknown, file: string): WebAssembly.Module {
  if (module instanceof WebAssembly.Module) return module;
  throw new TypeError(`${file} was not imported as a WebAssembly.Module`);
}
