/** Throws where two values differ as JSON. The message shows where they begin to differ. */
export function same(what: string, actual: unknown, expected: unknown): void {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(value) ?? 'nothing');
  if (a === b) return;
  let at = 0;
  while (a[at] === b[at] && at < a.length) at++;
  const near = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  throw new Error(`${what}: … ${near(a)} …, expected: … ${near(b)} …`);
}
