import type { VegaLiteSpec } from '../../charts.js';
import { described } from '../sample/sampler-options.js';
import { count, plural } from '../text.js';
import { sharesText } from './class-text.js';
import { style } from './page-style.js';
import type { Table } from './page-table.js';
import type { Report } from './report.js';
import type { Picture, Section } from './section.js';

/** Widths that each picture is drawn at: letters in one that is shrunk to a telephone could not be read. */
const WIDE = 680;
const NARROW = 330;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Draws a picture. */
type Draw = (spec: VegaLiteSpec) => Promise<string>;

/** A report as one HTML page: nothing in it runs, nothing is loaded. */
export async function pageOf(report: Report, sections: readonly Section[], draw: Draw): Promise<string> {
  const { file, rows, classes, batchSize, seed, target, warnings } = report;
  const title = `What a weighted sampler does with ${file}`;
  const how = described(report);
  const plan = target ? `, by the target ${sharesText(report, report.plan)}` : '';
  const facts = `${how[0].toUpperCase()}${how.slice(1)}${plan}; ${plural(rows, 'row')} of ${plural(classes.length, 'class', 'classes')}, ${plural(report.plan.epoch.tally.draws, 'draw')} an epoch in batches of ${count(batchSize)}, seed ${seed}`;
  const bodies: string[] = [];
  for (const section of sections) bodies.push(await sectionOf(section, draw));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${style(WIDE)}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
<p>${escaped(facts)}.</p>
${warnings.map((warning) => `<p class="warning"><strong>Warning:</strong> ${escaped(warning)}</p>`).join('\n')}
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

async function sectionOf({ id, question, answer, notes, shown }: Section, draw: Draw): Promise<string> {
  const figures: string[] = [];
  for (const { picture, tables } of shown) {
    figures.push(
      `<figure id="${picture.name}">\n<figcaption>${escaped(picture.caption)}</figcaption>\n${await drawnAt(picture, WIDE, draw)}\n${await drawnAt(picture, NARROW, draw)}\n${tables.map(tableOf).join('\n')}</figure>`,
    );
  }
  return `<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${escaped(question)}</h2>
<p class="answer">${escaped(answer)}</p>
${notes.map((note) => `<p>${escaped(note)}</p>`).join('\n')}
${figures.join('\n')}
</section>`;
}

async function drawnAt(picture: Picture, width: number, draw: Draw): Promise<string> {
  return `<div class="${width === WIDE ? 'wide' : 'narrow'}">${await draw(picture.draw({ width, theme: 'auto' }))}</div>`;
}

function tableOf({ caption, head, rows, more }: Table): string {
  const cells = (row: readonly string[]): string =>
    row.map((cell, i) => (i ? `<td>${escaped(cell)}</td>` : `<th scope="row">${escaped(cell)}</th>`)).join('');
  return `<details><summary>${escaped(caption)}</summary><div class="table" tabindex="0" role="region" aria-label="${escaped(caption)}"><table>
<caption class="unseen">${escaped(caption)}</caption>
<thead><tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}
</tbody></table></div>${more ? `<p>${escaped(more)}</p>` : ''}</details>
`;
}
