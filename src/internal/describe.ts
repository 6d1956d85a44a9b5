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

/** "1 item", "2 items". */
export function plural(count: number | string, noun: string): string {
  return `${count} ${noun}${String(count) === '1' ? '' : 's'}`;
}

/** PyTorch's own sentence, for anyone who searches for it. */
export function torch(sentence: string): string {
  return ` (PyTorch: ${JSON.stringify(sentence)})`;
}

/** PyTorch's sentence about an argument of the wrong kind, with its name and its value as Python has them. */
export function torchGot(name: string, wanted: string, value: unknown): string {
  // of an argument that is missing Python says something else, and it takes a bigint
  if (value === undefined || typeof value === 'bigint') return '';
  const theirs = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return torch(`${theirs} should be a ${wanted} value, but got ${theirs}=${python(value)}`);
}

/** A value as Python prints it. */
function python(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'number') return describe(value);
  return String(value).replace('NaN', 'nan').replace('Infinity', 'inf');
}
