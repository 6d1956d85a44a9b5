// Types of ranks over batch samplers, over batches of any size, and over iterables of one’s own.
import { BatchSampler, DistributedBatchSampler, GroupBatchSampler, SequentialSampler } from 'loaded-dice';
import { expectTypeOf } from 'vitest';

const sampler = new SequentialSampler(4);
const options = { numReplicas: 2, rank: 0 };
const ranks = new DistributedBatchSampler(new BatchSampler(sampler, 4, true), options);
const list = new DistributedBatchSampler([[1, 2], [3]], { ...options, pad: false });
const groups = new DistributedBatchSampler(new GroupBatchSampler(sampler, ['a', 'b', 'a', 'b'], 2), options);

expectTypeOf(ranks).toExtend<BatchSampler>();
expectTypeOf(ranks.batches).toEqualTypeOf<BatchSampler>();
expectTypeOf(list.batches).toEqualTypeOf<number[][]>();
expectTypeOf(groups.batches).toExtend<GroupBatchSampler>();
expectTypeOf(list.draw()).toEqualTypeOf<Uint32Array<ArrayBuffer>>();
expectTypeOf(list.pad).toEqualTypeOf<boolean>();
// the type without an argument is what it was
expectTypeOf<DistributedBatchSampler['batches']>().toEqualTypeOf<BatchSampler>();

// @ts-expect-error: single indices
new DistributedBatchSampler([1, 2], options);
// @ts-expect-error: a word
new DistributedBatchSampler([[1]], { ...options, pad: 'no' });
