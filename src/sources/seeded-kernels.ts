import { uniformTwin, weightedTwin } from '../kernels/js/index.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { UniformKernels, WeightedKernels } from '../kernels/kernels.js';
import { coreModule, uniformModule } from '../kernels/wasm/allocate.js';

/** The kernels of weighted draws. */
export const CORE: KernelSet<WeightedKernels> = { twin: weightedTwin, binary: coreModule };

/** The kernels of uniform draws. */
export const UNIFORM: KernelSet<UniformKernels> = { twin: uniformTwin, binary: uniformModule };
