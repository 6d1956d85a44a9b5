// Modules that are no data sets, and what a loader with workers refuses.

import { pathToFileURL } from 'node:url';
import threads from 'node:worker_threads';
import { DataLoader, type ModuleOptions } from 'loaded-dice';
import { afterEach, describe, expect, it } from 'vitest';
import { folder } from '../support/cli.js';
import { collect } from '../support/slow-data.js';

const loaders: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(loaders.splice(0).map((loader) => loader.close())));

/** A module of this text. */
const moduleOf = (text: string, file = 'dataset.mjs') => pathToFileURL(`${folder({ [file]: text })}/${file}`);

/** How a loop over a module fails. */
async function failure(dataset: URL | (() => threads.Worker), options: ModuleOptions<unknown>): Promise<Error> {
  const loader = new DataLoader(dataset, { numItems: 3, ...options });
  loaders.push(loader);
  const error = await collect(loader).catch((error) => error);
  expect(error).toBeInstanceOf(Error);
  expect([loader.epoch, loader.position]).toEqual([0, 0]);
  return error;
}

describe.each([0, 1, 2])('with %i workers', (numWorkers) => {
  it.each([
    ['throws', 'throw new RangeError("no data today")', /could not be loaded: no data today$/],
    ['is no JavaScript', '<!doctype html>', /could not be loaded: [\s\S]*(Unexpected|token)/],
    ['exports nothing', '', /must have a default export: a data set, or a function .*; it has no exports$/],
    ['has no default export', 'export const a = 1, get = 2;', /must have a default export: .*; it has only a, get$/],
    ['exports 5', 'export default 5', /^the default export of .* dataset must be an array, .* got 5$/],
    ['exports an iterable', 'export default new Set([1])', /typed array, or an object .*, or a function .* got a Set/],
    ['makes a generator', 'export default function* () {}', /typed array, or an object with length and get/],
    ['exports no length', 'export default { get() {} }', /^the default export of .* with length undefined$/],
    ['exports no get', 'export default { length: 3, get: 5 }', /^the default export of .* whose get is 5$/],
    ['makes null', 'export default () => null', /^the default export of .* dataset must be .* got null$/],
    ['makes nothing', 'export default () => { throw new Error("no disk"); }', /exports made no data set: no disk$/],
    ['rejects', 'export default async () => { throw "tape"; }', /exports made no data set: "tape"$/],
    ['is of another length', 'export default [1, 2]', /^the data set of .* has length 2, but numItems is 3$/],
    ['has a collate of 5', 'export default [1, 2, 3]; export const collate = 5', /export collate of .* got 5$/],
    ['has a transfer of 1', 'export default [1, 2, 3]; export const transfer = 1', /export transfer of .* got 1$/],
  ])('a module that %s', async (_, text, message) => {
    const url = moduleOf(text);
    const error = await failure(url, { numWorkers });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(url.href);
  });

  it('a module that is not there', async () => {
    const error = await failure(new URL('./none.mjs', import.meta.url), { numWorkers });
    expect(error.message).toMatch(/^the data set of file:.*none\.mjs could not be loaded: /);
    expect(error.cause).toBeInstanceOf(Error);
    await expect(DataLoader.open(new URL('./none.mjs', import.meta.url), { numWorkers })).rejects.toThrow(
      error.message,
    );
  });

  it('a sampler’s index that the data set does not have', async () => {
    const loader = new DataLoader(moduleOf('export default [1, 2, 3]'), { sampler: [0, 2, 3], numWorkers });
    loaders.push(loader);
    await expect(collect(loader)).rejects.toThrow(
      /^the sampler's indices must be below the length of the data set, 3, got 3$/,
    );
    expect(loader.position).toBe(2);
  });

  it('a loop that cannot wait', () => {
    const loader = new DataLoader(moduleOf('export default [1, 2, 3]'), { numItems: 3, numWorkers });
    expect(() => [...loader]).toThrow(/^the data set is in a module, .*: iterate with for await \(… of loader\)$/);
    expect(() => loader.draw()).toThrow(TypeError);
    expect(loader.position).toBe(0);
  });

  it('CommonJS and typed modules that were compiled are fine', async () => {
    for (const text of ['module.exports = [1, 2, 3]', 'exports.__esModule = true; exports.default = [1, 2, 3]']) {
      const loader = new DataLoader(moduleOf(text, 'dataset.cjs'), { numItems: 3, batchSize: 3, numWorkers });
      loaders.push(loader);
      expect(await collect(loader)).toEqual([Float32Array.of(1, 2, 3)]);
    }
  });

  it('getBatch, which is called once a batch, and get for single items', async () => {
    const text = `export default {
        length: 3,
        get: (i) => 'got ' + i,
        getBatch: (indices) => Array.from(indices, (i) => i + ' of ' + indices.length),
      }`;
    const url = moduleOf(text);
    for (const [batchSize, expected] of [
      [2, [['0 of 2', '1 of 2'], ['2 of 1']]],
      [null, ['got 0', 'got 1', 'got 2']],
    ] as const) {
      const loader = new DataLoader<string, unknown>(url, { numItems: 3, batchSize, numWorkers });
      loaders.push(loader);
      expect(await collect(loader)).toEqual(expected);
    }
  });

  it('exports that make batches on the worker', async () => {
    const text =
      'export default ["a", "b", "c"]; export const collate = async (items, indices) => items.join() + indices';
    const loader = new DataLoader<string, string>(moduleOf(text), { numItems: 3, batchSize: 2, numWorkers });
    loaders.push(loader);
    expect(await collect(loader)).toEqual(['a,b0,1', 'c2']);
  });
});

it('an error that cannot be read is an error all the same, and ends no worker', async () => {
  const text = `export default { length: 3, get() {
      const get = () => { throw new Error('unreadable'); };
      throw Object.defineProperty(new Error('odd'), 'x', { enumerable: true, get });
    } }`;
  // the cause of the data set's error is what cannot be read
  const error = await failure(moduleOf(text), { numWorkers: 1 });
  expect(error.message).toBe('dataset.get(0) failed: odd');
  expect((error.cause as Error).message).toBe('unreadable');
});

it.each<[string, unknown, unknown, string]>([
  ['an array', [1, 2], undefined, 'got an Array: give other data sets to new DataLoader'],
  [
    'an address that is no URL',
    'file:///data.js',
    undefined,
    "dataset must be the URL of a module, new URL('./dataset",
  ],
  ['nothing', undefined, undefined, 'got undefined'],
  ['options that are null', new URL('file:///data.js'), null, ': … }, got null'],
  ['options that are none', new URL('file:///data.js'), { workers: 2 }, 'options has no "workers"'],
])('DataLoader.open does not take %s', async (_, dataset, options, message) => {
  const error = await DataLoader.open(dataset as URL, options as ModuleOptions<unknown>).catch((error) => error);
  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toContain(message);
});

it('a module that is within its URL is named by the beginning of it', async () => {
  for (const [text, message] of [
    ['throw new Error("none")', 'could not be loaded: none'],
    ['export default 5', 'got 5'],
    ['export default () => { throw 5 }', 'made no data set: 5'],
    ['export default [1]', 'has length 1, but numItems is 3'],
    ['process.exit(3)', 'a thread ended with code 3'],
  ]) {
    const url = new URL(`data:text/javascript,${encodeURIComponent(`${text} // ${'x'.repeat(10_000)}`)}`);
    const error = await failure(url, { numWorkers: 1 });
    expect(error.message).toContain(message);
    expect(error.message).toContain(`${url.href.slice(0, 80)}…`);
    expect(error.message.length).toBeLessThan(500);
  }
});

describe('a module that ends its thread while it is loaded', () => {
  it.each(['process.exit(3)', 'setTimeout(() => { throw new Error("late"); }); await new Promise(() => {})'])(
    '%s',
    async (text) => {
      const error = await failure(moduleOf(text), { numWorkers: 2, batchSize: 2 });
      expect(error.message).toMatch(
        /^worker 0 of .* ended twice with the batch of items 0, 1: (a thread .* 3|Error: late)/,
      );
      await expect(DataLoader.open(moduleOf(text), { numWorkers: 2 })).rejects.toThrow(
        /^worker 0 of .* ended twice with the length of the data set: /,
      );
    },
  );
});

describe('a function that starts workers', () => {
  const worker = (text: string) => () => new threads.Worker(moduleOf(text));
  const library = new URL('../../dist/index.js', import.meta.url);
  const serving = (text: string) => worker(`import { serveDataset } from '${library}'; ${text}`);

  it('whose modules serve a data set', async () => {
    const text = 'serveDataset(({ workerId }) => ["a" + workerId, "b", "c"], { collate: (items) => items.join() })';
    const options = { numItems: 3, batchSize: 1, numWorkers: 2 };
    const loader = new DataLoader<string, string>(serving(text), options);
    loaders.push(loader);
    expect(await collect(loader)).toEqual(['a0', 'b', 'c']);
    const opened = await DataLoader.open<string, string>(serving(text), { batchSize: 3, numWorkers: 1 });
    loaders.push(opened);
    expect(await collect(opened)).toEqual(['a0,b,c']);
  });

  it('in time of their own', async () => {
    const text = 'await new Promise((resolve) => setTimeout(resolve, 50)); serveDataset([1, 2, 3])';
    const loader = new DataLoader<number>(serving(text), { numItems: 3, batchSize: 3, numWorkers: 1 });
    loaders.push(loader);
    expect(await collect(loader)).toEqual([Float32Array.of(1, 2, 3)]);
  });

  it.each([
    ['starts none', () => 5 as never, /^worker 0 did not start: the function must start and return a Worker, got 5$/],
    [
      'throws',
      () => {
        throw new Error('EAGAIN');
      },
      /^worker 0 did not start: EAGAIN$/,
    ],
    [
      'starts another worker',
      worker('import { parentPort } from "node:worker_threads"; parentPort.postMessage("hello")'),
      /^worker 0 did not start for the batch of item 0: it sent "hello"; check that .* calls serveDataset/,
    ],
    ['starts one that ends', worker(''), /^worker 0 did not start for the batch of item 0: a thread ended with code 0/],
    ['serves no data set', serving('serveDataset(5)'), /^the default export of the worker: dataset must be .* got 5$/],
  ])('and %s', async (_, start, message) => {
    expect((await failure(start as () => threads.Worker, { numWorkers: 1 })).message).toMatch(message);
  });
});
