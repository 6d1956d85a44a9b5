// All wrong calls of the index entry.
import { batchCalls } from './batches.js';
import { dynamicCalls } from './dynamic.js';
import { labelCalls } from './labels.js';
import { loaderCalls } from './loaders.js';
import { logitCalls } from './logits.js';
import { mixtureCalls } from './mixtures.js';
import { pickerCalls } from './pickers.js';
import { samplerCalls } from './samplers.js';
import { weightCalls } from './weights.js';
import { workerCalls } from './workers.js';

export const wrongCalls = [
  ...weightCalls,
  ...labelCalls,
  ...logitCalls,
  ...samplerCalls,
  ...batchCalls,
  ...dynamicCalls,
  ...mixtureCalls,
  ...pickerCalls,
  ...loaderCalls,
  ...workerCalls,
];
