import picocolors from 'picocolors';

const { NO_COLOR, FORCE_COLOR, TERM } = process.env;

/** For terminals alone, unless FORCE_COLOR asks for more; none with NO_COLOR (no-color.org). */
export const colors = picocolors.createColors(
  !NO_COLOR && (Boolean(FORCE_COLOR) || (Boolean(process.stdout.isTTY) && TERM !== 'dumb')),
);
