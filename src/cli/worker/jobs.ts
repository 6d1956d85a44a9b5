import { createHash } from 'node:crypto';
import type { JobsOptions } from 'bullmq';

// Jobs are pure: a result is a function of the plan and the job. So they can be run twice, by any worker, and a result
// that is there already is taken as it is.
//
// BullMQ holds the jobs. Results are not its return values, which would also go through the stream of its events. They
// are in one hash a plan, where a result is a field that is named after its job.

/** What workers can do. */
export const KINDS = ['measure', 'sample', 'trials'] as const;
export type Kind = (typeof KINDS)[number];

/** A job of a plan. */
export interface PlannedJob {
  /** What the job does, beside what all jobs of the plan share: a JSON value. */
  readonly payload: unknown;
  /** Names the job in messages: "part 3 of 64 (data/b.parquet)". */
  readonly name: string;
  /** What the job counts for in rates: rows or trials. */
  readonly size: number;
}

/** Jobs whose results make one whole. */
export interface JobPlan {
  readonly kind: Kind;
  /** The version of the package. Workers of another one refuse the jobs. */
  readonly version: string;
  /** What all jobs share: a JSON value. */
  readonly shared: unknown;
  readonly jobs: readonly PlannedJob[];
}

/** What a job holds in Redis. */
export interface JobData {
  readonly plan: string;
  readonly kind: Kind;
  readonly version: string;
  readonly name: string;
  readonly payload: unknown;
  /** The folder for large results, if there is one. */
  readonly scratch?: string | undefined;
  /** The workers that failed at it. */
  readonly failedOn?: readonly string[] | undefined;
}

/** Where BullMQ keeps the jobs of all plans. Braces keep all keys in one slot of a cluster. */
export const QUEUE = 'jobs';
export const PREFIX = '{loaded-dice}';

/** Redis key of what the jobs of a plan share. */
export const planKey = (plan: string): string => `${PREFIX}:plan:${plan}`;
/** Redis key of the results of a plan: a hash, job to result. */
export const resultsKey = (plan: string): string => `${PREFIX}:results:${plan}`;

/** Seconds that plans and results stay in Redis after the last use, where nobody removes them. */
export const KEPT = 24 * 3600;
/** Times that a job is tried. After that it counts as failed. */
export const ATTEMPTS = 3;
/** Milliseconds between the first failure of a job and its next attempt; twice as many after each further one. */
export const BACK_OFF = 1000;
/** Bytes of the largest result that goes through Redis, and of the largest plan. */
export const MOST_RESULT = 1 << 18;
export const MOST_PLAN = 1 << 23;

export const JOB_OPTIONS: JobsOptions = {
  attempts: ATTEMPTS,
  backoff: { type: 'exponential', delay: BACK_OFF },
  removeOnComplete: true,
  removeOnFail: { age: KEPT },
  stackTraceLimit: 0,
};

function hashOf(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** The id of a plan: a hash of all that its jobs share. @param scratch The folder for large results. */
export function planId({ kind, version, shared }: JobPlan, scratch: string | undefined): string {
  return hashOf(kind, version, shared, scratch ?? null);
}

/** The id of a job: a hash of its plan and its payload. */
export function jobId(plan: string, payload: unknown): string {
  return hashOf(plan, payload);
}
