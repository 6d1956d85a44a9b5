// Batches of a few classes and of one group each, and buckets of lengths, beside what they are made of.
import {
  BatchSampler,
  bucketByLength,
  ClassBatchSampler,
  GroupBatchSampler,
  RandomSampler,
  StratifiedBatchSampler,
} from 'loaded-dice';
import type { Task } from './measure.js';
import { BACKENDS, filling, type Row, type Table } from './table.js';

const COUNT = 1 << 20;

/** Numbers below `limit` without an order. */
const spread = (limit: number) =>
  Uint32Array.from({ length: COUNT }, (_, i) => (Math.imul(i, 0x9e3779b1) >>> 0) % limit);

/** A loop over an epoch. */
function looping(make: (backend: 'wasm' | 'js') => Iterable<Uint32Array>): Task[] {
  return BACKENDS.map((backend) => {
    const sampler = make(backend);
    return [
      backend,
      COUNT,
      () => {
        let sum = 0;
        for (const batch of sampler) sum += batch[0];
        return sum;
      },
    ];
  });
}

function classRows(): Row[] {
  const labels = spread(1000);
  const shares = new Map(Array.from({ length: 1000 }, (_, code) => [code, 1 + (code % 3)]));
  const options = { classesPerBatch: 32, itemsPerClass: 4, seed: 1 };
  const classes = (backend: 'wasm' | 'js') => new ClassBatchSampler(labels, { ...options, backend });
  return [
    { name: 'fill', set: () => ({ tasks: filling(COUNT, classes) }) },
    { name: 'for…of', set: () => ({ tasks: looping(classes) }) },
    {
      name: 'by target, fill',
      set: () => ({
        tasks: filling(
          COUNT,
          (backend) => new ClassBatchSampler<number>(labels, { ...options, target: shares, backend }),
        ),
      }),
    },
    {
      name: 'stratified, fill',
      set: () => ({
        tasks: filling(COUNT, (backend) => new StratifiedBatchSampler(labels, { batchSize: 128, seed: 1, backend })),
      }),
    },
  ];
}

function groupRows(): Row[] {
  const sampler = (backend: 'wasm' | 'js') => new RandomSampler(COUNT, { seed: 1, backend });
  return [32, 256].flatMap((size) => [
    {
      name: `batches, ${size}`,
      set: () => ({ tasks: looping((backend) => new BatchSampler(sampler(backend), size)) }),
    },
    ...[10, 1000].map(
      (count): Row => ({
        name: `${count} groups, ${size}`,
        set() {
          const groups = spread(count);
          return { tasks: looping((backend) => new GroupBatchSampler(sampler(backend), groups, size)) };
        },
      }),
    ),
  ]);
}

function bucketRows(): Row[] {
  const whole = Float64Array.from(spread(512));
  const seconds = Float64Array.from(spread(1 << 20), (i) => (i + 1) ** 1.5 / 7);
  return [
    ['10 boundaries', whole, Array.from({ length: 10 }, (_, i) => 40 * (i + 1))] as const,
    ['10 of tokens', whole, 10] as const,
    ['10 of seconds', seconds, 10] as const,
  ].map(([name, lengths, buckets]) => ({
    name,
    set: () => ({ tasks: [['js', COUNT, () => bucketByLength(lengths, buckets)]] }),
  }));
}

/** The tables of batches. */
export function batchTables(): Table[] {
  return [
    { id: 'classes', title: 'an index of batches of 4 items of 32 of 1000 classes, n = 2^20', rows: classRows() },
    { id: 'groups', title: 'an index of shuffled batches of one group each, n = 2^20, for…of', rows: groupRows() },
    { id: 'buckets', title: 'the bucket of a length, n = 2^20', rows: bucketRows() },
  ];
}
