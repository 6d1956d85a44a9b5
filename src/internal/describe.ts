/** Describes a value for an error message: short, on one line; objects by their class. */
export function describe(value: unknown): string {
  if (typeof value === 'string')
    return value.length > 40 ? `${JSON.stringify(value.slice(0, 40))}…` : JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  const kind = Array.isArray(value) ? 'Array' : value.constructor?.name || 'object';
  return `${/^([AEIO]|U(?!i|rl$))/i.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** Formats a count with its noun: "1 item", "2 items". */
export function plural(count: number | string, noun: string): string {
  return `${count} ${noun}${String(count) === '1' ? '' : 's'}`;
}

/** Quotes PyTorch's sentence, so that a search for it finds the error. */
export function torch(sentence: string): string {
  return ` (PyTorch: ${JSON.stringify(sentence)})`;
}

/** Quotes PyTorch's sentence about an argument of the wrong type, with name and value in Python's notation. */
export function torchGot(name: string, expected: string, value: unknown): string {
  // Python's sentence about a missing argument differs, and Python has no bigint
  if (value === undefined || typeof value === 'bigint') return '';
  const pythonName = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return torch(`${pythonName} should be a ${expected} value, but got ${pythonName}=${python(value)}`);
}

/** Formats a value as Python prints it. */
function python(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'number') return describe(value);
  return String(value).replace('NaN', 'nan').replace('Infinity', 'inf');
}
