import { colors, NARROW, textWidth, warningLines } from '../terminal.js';
import { printable, wrapped } from '../text.js';
import type { Section } from './section.js';

/**
 * A report for the terminal: its answers, its warnings, and where its files are.
 * @param terminal The width of the terminal in columns. Default 60.
 */
export function reportText(
  sections: readonly Section[],
  warnings: readonly string[],
  files: readonly string[],
  terminal = NARROW,
): string {
  const answers = sections.map(
    ({ question, answer }) => `${colors.bold(question)}\n${wrapped(answer, textWidth(terminal))}\n`,
  );
  const [first, ...more] = files.map(printable);
  const where = more.length ? `${first} and ${more.length} pictures` : first;
  const last = [...warningLines(warnings, terminal), where === undefined ? '' : `wrote ${where}\n`];
  return [...answers, last.join('\n')].join('\n');
}
