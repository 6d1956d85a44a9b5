import { twin } from '../kernels/js/index.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import type { SeededKernels } from '../kernels/kernels.js';

/** The kernels that most samplers use. */
export const CORE: KernelSet<SeededKernels> = { twin };
