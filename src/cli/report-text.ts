import { colors } from './colors.js';
import type { Section } from './report/sections.js';
import { wrapped } from './text.js';

/** A report's answers, and where it is. */
export function reportText(sections: readonly Section[], files: readonly string[], width = 100): string {
  const answers = sections.map(({ question, answer }) => `${colors.bold(question)}\n${wrapped(answer, width)}\n`);
  const [first, ...more] = files;
  const where = more.length ? `${first} and ${more.length} pictures` : first;
  return [...answers, where === undefined ? '' : `wrote ${where}\n`].join('\n');
}
