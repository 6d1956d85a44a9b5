import { CAPTION, tableRows } from '../experiment/table.mjs';
import { WAYS } from '../train/ways.mjs';
import { confusions, dotPlot, learningCurves, seenAndLearned, sweepLines, timesSeen } from './charts.mjs';
import { escaped, svgOf } from './svg.mjs';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#22262a}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.5rem}
figure{margin:1.5rem 0;overflow-x:auto}svg,img{max-width:100%;height:auto}
table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums}
th,td{padding:.25rem .7rem;text-align:right}
th:first-child,td:first-child{text-align:left}tr+tr td{border-top:1px solid #e1e4e8}
figcaption{color:#57606a;font-size:.9rem}`;

/** The page, as one file without scripts. */
export async function pageOf(setup, conclusion, { strip, others }) {
  const picture = async (spec) => `<figure>${await svgOf(spec)}</figure>`;
  const [head, ...rows] = tableRows(conclusion);
  const cells = (line, tag) => `<tr>${line.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join('')}</tr>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Does oversampling help?</title><style>${STYLE}</style></head><body>
<h1>Does oversampling help?</h1>
${conclusion.sentences.map((text) => `<p>${escaped(text)}</p>`).join('\n')}
<h2>Each way's worth</h2>
${await picture(dotPlot(conclusion))}
<figure><table>${cells(head, 'th')}${rows.map((line) => cells(line, 'td')).join('')}</table>
<figcaption>${CAPTION}</figcaption></figure>
<ul>${Object.entries(WAYS)
    .map(([way, { says }]) => `<li><b>${way}</b>: ${escaped(says)}</li>`)
    .join('')}</ul>
<h2>Learning</h2>
${await picture(learningCurves(conclusion))}
${await picture(seenAndLearned(conclusion))}
${await picture(timesSeen(conclusion))}
${await picture(confusions(conclusion))}
${await sectionsOf(setup, conclusion, others, picture)}
<h2>Augmentation</h2>
<figure><img alt="Images as they are, and as draws change them" src="data:image/png;base64,${strip.toString('base64')}">
<figcaption>Left as they are; then as seven draws change them.</figcaption></figure>
</body></html>
`;
}

/** Other imbalances of the same classes, and other classes. */
async function sectionsOf(main, conclusion, others, picture) {
  const { swept, pairs } = dividedOf(main, conclusion, others);
  const sections = [];
  if (swept.length > 1) {
    sections.push('<h2>More and less imbalance</h2>', await picture(sweepLines({ swept, seeds: conclusion.seeds })));
  }
  for (const { setup, conclusion } of pairs) {
    sections.push(`<h2>${escaped(setup.classes.join(' and '))}</h2>`);
    sections.push(...conclusion.sentences.map((text) => `<p>${escaped(text)}</p>`), await picture(dotPlot(conclusion)));
  }
  return sections.join('\n');
}

/** Set-ups of the same classes, the main one among them, from the least imbalance on; and those of others. */
export function dividedOf(main, conclusion, others) {
  const isSweep = ({ setup }) => setup.classes.join() === main.classes.join();
  const ratio = ({ setup: { keep } }) => keep[0] / keep[keep.length - 1];
  const swept = [{ setup: main, conclusion }, ...others.filter(isSweep)].sort((a, b) => ratio(a) - ratio(b));
  return { swept, pairs: others.filter((each) => !isSweep(each)) };
}
