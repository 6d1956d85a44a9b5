import { base64 } from './binary.js';

/** The kernels as WebAssembly, the very bytes that the library compiles: a copy of one's own at each call. */
export function binary(): Uint8Array<ArrayBuffer> {
  const decoded = atob(base64);
  const bytes = new Uint8Array(decoded.length);
  // a callback a byte would take four times as long: 2 ms of a start
  for (let i = 0; i < bytes.length; i++) bytes[i] = decoded.charCodeAt(i);
  return bytes;
}
