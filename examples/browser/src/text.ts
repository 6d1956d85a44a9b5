// Numbers in sentences.

export const count = (value: number): string =>
  value < 1e16 ? value.toLocaleString('en-US') : value === Infinity ? 'infinitely many' : value.toExponential(1);

export const plural = (value: number, noun: string, nouns = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : nouns}`;

/** One decimal, and two digits where that would say nothing. */
export function percent(share: number): string {
  return `${share >= 0.01 || share === 0 ? (100 * share).toFixed(1) : Number((100 * share).toPrecision(2))} %`;
}

/** A probability: in percent, or how rarely. */
export function chance(p: number): string {
  if (p === 0 || p >= 0.001) return percent(p);
  return p > 1e-9 ? `1 in ${count(Number((1 / p).toPrecision(3)))}` : 'next to none';
}

/** A number of items or draws, with a decimal where there are few. */
export function about(value: number): string {
  return value < 100 && !Number.isInteger(value) ? value.toFixed(1) : count(Math.round(value));
}

/** A class's name, cut where it would fill a line. */
export function short(name: string): string {
  return name.length > 24 ? `${name.slice(0, 23)}…` : name;
}
