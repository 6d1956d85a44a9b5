// Texts from a file as errors and findings show them. The same words appear in the command and on a page.

const [FIRST, LAST] = [300, 100];
/** The beginning and the end of a long text: measuring its width is slow. */
export const cut = (text: string): string =>
  text.length <= FIRST + LAST ? text : `${text.slice(0, FIRST)}…${text.slice(-LAST)}`;

/** A text from the file in quotes. Long ones are cut. */
export const inQuotes = (text: string): string => JSON.stringify(cut(text));

/** A text as a shell takes it. */
export const word = (text: string): string =>
  /^[\w./:@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** The last number that is shown with all its digits: beyond it not every integer is a double. */
export const MOST_DIGITS = 2 ** 53;

/** An integer with thousands separators: 1,234,567. Beyond 2^53 with its power of ten: 1.8e+19. */
export const count = (value: number): string =>
  value <= MOST_DIGITS ? value.toLocaleString('en-US') : value.toExponential(1);

/** A number with its noun: 1 row, 2 rows. */
export const counted = (value: number, noun: string, nouns = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : nouns}`;
