import { classBars } from '../../charts.js';
import { classNames, count, list, nameInSentence, percent, plural } from '../text.js';
import { pageTable } from './page-table.js';
import type { Report } from './report.js';
import type { Section } from './section.js';

/** The classes of the file, and the rows that take part. */
export function dataSection({ all, classes, counts, file, read, rows }: Report): Section {
  const names = classNames(all.map((each) => each.class));
  const byLabel = new Map(all.map((each, i) => [each.class, nameInSentence(names[i])]));
  const inFile = all.reduce((sum, each) => sum + each.rows, 0);
  const isWhole = rows === inFile;
  const taken = list(classes.map((label, code) => `${count(counts[code])} ${byLabel.get(label)}`));
  const has = `${file} has ${plural(inFile, 'row')} of ${plural(all.length, 'class', 'classes')}`;
  const how = read ? ` It was read as: ${read.text}.` : '';
  const bars = all.map((each, i) => ({ label: names[i], count: each.rows, ...(!isWhole && { taken: each.taken }) }));
  return {
    id: 'data',
    question: 'What is in the data?',
    answer: (isWhole ? `${has}: ${taken}.` : `${has}, of which ${plural(rows, 'row')} take part: ${taken}.`) + how,
    notes: [],
    figures: [
      {
        picture: {
          name: 'classes',
          caption: isWhole ? 'The rows of each class' : 'The rows of each class, and those that take part',
          specOf: (appearance) => classBars(bars, appearance),
        },
        tables: [
          pageTable(
            'Rows of each class',
            ['class', 'rows', 'share', 'take part'],
            all.map((each, i) => [names[i], count(each.rows), percent(each.rows / inFile), count(each.taken)]),
          ),
        ],
      },
    ],
  };
}
