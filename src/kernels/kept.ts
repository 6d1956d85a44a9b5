/** Copies `count` entries of an epoch that is kept whole, u32[first], u32[first + stride], …, to out[offset] and on. */
export function copyKept(
  u32: Uint32Array,
  first: number,
  stride: number,
  out: Uint32Array,
  offset: number,
  count: number,
): void {
  if (stride === 1) out.set(u32.subarray(first, first + count), offset);
  else for (let i = 0; i < count; i++) out[offset + i] = u32[first + i * stride];
}
