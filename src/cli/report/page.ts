import type { VegaLiteSpec } from '../../charts.js';
import { drawsText } from '../sample/sampler-options.js';
import { capitalized, count, plural } from '../text.js';
import { sharesText } from './class-text.js';
import { pageStyle } from './page-style.js';
import type { PageTable } from './page-table.js';
import type { Picture, Section } from './section.js';
import type { SeenReport } from './seen-report.js';

/** The widths that each picture is rendered at: letters of a wide one could not be read on a telephone. */
const WIDE = 680;
const NARROW = 330;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Renders a chart as SVG. */
export type Render = (spec: VegaLiteSpec) => Promise<string>;

/** A report as one HTML page, which loads nothing and runs no script. */
export async function pageOf(report: SeenReport, sections: readonly Section[], render: Render): Promise<string> {
  const title = `What a weighted sampler does with ${report.file}`;
  const bodies: string[] = [];
  for (const section of sections) bodies.push(await sectionHtml(section, render));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${pageStyle(WIDE)}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
<p>${escaped(settingsText(report))}.</p>
${report.warnings.map((text) => `<p class="warning"><strong>Warning:</strong> ${escaped(text)}</p>`).join('\n')}
<nav aria-label="Questions"><ol>
${sections.map(({ id, question }) => `<li><a href="#${id}">${escaped(question)}</a></li>`).join('\n')}
</ol></nav>
</header>
<main>
${bodies.join('\n')}
</main>
<footer><p>Made by loaded-dice: the same file, options and seed make the same page.</p></footer>
</body>
</html>
`;
}

function settingsText(report: SeenReport): string {
  const { plan, target, scheme, weights, labels, rows, classes, batchSize, seed } = report;
  const toShares = target ? 'by the target' : `by the scheme ${scheme},`;
  const shares = target || scheme ? `, ${toShares} ${sharesText(report, plan)}` : '';
  const ofColumn = labels ? ` by the labels in ${labels.of}` : ` by the weights in the column “${weights}”`;
  const by = weights === undefined ? shares : ofColumn;
  // rows of weight 0 are no class
  const of = weights === undefined ? ` of ${plural(classes.length, 'class', 'classes')}` : '';
  const epoch = `${plural(plan.epoch.totals.draws, 'draw')} an epoch in batches of ${count(batchSize)}`;
  return `${capitalized(drawsText(report))}${by}; ${plural(rows, 'row')}${of}, ${epoch}, seed ${seed}`;
}

async function sectionHtml(section: Section, render: Render): Promise<string> {
  const { id, question, answer, notes, figures, tables = [] } = section;
  const parts: string[] = [];
  for (const { picture, tables } of figures) {
    parts.push(
      `<figure id="${picture.name}">`,
      `<figcaption>${escaped(picture.caption)}</figcaption>`,
      await pictureHtml(picture, WIDE, render),
      await pictureHtml(picture, NARROW, render),
      `${tables.map(tableHtml).join('\n')}</figure>`,
    );
  }
  return `<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${escaped(question)}</h2>
<p class="answer">${escaped(answer)}</p>
${notes.map((note) => `<p>${escaped(note)}</p>`).join('\n')}
${[...parts, ...tables.map(tableHtml)].join('\n')}
</section>`;
}

async function pictureHtml({ specOf }: Picture, width: number, render: Render): Promise<string> {
  const svg = await render(specOf({ width, theme: 'auto' }));
  return `<div class="${width === WIDE ? 'wide' : 'narrow'}">${svg}</div>`;
}

function tableHtml({ caption, head, rows, more }: PageTable): string {
  const name = escaped(caption);
  const cells = (row: readonly string[]): string =>
    row.map((cell, i) => (i ? `<td>${escaped(cell)}</td>` : `<th scope="row">${escaped(cell)}</th>`)).join('');
  return `<details><summary>${name}</summary>
<div class="table" tabindex="0" role="region" aria-label="${name}"><table>
<caption class="hidden">${name}</caption>
<thead><tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}
</tbody></table></div>${more ? `<p>${escaped(more)}</p>` : ''}</details>
`;
}
