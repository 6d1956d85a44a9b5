import { delimiterName, type Understood } from './dialect.js';
import { counted } from './words.js';

/**
 * What was understood of a file, in one line: semicolons, header, windows-1252, 20,000 rows.
 * @param notes What else is to be said of the rows, such as how many are left out.
 */
export function understoodText(understood: Understood, notes: readonly string[] = []): string {
  const { format, delimiter, quote, escape: escapeSign, header, encoding, compressed } = understood;
  const { rows, comments, emptyLines, trailingDelimiters, shortRows, rowNames } = understood;
  const parts =
    format === 'json-lines'
      ? ['JSON Lines']
      : [
          delimiterName(delimiter),
          header ? 'header' : 'no header',
          ...(quote === '"' ? [] : [quote === '' ? 'no quotes' : `quotes are ${quote}`]),
          ...(escapeSign === '' ? [] : [`${escapeSign} escapes`]),
          ...(rowNames ? ['row names in front'] : []),
        ];
  if (compressed) parts.push('gzip');
  parts.push(encoding.toUpperCase().replace('WINDOWS', 'windows'), counted(rows, 'row'));
  const skipped = [
    ...(comments > 0 ? [counted(comments, 'comment line')] : []),
    ...(emptyLines > 0 ? [counted(emptyLines, 'empty line')] : []),
    ...(trailingDelimiters > 0 ? [`a delimiter at the end of ${counted(trailingDelimiters, 'row')}`] : []),
  ];
  return [
    parts.join(', '),
    ...(skipped.length > 0 ? [`${skipped.join(', ')} skipped`] : []),
    ...(shortRows > 0 ? [`${counted(shortRows, 'short row')} filled with empty fields`] : []),
    ...notes,
  ].join('; ');
}
