import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Samples } from './measure.js';
import { tableMemory } from './table-memory.js';

const PROGRAM = 'build/bench-alias';
const REPEATS = 6;

/** Compiles the draw in C for this machine. Returns whether there is a compiler. */
export function buildNative(): boolean {
  try {
    mkdirSync('build', { recursive: true });
    execFileSync('cc', ['-O3', '-march=native', '-o', PROGRAM, 'bench/native/alias.c'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * A sampler's table over these weights with seed 1, for C to draw from, and the sum of the indices that C must draw.
 */
export class NativeTable {
  readonly #args: string[];
  readonly #sum: bigint;

  constructor(weights: Float64Array, draws: number, expected: Uint32Array) {
    const { memory, at, bits, build } = tableMemory(weights, 'wasm');
    const { kernels, u32 } = memory;
    build();
    kernels.openStream(at.stream, 1, 0, 0);
    const file = `build/bench-cells-${bits}`;
    writeFileSync(file, u32.slice(at.table / 4, at.table / 4 + 2 * 2 ** bits + 1));
    const u64 = new BigUint64Array(u32.buffer, at.stream, 2);
    this.#args = [file, bits, u64[0], u64[1], draws, REPEATS].map(String);
    this.#sum = expected.reduce((sum, index) => BigInt.asUintN(64, sum * 31n + BigInt(index)), 0n);
  }

  /** Nanoseconds a draw, by form. Fails if a form did not draw the expected indices. */
  measure(): Samples {
    const forms = JSON.parse(execFileSync(PROGRAM, this.#args, { encoding: 'utf8' }));
    return new Map(
      Object.entries<{ sum: string; times: number[] }>(forms).map(([name, { sum, times }]) => {
        if (BigInt(sum) !== this.#sum) throw new Error(`C, ${name}, draws other indices`);
        return [`C, ${name}`, times];
      }),
    );
  }
}
