import type { BalanceOptions } from '../balance/balance.js';
import type { Workers } from '../worker/run-jobs.js';

export interface ReportOptions extends BalanceOptions {
  /** The last epoch of the forecast of unseen rows. Default: as many as matter. */
  epochs?: number;
  /** Simulated runs. Default: up to 1,000. */
  trials?: number;
  /** Machines that simulate; undefined for this one alone. */
  workers?: Workers | undefined;
}
