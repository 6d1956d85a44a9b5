// The heap gives out blocks of zeros that do not overlap, whatever was given back before.
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';

// a heap without the guards that other suites have
vi.resetModules();
const { Heap } = await import('../../src/kernels/wasm/heap.js');

const FIRST = 65536;
const MOST_BYTES = 2 ** 23;

/** A heap over an ordinary buffer, which grows by a KiB at a time. */
function open() {
  const all = new Uint32Array(MOST_BYTES / 4);
  const memory = {
    u32: all.subarray(0, FIRST / 4),
    growTo(end: number) {
      if (end > MOST_BYTES) throw new RangeError('no more');
      if (end > 4 * memory.u32.length) memory.u32 = all.subarray(0, Math.ceil(end / 1024) * 256);
    },
  };
  return { heap: new Heap(memory, FIRST), memory };
}

const bytes = fc.oneof(
  fc.integer({ min: 1, max: 1100 }),
  fc.integer({ min: 1, max: 40_000 }),
  fc.integer({ min: 32_000, max: 300_000 }),
);

describe('blocks', () => {
  it('are aligned, zeroed, apart from each other, and reused', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ bytes, give: fc.nat(), gives: fc.nat(3) }), { maxLength: 200 }), (steps) => {
        const { heap, memory } = open();
        const live: { at: number; bytes: number }[] = [];
        for (const { bytes, give, gives } of steps) {
          let at: number;
          try {
            at = heap.allocate(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
            continue;
          }
          expect(at % (bytes >= 1024 ? 64 : 16)).toBe(0);
          expect(at).toBeGreaterThanOrEqual(FIRST);
          expect(at + bytes).toBeLessThanOrEqual(4 * memory.u32.length);
          for (const other of live) expect(at >= other.at + other.bytes || other.at >= at + bytes).toBe(true);
          const words = memory.u32.subarray(at / 4, at / 4 + Math.ceil(bytes / 4));
          expect(words.every((word) => word === 0)).toBe(true);
          words.fill(0xffffffff);
          live.push({ at, bytes });
          for (let i = 0; i < gives && live.length > 0; i++) {
            const [block] = live.splice(give % live.length, 1);
            heap.free(block.at, block.bytes);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of any sizes, given back, leave room for one as large as all of them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 32_769, max: 300_000 }), { maxLength: 20 }), fc.nat(), (sizes, by) => {
        const { heap, memory } = open();
        const blocks = sizes.map((bytes) => ({ at: heap.allocate(bytes), bytes }));
        // in another order
        blocks.sort((a, b) => ((a.at * by) % 97) - ((b.at * by) % 97));
        for (const { at, bytes } of blocks) heap.free(at, bytes);
        const end = memory.u32.length;
        if (sizes.length > 0) heap.allocate(sizes.reduce((sum, bytes) => sum + bytes, 0));
        expect(memory.u32.length).toBe(end);
      }),
    );
  });

  it('of one size, made and given back a million times, take no more memory than one', () => {
    const { heap, memory } = open();
    heap.free(heap.allocate(240), 240);
    const end = memory.u32.length;
    for (let i = 0; i < 1e6; i++) heap.free(heap.allocate(240), 240);
    expect(memory.u32.length).toBe(end);
  });

  it('take at most a quarter more than was asked for, or up to 16 bytes', () => {
    for (let bytes = 1; bytes <= 33_000; bytes += 7) {
      const { heap } = open();
      const [first, second] = [heap.allocate(bytes), heap.allocate(bytes)];
      expect(second - first).toBeLessThanOrEqual(Math.max(16 * Math.ceil(bytes / 16), 1.25 * bytes + 64));
    }
  });
});
