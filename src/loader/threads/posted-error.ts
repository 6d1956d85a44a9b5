import { describe } from '../../internal/describe.js';
import type { PostedError } from './messages.js';

/** Most causes of causes that are posted. */
const DEEPEST = 8;

/** Takes an error apart, for another thread: engines differ in what they clone of an error. Never throws. */
export function toPosted(error: unknown): PostedError {
  try {
    return takeApart(error, 0);
  } catch (cause) {
    // a getter of the error threw, or its message is no text
    const message = error instanceof Error && typeof error.message === 'string' ? error.message : describe(error);
    return { name: 'Error', message, cause: { thrown: cloneable(cause) } };
  }
}

function takeApart(error: unknown, depth: number): PostedError {
  if (!isError(error) || depth > DEEPEST) return { thrown: cloneable(error) };
  const { name, message, stack } = error;
  const own = Object.entries(error).filter(([key]) => !PARTS.includes(key));
  const { errors } = error as { errors?: unknown };
  return {
    name: String(name),
    message: String(message),
    stack: typeof stack === 'string' ? stack : undefined,
    // such as code, errno and path of a file that is not there
    fields: Object.fromEntries(own.map(([key, value]) => [key, cloneable(value)])),
    ...('cause' in error && { cause: takeApart(error.cause, depth + 1) }),
    ...(Array.isArray(errors) && { errors: errors.map((each) => takeApart(each, depth + 1)) }),
  };
}

const PARTS: readonly string[] = ['name', 'message', 'stack', 'cause', 'errors'];

/** The error that another thread took apart. Its stack is that of the other thread. */
export function fromPosted({ thrown, name, message, stack, fields, cause, errors }: PostedError): unknown {
  if (name === undefined) return thrown;
  const kinds = { AggregateError: Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
  const error = new (Object.hasOwn(kinds, name) ? kinds[name as keyof typeof kinds] : Error)(message);
  const add = (key: string, value: unknown): void => {
    Object.defineProperty(error, key, { value, configurable: true, writable: true });
  };
  if (error.name !== name) add('name', name);
  if (stack !== undefined) add('stack', stack);
  if (cause) add('cause', fromPosted(cause));
  if (errors) add('errors', errors.map(fromPosted));
  return Object.assign(error, fields);
}

/** Whether a value is an error, of any realm. */
function isError(value: unknown): value is Error {
  // a DOMException has another tag in browsers
  return value instanceof Error || /^\[object (Error|DOMException)\]$/.test(Object.prototype.toString.call(value));
}

/** The value if it can be posted, else what it is, in words. */
function cloneable(value: unknown): unknown {
  if (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol') return value;
  try {
    return structuredClone(value);
  } catch {
    return describe(value);
  }
}
