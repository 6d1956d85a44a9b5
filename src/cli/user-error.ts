/** What the user can mend: shown as one line, exit code 2. */
export class UserError extends Error {}

/** The message of what was thrown, on one line. */
export function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ');
}
