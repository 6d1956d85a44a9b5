// A data set for workers. What `given` has decides what it does: { length: 20, fails: 3 } and so on.
const given = {};

export default (info) => {
  const length = given.length || 20;
  return {
    length,
    get(index, { signal }) {
      if (index === given.fails) {
        const cause = Object.assign(new RangeError('no such square'), { code: 'E_SQUARE', index });
        throw new TypeError('not today', { cause });
      }
      if (index === given.rejects) return Promise.reject('a word');
      if (index === given.function) return { index, square: index * index, make: () => 5 };
      if (index === given.dies) process.exit(7);
      if (index === given.throws) setTimeout(() => Promise.reject(new Error('thrown late')), 0);
      const worker = info.numWorkers > 0 ? info : { ...info, workerId: -1 };
      const item = {
        index,
        square: index * index,
        name: `item ${index}`,
        pixels: Uint8Array.of(index, index + 1),
        worker: `${worker.workerId} of ${worker.numWorkers}, ${worker.seed}`,
        aborted: signal.aborted,
      };
      return index % 2 ? item : new Promise((resolve) => setTimeout(() => resolve(item), index % 3));
    },
  };
};
