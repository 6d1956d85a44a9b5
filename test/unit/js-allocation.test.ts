// Buffers of the JavaScript kernels: small allocations share one, large ones have their own.
import { expect, it } from 'vitest';
import { allocateJs } from '../../src/kernels/js/allocate.js';

const twin = { mark: ({ u32 }: { u32: Uint32Array }, at: number) => void (u32[at / 4] = 1) };
const KERNELS = twin as never;
const allocate = (kept: number, scratch: number) => allocateJs<{ mark(at: number): void }>(kept, scratch, KERNELS);

/** Allocations in order, by the buffer that they share. */
function filled(kept: number, scratch: number, count: number) {
  const buffers = new Map<ArrayBufferLike, number[]>();
  for (let i = 0; i < count; i++) {
    const { u32, at } = allocate(kept, scratch);
    buffers.set(u32.buffer, [...(buffers.get(u32.buffer) ?? []), at]);
  }
  return buffers;
}

it('small allocations share buffers, and overlap neither each other nor the scratch', () => {
  const shared = new Map<ArrayBufferLike, { at: number; end: number }[]>();
  for (let i = 0; i < 500; i++) {
    const [kept, scratch] = [1 + ((i * 7919) % 8192), (i * 104_729) % 32_769];
    const made = allocate(kept, scratch);
    expect([made.backend, made.at % 16]).toEqual(['js', 0]);
    expect(made.f64.buffer).toBe(made.u32.buffer);
    expect(made.u32.buffer.byteLength).toBe(65_536 + 32_768);
    expect(made.scratch + scratch).toBeLessThanOrEqual(made.u32.buffer.byteLength);
    const end = made.at + kept;
    expect(end).toBeLessThanOrEqual(made.scratch);
    const others = shared.get(made.u32.buffer) ?? [];
    for (const other of others) expect(made.at >= other.end || end <= other.at).toBe(true);
    shared.set(made.u32.buffer, [...others, { at: made.at, end }]);
  }
  expect(shared.size).toBeLessThan(60);
});

it('a buffer is filled to its last byte', () => {
  for (const kept of [8192, 4096, 4090]) {
    const each = 65_536 / (Math.ceil(kept / 16) * 16);
    const [, whole] = [...filled(kept, 32_768, 3 * each).values()];
    expect(whole).toEqual(Array.from({ length: each }, (_, i) => (i * 65_536) / each));
  }
});

it('large allocations, or those with much scratch, have a buffer of their own size', () => {
  for (const [kept, scratch] of [
    [8193, 0],
    [8, 32_769],
    [1_000_003, 40_000],
  ]) {
    const [first, second] = [allocate(kept, scratch), allocate(kept, scratch)];
    expect(first.u32.buffer).not.toBe(second.u32.buffer);
    expect([first.at, first.scratch]).toEqual([0, kept]);
    expect(first.u32.buffer.byteLength).toBe(Math.ceil((kept + scratch) / 8) * 8);
  }
});

it('a buffer has one object of kernels, which work on it', () => {
  const made = Array.from({ length: 3 }, () => allocate(16, 16));
  const [first, second] = made.at(-1)!.u32 === made[1].u32 ? made.slice(1) : made;
  expect(first.kernels).toBe(second.kernels);
  expect(first.u32).toBe(second.u32);
  first.kernels.mark(second.at);
  expect([first.u32[first.at / 4], second.u32[second.at / 4]]).toEqual([0, 1]);
});
