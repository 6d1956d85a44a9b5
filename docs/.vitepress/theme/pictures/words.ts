// Numbers as text.

/** 12,345 */
export function count(value: number | bigint): string {
  return value.toLocaleString('en-US');
}

/** A number with some digits behind the point. */
export function fixed(value: number, digits: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** 58.8 %, not broken before the sign */
export function percent(share: number, digits = 1): string {
  return `${fixed(100 * share, digits)}\u00a0%`;
}

/** 1 epoch, 2 epochs */
export function plural(value: number, one: string, more = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : more}`;
}

/** A difference with its sign: +0.31, −0.23. */
export function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${fixed(Math.abs(value), digits)}`;
}

/** A share as a length in CSS. */
export function extent(share: number): string {
  return `${(100 * share).toFixed(3)}%`;
}
