import { moduleName } from './module-name.js';
import type { Exports } from './serve.js';

/**
 * Imports the module at `url`.
 * @throws {Error} It cannot be loaded. The cause says why.
 */
export async function loadModule(url: string): Promise<Exports> {
  try {
    const module = await import(/* @vite-ignore */ /* webpackIgnore: true */ url);
    // CommonJS that was compiled from a module has its exports within the default export
    return module.default?.__esModule ? module.default : module;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the data set of ${moduleName(url)} could not be loaded: ${why}`, { cause });
  }
}
