/** A value as an error message shows it: short, on one line, with its kind where the value alone would not tell. */
export function describe(value: unknown): string {
  if (typeof value === 'string')
    return value.length > 40 ? `${JSON.stringify(value.slice(0, 40))}…` : JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  const kind = Array.isArray(value) ? 'Array' : value.constructor?.name || 'object';
  return `${/^([AEIO]|U(?!i))/i.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** PyTorch's own sentence, for whoever searches for it. */
export function torch(sentence: string): string {
  return ` (PyTorch: ${JSON.stringify(sentence)})`;
}
