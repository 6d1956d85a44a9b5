import { isPlain } from '../../internal/check.js';

/** A value to post, and what moves to the other thread with it. */
export interface Packed {
  readonly value: unknown;
  readonly moved: Transferable[];
}

/** Objects that can only move. A copy of one does not exist. */
const ONLY_MOVE = /^\[object (MessagePort|OffscreenCanvas|ReadableStream|WritableStream|TransformStream)\]$/;
/** Objects that can be copied, at the cost of their memory. */
const MAY_MOVE = /^\[object (ImageBitmap|VideoFrame|AudioData)\]$/;

/** All buffers that items hold. The data set may keep them. */
export function buffersOf(items: unknown): ReadonlySet<ArrayBufferLike> {
  const packer = new Packer(undefined);
  packer.visit(items, items);
  return packer.buffers;
}

/**
 * Prepares a batch for another thread. A buffer that `free` allows moves there, if a view shows all of it, and if no
 * two of `items` share it. Of all other buffers, the part that a view shows is copied here, and the copy moves. So the
 * thread that gets the batch copies nothing. Without this, a view of a few bytes is posted with all of its buffer.
 */
export function pack(value: unknown, items: readonly unknown[], free: (buffer: ArrayBufferLike) => boolean): Packed {
  const packer = new Packer(free);
  // the items of a batch that was not collated
  const packed = value === items ? items.map((item) => packer.visit(item, {})) : packer.visit(value, value);
  return { value: packed, moved: [...packer.moved] };
}

class Packer {
  readonly #seen = new Map<object, unknown>();
  /** For each buffer that moves: whose it is. */
  readonly #owners = new Map<ArrayBufferLike, unknown>();
  readonly buffers = new Set<ArrayBufferLike>();
  readonly moved = new Set<Transferable>();

  /** @param free Which buffers may move. Undefined only looks for buffers. */
  constructor(private readonly free: ((buffer: ArrayBufferLike) => boolean) | undefined) {}

  /** The value, with copies for the buffers that stay here. */
  visit(value: unknown, owner: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (ArrayBuffer.isView(value)) return this.#view(value as Uint8Array, owner);
    if (this.#seen.has(value)) return this.#seen.get(value);
    if (Array.isArray(value)) {
      const copy: unknown[] = new Array(value.length);
      this.#seen.set(value, copy);
      for (let i = 0; i < value.length; i++) if (i in value) copy[i] = this.visit(value[i], owner);
      return copy;
    }
    const tag = Object.prototype.toString.call(value);
    if (tag === '[object ArrayBuffer]') return this.#whole(value as ArrayBuffer, owner);
    if (tag === '[object Map]') {
      const copy = new Map();
      this.#seen.set(value, copy);
      for (const [key, each] of value as Map<unknown, unknown>)
        copy.set(this.visit(key, owner), this.visit(each, owner));
      return copy;
    }
    if (tag === '[object Set]') {
      const copy = new Set();
      this.#seen.set(value, copy);
      for (const each of value as Set<unknown>) copy.add(this.visit(each, owner));
      return copy;
    }
    if (ONLY_MOVE.test(tag) || (MAY_MOVE.test(tag) && this.free?.(value as ArrayBuffer))) {
      this.moved.add(value as Transferable);
      return value;
    }
    if (tag !== '[object Object]' || !isPlain(value)) return value;
    const copy: Record<string, unknown> = {};
    this.#seen.set(value, copy);
    for (const key of Object.keys(value)) {
      const each = this.visit((value as Record<string, unknown>)[key], owner);
      // as structuredClone does: a field named __proto__ is a field
      Object.defineProperty(copy, key, { value: each, configurable: true, enumerable: true, writable: true });
    }
    return copy;
  }

  #whole(buffer: ArrayBuffer, owner: unknown): ArrayBuffer {
    this.buffers.add(buffer);
    if (!this.free || this.#moves(buffer, owner)) return buffer;
    const known = this.#seen.get(buffer) as ArrayBuffer | undefined;
    if (known) return known;
    const copy = buffer.slice(0);
    this.#seen.set(buffer, copy);
    this.moved.add(copy);
    return copy;
  }

  #view(view: Uint8Array, owner: unknown): ArrayBufferView {
    const { buffer, byteOffset, byteLength } = view;
    this.buffers.add(buffer);
    // a SharedArrayBuffer is never copied
    if (!this.free || !/^\[object ArrayBuffer\]$/.test(Object.prototype.toString.call(buffer))) return view;
    if (byteLength === buffer.byteLength && this.#moves(buffer as ArrayBuffer, owner)) return view;
    const known = this.#seen.get(view) as ArrayBufferView | undefined;
    if (known) return known;
    const bytes = (buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength);
    // the platform's class: a Buffer and a subclass have other constructors
    const kinds = globalThis as unknown as Record<string, typeof Uint8Array>;
    const copy = new kinds[view[Symbol.toStringTag] ?? 'DataView'](bytes);
    this.#seen.set(view, copy);
    this.moved.add(bytes);
    return copy;
  }

  /** Whether a buffer moves. A second owner stops it: then each has a copy. */
  #moves(buffer: ArrayBuffer, owner: unknown): boolean {
    if (!this.free?.(buffer)) return false;
    if (!this.#owners.has(buffer)) {
      this.#owners.set(buffer, owner);
      this.moved.add(buffer);
    }
    if (this.#owners.get(buffer) === owner) return this.moved.has(buffer);
    // the first owner's is copied as it is posted
    this.moved.delete(buffer);
    return false;
  }
}
