// node scripts/release-check.mjs: what has to be filled in before npm publish, one line each. npm runs it as
// prepublishOnly, and the release workflow as a step.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { NO_DATE, sectionOf } from './changelog.mjs';
import { stamped } from './stamp.mjs';

/** What stands for the owner of the repository until it has one. */
export const PLACEHOLDER = /\bOWNER\b/;

/** The fields of package.json that name the repository. */
const ADDRESSES = ['repository', 'homepage', 'bugs'];

/**
 * What is not ready for a release.
 * @param read Reads a file of the repository.
 * @param git Whose answers `changes` (git status) and `tags` (of the commit) are.
 */
export function problemsOf(read, { changes, tags }) {
  const manifest = JSON.parse(read('package.json'));
  const problems = [];
  const empty = ADDRESSES.filter((field) => !manifest[field] || PLACEHOLDER.test(JSON.stringify(manifest[field])));
  if (empty.length) {
    problems.push(`package.json: replace OWNER in ${empty.join(', ')} by the repository's owner, then npm run stamp`);
  }
  try {
    if (sectionOf(read('CHANGELOG.md'), manifest.version).date === undefined) {
      problems.push(`CHANGELOG.md: replace ${NO_DATE} by the date of ${manifest.version}, then npm run stamp`);
    }
    const old = Object.entries(stamped(read)).flatMap(([path, text]) => (read(path) === text ? [] : [path]));
    if (old.length) problems.push(`${old.join(', ')}: not what package.json and CHANGELOG.md say; npm run stamp`);
  } catch (error) {
    problems.push(error.message);
  }
  if (changes.length) problems.push(`commit or remove ${changes.length} changed files first, such as ${changes[0]}`);
  if (!tags.includes(`v${manifest.version}`)) {
    const got = tags.length ? tags.join(', ') : 'none';
    problems.push(`the commit must have the tag v${manifest.version}, as package.json has the version; it has ${got}`);
  }
  return problems;
}

/** The lines that git prints. */
function git(...args) {
  const lines = execFileSync('git', args, { encoding: 'utf8' }).split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const state = { changes: git('status', '--porcelain'), tags: git('tag', '--points-at', 'HEAD') };
  const problems = problemsOf((path) => readFileSync(path, 'utf8'), state);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length ? 1 : 0;
}
