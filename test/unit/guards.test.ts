// The guard bytes round every block are seen to be written over.
import { expect, it } from 'vitest';
import { Heap } from '../../src/kernels/wasm/heap.js';
import { AliasSource } from '../../src/sources/alias.js';
import { SEED, WEIGHTS } from '../support/sampler-cases.js';

it('a block’s guards are found broken on either side', () => {
  const { guards } = Heap as typeof Heap & { guards?: { broken: string[] } };
  const u32 = new Uint32Array(65536);
  const heap = new Heap({ u32, growTo: () => {} }, 65536);
  for (const beyond of [-1, 25]) {
    const at = heap.allocate(100);
    u32[at / 4 + 24] = 1;
    heap.free(at, 100);
    expect(guards?.broken).toEqual([]);
    const again = heap.allocate(100);
    u32[again / 4 + beyond] = 1;
    heap.free(again, 100);
    expect(guards?.broken.splice(0)).toEqual([`the guard of 100 bytes at ${again} was written over`]);
  }
  heap.free(70_000, 100);
  expect(guards?.broken.splice(0)).toEqual(['100 bytes at 70000 were freed without being allocated']);
});

it('samplers of the suites are guarded', () => {
  const { guards } = Heap as typeof Heap & { guards?: { live: Map<Heap, Map<number, unknown>> } };
  const count = () => [...guards!.live.values()].reduce((sum, blocks) => sum + blocks.size, 0);
  const before = count();
  const source = new AliasSource(WEIGHTS, WEIGHTS.length, 'wasm');
  expect(count()).toBe(before + 1);
  source.read(SEED, { epoch: 0, position: 0, stride: 1, count: 100 }, new Uint32Array(100), 0);
  source.free();
  expect(count()).toBe(before);
});
