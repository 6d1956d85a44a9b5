// The logs of runs: a line of JSON, what the programs printed, and another line of JSON.

/** Where logs are, one for each run. */
export const FOLDER = 'build/batteries';

/** What is known before a run. */
export interface Header {
  battery: string;
  stream: string;
  seed: number;
  /** The test that is repeated, and the seed of the run in which it was suspicious. */
  again?: { test: string; of: number };
  /** The commit that is checked out. */
  commit?: string | undefined;
  started: string;
  node: string;
  machine: string;
}

export interface Log extends Header {
  text: string;
  seconds: number;
}

export function nameOf({
  battery,
  stream,
  seed,
  again,
}: Pick<Header, 'battery' | 'stream' | 'seed' | 'again'>): string {
  const test = again && `-again-${again.of}-${again.test.replace(/\W+/g, '-')}`;
  return `${battery}-${stream}-${seed}${test ?? ''}.log`;
}

/** Reads the text of a log. Undefined if its run has failed or was interrupted. */
export function parseLog(text: string): Log | undefined {
  const lines = text.trimEnd().split('\n');
  const [first, last] = [lines[0], lines.at(-1) ?? ''];
  if (!first.startsWith('# {') || !last.startsWith('# {') || lines.length < 2) return undefined;
  const { status, seconds } = JSON.parse(last.slice(2));
  if (status !== 0) return undefined;
  return { ...JSON.parse(first.slice(2)), text: lines.slice(1, -1).join('\n'), seconds: Number(seconds) };
}
