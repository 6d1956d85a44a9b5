import { colors } from '../colors.js';
import { NARROW } from '../terminal.js';
import { printable, wrapped } from '../text.js';
import type { Section } from './section.js';

/** A report's answers, and where it is. */
export function reportText(
  sections: readonly Section[],
  warnings: readonly string[],
  files: readonly string[],
  terminal = NARROW,
): string {
  const width = Math.min(terminal, 100);
  const answers = sections.map(({ question, answer }) => `${colors.bold(question)}\n${wrapped(answer, width)}\n`);
  const [first, ...more] = files.map(printable);
  const where = more.length ? `${first} and ${more.length} pictures` : first;
  const warned = warnings.map((warning) => colors.yellow(wrapped(`warning: ${printable(warning)}`, width)));
  const last = [...warned, where === undefined ? '' : `wrote ${where}\n`];
  return [...answers, last.join('\n')].join('\n');
}
