// Filling a shared array while threads die.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { SamplerPool } from 'loaded-dice/parallel';
import { describe, expect, it, vi } from 'vitest';
import { as, pools, weighted } from '../support/pools.js';
import { at } from '../support/sampler-cases.js';

const COUNT = 3_000_000;

/** A pool of threads; those that fill an array take some chunks, draw none of them, and die: `dying` of them. */
function poolThatDies(threads: number, dying: number): SamplerPool {
  const [file, died] = [`build/thread-dies-filling-${dying}.mjs`, `build/thread-died-filling-${dying}`];
  for (let i = 0; i < dying; i++) rmSync(`${died}-${i}`, { force: true });
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';
     import { writeFileSync } from 'node:fs';
     await import('../dist/worker.js');
     const take = parentPort.onmessage;
     parentPort.onmessage = (event) => {
       for (let i = 0; event.data.fill && i < ${dying}; i++) {
         try {
           writeFileSync('${died}-' + i, '', { flag: 'wx' });
         } catch {
           continue;
         }
         Atomics.add(event.data.fill.control, 0, 5);
         process.exit(1);
       }
       take(event);
     };`,
  );
  const pool = new SamplerPool({ threads, workerUrl: new URL(`../../${file}`, import.meta.url) });
  pools.push(pool);
  return pool;
}

describe('threads that die while they fill a shared array', () => {
  it.each([
    [3, 1, 0],
    [3, 2, 0],
    [2, 2, 1],
    [1, 1, 1],
  ])('of %i threads %i: the others draw everything, or the calling thread', async (threads, dying, warnings) => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const pool = poolThatDies(threads, dying);
    const [sampler, alone] = [weighted(1_000_000), weighted(1_000_000)];
    const out = new Uint32Array(new SharedArrayBuffer(4 * COUNT));
    const seen: number[] = [];
    for (let i = 0; i < 3; i++) {
      await pool.fill(as(sampler), out, { onProgress: (done) => seen.push(done) });
      const expected = alone.take(COUNT);
      expect(out.every((each, at) => each === expected[at])).toBe(true);
      expect(at(sampler)).toEqual(at(alone));
      expect(seen.at(-1)).toBe(COUNT);
      expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
      seen.length = 0;
    }
    for (let i = 0; i < dying; i++) expect(existsSync(`build/thread-died-filling-${dying}-${i}`)).toBe(true);
    expect(warned).toHaveBeenCalledTimes(warnings);
  });
});
