/** A fresh seed, 53 bits from the platform. */
export function freshSeed(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return (high >>> 11) * 4294967296 + low;
}
