import type { ItemId } from './id-hash.js';

/** An item that is kept, with its time: the item with the smallest time is drawn first. */
export interface KeptItem<Id extends ItemId> {
  id: Id;
  weight: number;
  time: number;
  /** Its place in the heap. */
  at: number;
}

/** 1 and 1n name one item. */
function keyOf(id: ItemId): ItemId {
  return typeof id === 'bigint' && Number.isSafeInteger(Number(id)) ? Number(id) : id;
}

/** Whether an item is drawn before another. Equal times count by the ids: integers by value, then strings. */
export function isBefore(time: number, id: ItemId, other: KeptItem<ItemId>): boolean {
  if (time !== other.time) return time < other.time;
  const isText = typeof id === 'string';
  return isText === (typeof other.id === 'string') ? id < other.id : !isText;
}

/** The items with the smallest times: a heap with the largest of them at the top. */
export class KeptItems<Id extends ItemId> {
  readonly #heap: KeptItem<Id>[] = [];
  readonly #byId = new Map<ItemId, KeptItem<Id>>();
  /** Items with a larger time are not kept. */
  limit = Infinity;

  constructor(readonly size: number) {}

  /** Offers an item. An item that is kept already counts by its larger weight, which has the smaller time. */
  offer(id: Id, weight: number, time: number): void {
    const heap = this.#heap;
    const key = keyOf(id);
    const known = this.#byId.get(key);
    if (known) {
      // the given form of an id must not depend on the order either
      if (weight === known.weight && typeof id === 'number') known.id = id;
      if (weight <= known.weight) return;
      Object.assign(known, { id, weight, time });
      this.#sink(known);
    } else if (heap.length < this.size) {
      const item = { id, weight, time, at: heap.length };
      heap.push(item);
      this.#byId.set(key, item);
      this.#rise(item);
    } else if (isBefore(time, id, heap[0])) {
      this.#byId.delete(keyOf(heap[0].id));
      const item = { id, weight, time, at: 0 };
      heap[0] = item;
      this.#byId.set(key, item);
      this.#sink(item);
    }
    if (heap.length === this.size) this.limit = heap[0].time;
  }

  addAll(others: KeptItems<Id>): void {
    for (const { id, weight, time } of others.#heap) this.offer(id, weight, time);
  }

  has(id: Id): boolean {
    return this.#byId.has(keyOf(id));
  }

  /** All items, in order of draws. */
  inOrder(): KeptItem<Id>[] {
    return [...this.#heap].sort((a, b) => (isBefore(a.time, a.id, b) ? -1 : 1));
  }

  #place(item: KeptItem<Id>, at: number): void {
    this.#heap[at] = item;
    item.at = at;
  }

  #rise(item: KeptItem<Id>): void {
    while (item.at > 0) {
      const parent = this.#heap[(item.at - 1) >> 1];
      if (!isBefore(parent.time, parent.id, item)) break;
      const { at } = parent;
      this.#place(parent, item.at);
      this.#place(item, at);
    }
  }

  #sink(item: KeptItem<Id>): void {
    const heap = this.#heap;
    for (;;) {
      let child = 2 * item.at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child].time, heap[child].id, heap[child + 1])) child++;
      const later = heap[child];
      if (!isBefore(item.time, item.id, later)) break;
      this.#place(later, item.at);
      this.#place(item, child);
    }
  }
}
