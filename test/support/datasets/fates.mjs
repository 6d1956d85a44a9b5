// A data set whose indices say what happens. An index is 10^8 * kind + 10^3 * nonce + item.
import { writeFileSync } from 'node:fs';

const given = {};

/** Whether nobody was here with this number before, on any thread. */
function first(nonce) {
  try {
    writeFileSync(`${given.folder}/${nonce}`, '', { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

const later = (item) => new Promise((resolve) => setImmediate(resolve, item));

export default {
  length: 2 ** 32 - 1,
  get(index, { signal }) {
    const item = index % 1000;
    const nonce = Math.floor(index / 1000) % 1e5;
    switch (Math.floor(index / 1e8)) {
      case 0:
        return item;
      case 1:
        return later(item);
      case 2:
        throw new RangeError(`refused ${item}`);
      case 3:
        return later().then(() => Promise.reject(new RangeError(`refused ${item}`)));
      case 4:
        if (first(nonce)) process.exit(4);
        return item;
      case 5:
        return process.exit(5);
      case 6:
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      case 7:
        return { item, make: () => item };
    }
  },
};
