/** @throws {TypeError} A bundler did not import the file as a module of WebAssembly. */
export function imported(module: unknown, file: string): WebAssembly.Module {
  if (module instanceof WebAssembly.Module) return module;
  throw new TypeError(`${file} was not imported as a WebAssembly.Module`);
}
