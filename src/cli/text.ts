// Numbers and names as people read them.

export const count = (value: number): string => value.toLocaleString('en-US');
export const significant = (value: number): string => String(Number(value.toPrecision(4)));
export const plural = (value: number, noun: string, nouns = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : nouns}`;

/** One decimal, and two digits where that would say nothing. */
export function percent(value: number): string {
  return `${value >= 0.01 || value === 0 ? (100 * value).toFixed(1) : Number((100 * value).toPrecision(2))} %`;
}

/** A class as people see it, on one line. */
export function name(label: string): string {
  const shown = JSON.stringify(label).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  return label === '' ? '(empty)' : shown;
}

/** Broken between words, so that no line is wider than the terminal; words are never broken. */
export function wrapped(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines[lines.length - 1];
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
