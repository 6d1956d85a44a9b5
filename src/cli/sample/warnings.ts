import { labelFindings, similarLabelsAdvice } from '../../files/label-findings.js';
import { type Finding, lintWeights } from '../../index.js';
import type { Subset } from '../input/subset.js';
import { count, plural, quoted } from '../text.js';
import { batchSizeOf, type EpochSource } from './epoch.js';
import type { SamplerOptions } from './sampler-options.js';

export interface WarningOptions extends SamplerOptions {
  /** The column of labels, if they come from one. */
  column?: string | undefined;
  limit?: ReadonlyMap<string, number> | undefined;
  /** Draws that are made: more than numSamples where batches are whole. */
  draws: number;
  /** Whether this is one sample, rather than the first of many epochs. */
  once?: boolean;
  /** The name of an item, to be said beside its row number. Default: none. */
  nameOf?: ((item: number) => string) | undefined;
}

/** What is likely wrong with an epoch: findings about its weights, and where it is not what was asked for. */
export function warningsOf(source: EpochSource, subset: Subset | undefined, options: WarningOptions): string[] {
  const { weights, codes, numSamples } = source;
  const { sampler, replacement = true, once = false } = options;
  const findings = lintWeights(weights, {
    numSamples,
    replacement,
    ...(codes && subset && { labels: Array.from(codes, (code) => subset.classes[code]) }),
    // stratified batches of any size contain every class
    ...(!once && sampler !== 'stratified' && { batchSize: batchSizeOf(source) }),
  });
  const advised = findings.map((finding) =>
    finding.code === 'similar-labels'
      ? { ...finding, message: finding.message + similarLabelsAdvice(finding) }
      : finding,
  );
  const { column } = options;
  const ofLabels = codes && subset && column !== undefined ? { column, codes, classes: subset.classes } : undefined;
  // where few draws were asked for, ask about as many draws as rows
  const scale = Math.max(1, weights.length / numSamples);
  const relevant = advised.filter(
    (finding) =>
      // the command makes a weight for each row itself
      finding.code !== 'class-weights' &&
      // labelFindings names the column
      !(finding.code === 'unique-labels' && finding.classes === finding.rows && ofLabels) &&
      (finding.code !== 'never-expected' || (!once && finding.expected * scale < 0.01)),
  );
  return [
    ...inRows(relevant, subset?.rows, options.nameOf),
    ...(ofLabels ? labelFindings(ofLabels, findings) : []),
    ...(subset ? deviations(source, subset, options) : []),
  ];
}

/** Where the draws are not quite what was asked for. */
function deviations(
  source: EpochSource,
  { classes, codes, beyondLimit }: Subset,
  { limit = new Map(), draws }: WarningOptions,
): string[] {
  const found: string[] = [];
  for (const [label, most] of limit) {
    if (beyondLimit.has(label)) continue;
    const code = classes.indexOf(label);
    const rows = codes.reduce((sum, each) => sum + Number(each === code), 0);
    if (rows < most) {
      const all = `${JSON.stringify(label)} has ${plural(rows, 'row')} in all`;
      found.push(`--limit ${label}=${most} leaves nothing out: ${all}`);
    }
  }
  if (draws !== source.numSamples) {
    const size = batchSizeOf(source);
    const batches = `${plural(draws / size, 'batch', 'batches')} of ${count(size)}`;
    const asked = `${count(source.numSamples)} were asked for`;
    found.push(`stratified batches are whole: ${plural(draws, 'draw')} in ${batches}, where ${asked}`);
  }
  return found;
}

/** Texts in quotes, items with or without a number, and integers of four or more digits. Not decimals or powers. */
const PARTS = /"(?:[^"\\]|\\.)*"|\bitem (\d+)|\b(items?)\b|(?<![\d.^e+-])(\d{4,})(?![\d.]*[\de])/g;

/**
 * The messages of findings, about rows in place of items.
 * @param rows The row number of each item. Default: its index.
 * @param nameOf The name of an item. Default: none.
 */
export function inRows(
  findings: readonly Pick<Finding, 'message'>[],
  rows: Uint32Array | undefined,
  nameOf?: (item: number) => string,
): string[] {
  return findings.map(({ message }) =>
    message.replaceAll(PARTS, (whole, item, items, number) => {
      if (item !== undefined) {
        return `row ${rows?.[item] ?? item}${nameOf ? ` ${quoted(nameOf(Number(item)))}` : ''}`;
      }
      if (items !== undefined) return items.replace('item', 'row');
      return number === undefined ? whole : count(Number(number));
    }),
  );
}
