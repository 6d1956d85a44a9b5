// RESULTS.md and its pictures, from a full run.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CAPTION, tableRows } from '../experiment/table.mjs';
import { WAYS } from '../train/ways.mjs';
import { confusions, dotPlot, learningCurves, seenAndLearned, sweepLines } from './charts.mjs';
import { dividedOf } from './page.mjs';
import { svgOf } from './svg.mjs';
import { stripOfSetup } from './write.mjs';

/** Writes RESULTS.md into a folder, and its pictures into the folder's pictures/. */
export async function writeResults(folder, setup, conclusion, others) {
  await mkdir(join(folder, 'pictures'), { recursive: true });
  const picture = async (name, spec) => {
    // a page has a ground of any color; the pictures bring theirs
    await writeFile(join(folder, 'pictures', `${name}.svg`), `${await svgOf({ ...spec, background: 'white' })}\n`);
    return `![${spec.description}](pictures/${name}.svg)`;
  };
  await writeFile(join(folder, 'pictures', 'augmentation.png'), await stripOfSetup(setup));
  const { swept, pairs } = dividedOf(setup, conclusion, others);
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const tableOf = (each) => {
    const [head, ...rows] = tableRows(each);
    return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
  };
  const parts = [
    '# Does oversampling help?',
    'Written by `npm run experiment -- --full --publish`; every number is of that run.',
    ...conclusion.sentences,
    await picture('ways', dotPlot(conclusion)),
    tableOf(conclusion),
    CAPTION,
    Object.entries(WAYS)
      .map(([way, { says }]) => `- **${way}**: ${says}`)
      .join('\n'),
    await picture('learning', learningCurves(conclusion)),
    await picture('seen', seenAndLearned(conclusion)),
    await picture('confusions', confusions(conclusion)),
  ];
  if (swept.length > 1) {
    parts.push('## More and less imbalance', await picture('sweep', sweepLines({ swept, seeds: conclusion.seeds })));
  }
  for (const [i, other] of pairs.entries()) {
    parts.push(`## ${other.setup.classes.join(' and ')}`, ...other.conclusion.sentences);
    parts.push(await picture(`ways-${i + 2}`, dotPlot(other.conclusion)), tableOf(other.conclusion));
  }
  parts.push('## Augmentation', 'Images as they are, then as seven draws change them.');
  parts.push('![Images as they are, and as draws change them](pictures/augmentation.png)');
  await writeFile(join(folder, 'RESULTS.md'), `${parts.join('\n\n')}\n`);
}
