import { checkOptions } from '../internal/check.js';
import type { Label, Target } from '../weights/class-weights.js';
import { mergeCandidates } from './candidates.js';
import { drawWith } from './draw.js';
import { withEngine } from './engine.js';
import { checkSample, planWith, SAMPLE_OPTIONS, type SampleOptions, widenPlan } from './plan.js';
import type { Candidate } from './sample-plan.js';
import { checkSource, type TableSource } from './source.js';

export async function sampleTable<L extends Label>(
  source: TableSource,
  options: SampleOptions<L>,
): Promise<{ seed: number; candidates: Candidate[] }> {
  checkSource(source);
  const checked = checkOptions(options, SAMPLE_OPTIONS);
  const settings = checkSample(checked as SampleOptions);
  return withEngine(checked, async (engine) => {
    let plan = await planWith(engine, source, settings, checked.target as Target | undefined, 1);
    for (;;) {
      const lists: Candidate[][] = [];
      for (const part of plan.parts) lists.push(await drawWith(engine, plan, part, checked));
      const candidates = mergeCandidates(lists, plan.n);
      if (candidates.length === plan.n) return { seed: plan.seed, candidates };
      plan = widenPlan(plan);
    }
  });
}
