// What the published types of batches promise. tsc alone checks this file: nothing in it runs.
import {
  type Buckets,
  bucketByLength,
  ClassBatchSampler,
  DataLoader,
  DistributedBatchSampler,
  GroupBatchSampler,
  SequentialSampler,
} from 'loaded-dice';
import { expectTypeOf } from 'vitest';

const pets = ['cat', 'dog'] as const;
const classes = new ClassBatchSampler(pets, { classesPerBatch: 2, itemsPerClass: 3, target: { cat: 1, dog: 1 } });
expectTypeOf(classes.labels).toEqualTypeOf<('cat' | 'dog')[]>();
expectTypeOf(classes.target).toEqualTypeOf<Map<'cat' | 'dog', number>>();
expectTypeOf(classes.draw()).toEqualTypeOf<Uint32Array<ArrayBuffer>>();
// @ts-expect-error: a class without a share
new ClassBatchSampler(pets, { classesPerBatch: 2, itemsPerClass: 3, target: { cat: 1 } });
// @ts-expect-error: both numbers are needed
new ClassBatchSampler(pets, { classesPerBatch: 2 });

const buckets = bucketByLength([1, 2], [2]);
expectTypeOf(buckets).toEqualTypeOf<Buckets>();
const grouped = new GroupBatchSampler(new SequentialSampler(2), buckets, 2);
expectTypeOf(grouped.groups).toEqualTypeOf<number[]>();
expectTypeOf(grouped.take(2)).toEqualTypeOf<Uint32Array<ArrayBuffer>[]>();
expectTypeOf(new DataLoader(['a', 'b'], { batchSampler: grouped }).draw()).toEqualTypeOf<string[]>();
expectTypeOf(new DistributedBatchSampler(grouped, { numReplicas: 2, rank: 0 }).batches).toEqualTypeOf<typeof grouped>();
// @ts-expect-error: a sampler of batches gives no single indices
new GroupBatchSampler(grouped, buckets, 2);
