// Numbers and names in sentences.

export const count = (value: number): string =>
  value < 1e16 ? value.toLocaleString('en-US') : value === Infinity ? 'infinitely many' : value.toExponential(1);

export const plural = (value: number, noun: string, nouns = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : nouns}`;

/** A share in percent: one decimal, or two digits below 1 %. */
export function percent(share: number): string {
  return `${share >= 0.01 || share === 0 ? (100 * share).toFixed(1) : Number((100 * share).toPrecision(2))} %`;
}

/** A probability: in percent, or for a small one as "1 in 1,000". */
export function chance(p: number): string {
  if (p === 0 || p >= 0.001) return percent(p);
  return p > 1e-9 ? `1 in ${count(Number((1 / p).toPrecision(3)))}` : 'almost none';
}

/** A number of items or draws: one decimal below 100. */
export function about(value: number): string {
  return value < 100 && !Number.isInteger(value) ? value.toFixed(1) : count(Math.round(value));
}

/** Control and format characters apart from joiners, and all spaces but the plain one. */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

/** The name of a class. Where white space or other invisible characters are part of it, they can be seen. */
export function visible(name: string): string {
  const escaped = name.replace(INVISIBLE, (each) => `\\u{${each.codePointAt(0)?.toString(16)}}`);
  return escaped === name && name.trim() === name && name !== '' ? name : `"${escaped}"`;
}

/** The visible name of a class or column, cut to 24 characters. */
export function short(name: string): string {
  const shown = visible(name);
  return shown.length > 24 ? `${shown.slice(0, 23)}…` : shown;
}
