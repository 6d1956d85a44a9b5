import { torchTwin } from '../js/index.js';
import type { TorchKernels } from '../kernels.js';
import { type Backend, extraModule, openWith, type Workspace } from '../workspace.js';

/** Bytes of an MT19937 generator in a workspace; the 625 words of one outside. */
export const TWISTER_BYTES = 2500;
export const TWISTER_WORDS = 625;

/** An epoch of PyTorch's, which takes its draws from a generator a piece at a time. */
export interface TorchDraws {
  readonly backend: 'wasm' | 'js';
  /** Draws in one epoch. */
  readonly length: number;
  /** All draws are below this: of an epoch that is taken a piece at a time. */
  readonly bound?: number;
  /** Whether an epoch takes no word of the generator: the one permutation of one index is no chance. */
  readonly wordless?: boolean;
  /**
   * Takes what PyTorch takes in one go for draws `position` and on, writes them to order[position] and on, and returns
   * how many they are.
   */
  piece(words: Uint32Array, order: Uint32Array, position: number): number;
  /** Takes what PyTorch takes once an epoch is over. */
  finish?(words: Uint32Array): void;
}

/** A workspace for draws from a generator. */
export function openTorch(bytes: number, backend: Backend): Workspace<TorchKernels> {
  return openWith<TorchKernels>(torchTwin, bytes, backend, extraModule);
}

/** Lets kernels take from a generator that lives outside of the workspace: it is brought to `at`, and back again. */
export function take(workspace: Workspace<TorchKernels>, at: number, words: Uint32Array, kernels: () => void): void {
  const { u32 } = workspace;
  u32.set(words, at / 4);
  kernels();
  words.set(u32.subarray(at / 4, at / 4 + TWISTER_WORDS));
}
