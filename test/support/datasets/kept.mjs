// A data set that keeps what it gives.
const given = {};
const kept = Float32Array.from({ length: 40 }, (_, i) => i);
const wholes = Array.from({ length: 10 }, (_, i) => Float32Array.of(i, i));
const shared = Float32Array.of(7, 8);
const gives = {
  /** Views of one large buffer. */
  views: (i) => kept.subarray(4 * i, 4 * i + 4),
  wholes: (i) => wholes[i],
  shared: () => shared,
  nested: (i) => ({
    deep: [new Map([['a', wholes[i]]]), new Set([kept.subarray(i, i + 1)])],
    buffer: wholes[i].buffer,
  }),
  buffers: (i) => wholes[i].buffer,
  fresh: (i) => Float32Array.of(i, i),
  /** Bytes that are left in this thread of what was given before. */
  left: (i) =>
    wholes
      .map(({ byteLength }) => byteLength)
      .concat(kept.byteLength, shared.byteLength, i)
      .join(),
};
let last;
const dataset = {
  length: 10,
  get(i) {
    const name = given.gives;
    if (name !== 'fresh') return gives[name](i);
    // whether the buffer before has left this thread
    const gone = last ? last.byteLength === 0 : undefined;
    last = gives.fresh(i);
    return { x: last, gone };
  },
};
export default dataset;
export const transfer = given.transfer;
