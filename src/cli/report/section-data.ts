import { classBars } from '../../charts.js';
import { count, namesOf, percent, plural } from '../text.js';
import { list, quoted } from './class-text.js';
import { tableOf } from './page-table.js';
import type { Report } from './report.js';
import type { Section } from './section.js';

/** All classes as they are, and what is taken of them. */
export function dataSection(report: Report): Section {
  const { all, classes, counts, file, rows } = report;
  const names = namesOf(all.map((each) => each.class));
  const byLabel = new Map(all.map((each, i) => [each.class, names[i]]));
  const inFile = all.reduce((sum, each) => sum + each.rows, 0);
  const whole = rows === inFile;
  const taken = list(classes.map((label, code) => `${count(counts[code])} ${quoted(byLabel.get(label) as string)}`));
  const has = `${file} has ${plural(inFile, 'row')} of ${plural(all.length, 'class', 'classes')}`;
  return {
    id: 'data',
    question: 'What is in the data?',
    answer: whole ? `${has}: ${taken}.` : `${has}, of which ${plural(rows, 'row')} take part: ${taken}.`,
    notes: [],
    shown: [
      {
        picture: {
          name: 'classes',
          caption: whole ? 'The rows of each class' : 'The rows of each class, and those that take part',
          draw: (look) =>
            classBars(
              all.map((each, i) => ({ label: names[i], count: each.rows, ...(!whole && { taken: each.taken }) })),
              look,
            ),
        },
        tables: [
          tableOf(
            'Rows of each class',
            ['class', 'rows', 'share', 'taken'],
            all.map((each, i) => [names[i], count(each.rows), percent(each.rows / inFile), count(each.taken)]),
          ),
        ],
      },
    ],
  };
}
