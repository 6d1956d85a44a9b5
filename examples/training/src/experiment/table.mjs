const points = (part) => `${part >= 0 ? '+' : '−'}${Math.abs(100 * part).toFixed(1)}`;

/** The ways and what they are worth, in percent: a head, and a line for each, as texts. */
export function tableRows({ rows, classes }) {
  const cell = ({ mean, lower, upper }) => `${(100 * mean).toFixed(1)} ± ${(50 * (upper - lower)).toFixed(1)}`;
  const lines = rows.map(({ way, augmented, metrics, recall, againstPlain }) => [
    `${way}${augmented ? ', augmented' : ''}`,
    cell(metrics.balanced),
    againstPlain ? `${points(againstPlain.lower)} to ${points(againstPlain.upper)}` : '',
    againstPlain ? againstPlain.p.toPrecision(2) : '',
    ...[metrics.accuracy, metrics.f1, metrics.auc, ...recall].map(cell),
  ]);
  const head = ['', 'balanced', 'over plain', 'sign test', 'accuracy', 'F1', 'AUC'];
  return [[...head, ...classes.map((name) => `recall ${name}`)], ...lines];
}

/** What the columns are. */
export const CAPTION =
  'Percent on unseen images, by each run’s best epoch: means, and half the width of their 95 % ' +
  'intervals; “over plain”, the 95 % interval of what balanced accuracy is more than that of ' +
  'plain shuffling without augmentation by the same seed; the sign test’s p-value of these ' +
  'differences, each by itself.';

/** The table as text in columns. */
export function tableOf(conclusion) {
  const rows = tableRows(conclusion);
  const widths = rows[0].map((_, i) => Math.max(...rows.map((line) => line[i].length)));
  const aligned = (text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]));
  return rows.map((line) => line.map(aligned).join('  ')).join('\n');
}
