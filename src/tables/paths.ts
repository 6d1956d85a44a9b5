import { stat } from 'node:fs/promises';
import type { PlanFile } from './sample-plan.js';

/** Whether a path is an address, such as https:// or s3://. */
export function isRemote(path: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path);
}

/** The size and the time of the last change of a local file; nulls for others. */
export async function stateOf(path: string): Promise<Pick<PlanFile, 'size' | 'modified'>> {
  const state = isRemote(path) ? undefined : await stat(path).catch(() => undefined);
  return { size: state?.size ?? null, modified: state?.mtimeMs ?? null };
}
