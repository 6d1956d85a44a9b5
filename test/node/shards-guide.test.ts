// The table of shards in docs/start/from-pytorch.md holds.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BatchSampler, DistributedBatchSampler, SequentialSampler } from '../../src/index.js';

const guide = readFileSync('docs/start/from-pytorch.md', 'utf8');
const [, section] = guide.match(/^### Shards\n(.*?)^### /ms) as RegExpMatchArray;
const rows = [...section.matchAll(/^\| (.*) \| `(.*)`, `(\{.*\})` \| (.*) \| (.*) \|$/gm)].map(([, ...cells]) => cells);

it('it has rows', () => {
  expect(rows).toHaveLength(section.split('\n').filter((line) => line.startsWith('|')).length - 2);
  expect(rows.length).toBeGreaterThanOrEqual(8);
});

it.each(rows)('%s: %s, %s', (_, batches, options, ...shares) => {
  const evaluate = new Function('batches', `return [${batches}, ${options}]`);
  for (const [rank, share] of shares.entries()) {
    const [over, how] = evaluate((size: number) => new BatchSampler(new SequentialSampler(20), size));
    const sampler = new DistributedBatchSampler(over, { numReplicas: 2, rank, ...how });
    expect(Array.from(sampler, (batch) => Array.from(batch).join(' ')).join(', ')).toBe(share);
    expect(sampler).toHaveLength(share.split(', ').length);
  }
});
