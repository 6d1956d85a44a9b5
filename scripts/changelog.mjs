// Reads CHANGELOG.md, whose sections have headings such as `## [1.2.3] - 2026-12-01`.

/** What stands for the date of a version that is not released yet. */
export const NO_DATE = 'YYYY-MM-DD';

const HEADING = /^\[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d|YYYY-MM-DD)$/;

/** Whether a text such as 2026-02-30 is a day of the calendar. */
function isDay(date) {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

/**
 * The section of a version: its date, or undefined while that is to be filled in, and the text below the heading.
 * @throws {Error} There is no such section, it has no text, or its date is not a day.
 */
export function sectionOf(changelog, version) {
  for (const section of changelog.split(/^## /m).slice(1)) {
    const [heading, ...lines] = section.split('\n');
    const [, named, date] = HEADING.exec(heading.trim()) ?? [];
    if (named !== version) continue;
    if (date !== NO_DATE && !isDay(date)) throw new Error(`CHANGELOG.md: ${version} has the date ${date}`);
    const notes = lines.join('\n').trim();
    if (notes === '') break;
    return { date: date === NO_DATE ? undefined : date, notes: `${notes}\n` };
  }
  throw new Error(`CHANGELOG.md has no section “## [${version}] - ${NO_DATE}” with text`);
}
