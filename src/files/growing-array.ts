/** A typed array that grows as it is filled. */
export class GrowingArray<T extends Int32Array | Float64Array> {
  #array: T;
  #length = 0;

  constructor(private readonly make: (length: number) => T) {
    this.#array = make(1024);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#array.length) {
      const larger = this.make(2 * this.#length);
      larger.set(this.#array);
      this.#array = larger;
    }
    this.#array[this.#length++] = value;
  }

  /** The values so far. */
  values(): T {
    return this.#array.subarray(0, this.#length) as T;
  }
}
