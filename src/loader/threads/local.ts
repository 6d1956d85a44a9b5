import type { Signals } from '../signals.js';
import type { Backend, BackendSettings } from './backend.js';
import { loadModule } from './load-module.js';
import { type ModuleDataset, moduleDataset } from './module-dataset.js';
import { moduleName } from './module-name.js';
import { workerInfo } from './worker-seed.js';

/** A module's data set on the calling thread. */
export class LocalBackend implements Backend {
  #dataset: Promise<ModuleDataset> | undefined;

  constructor(private settings: BackendSettings) {}

  async fetch(indices: Uint32Array, signals: Signals): Promise<unknown> {
    const dataset = await this.#load();
    return (await dataset.batch(indices, signals)).value;
  }

  async length(): Promise<number> {
    return (await this.#load()).length;
  }

  adopt(settings: BackendSettings): void {
    this.settings = settings;
  }

  async close(): Promise<void> {}

  #load(): Promise<ModuleDataset> {
    this.#dataset ??= this.#make();
    // the next loop tries again
    this.#dataset.catch(() => {
      this.#dataset = undefined;
    });
    return this.#dataset;
  }

  async #make(): Promise<ModuleDataset> {
    const { source, mode, numItems, seed } = this.settings;
    const load = String(source);
    return moduleDataset(moduleName(load), await loadModule(load), {
      load,
      mode,
      numItems,
      info: workerInfo(seed(), 0, 0),
    });
  }
}
