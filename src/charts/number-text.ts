// Numbers in sentences.

export const count = (value: number): string => value.toLocaleString('en-US');

export const plural = (value: number, noun: string, nouns = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : nouns}`;

/** A share in percent: one decimal, or two digits below 1 %. */
export function percent(share: number): string {
  const isSmall = share < 0.01 && share !== 0;
  return `${isSmall ? Number((100 * share).toPrecision(2)) : (100 * share).toFixed(1).replace(/\.0$/, '')} %`;
}

/** Three significant digits; all digits of a number of 100 or more, rounded to an integer. */
export function threeDigits(value: number): string {
  return Math.abs(value) >= 100 ? count(Math.round(value)) : String(Number(value.toPrecision(3)));
}
