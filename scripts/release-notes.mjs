// node scripts/release-notes.mjs v1.2.3: prints the changelog's section of a version, which becomes the notes of the
// release on GitHub.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { sectionOf } from './changelog.mjs';

/**
 * The text below the heading of a version.
 * @throws {Error} The tag is not that of `version`, or the changelog has no text for it.
 */
export function releaseNotes(tag, version, changelog) {
  if (tag !== `v${version}`) throw new Error(`the tag must be v${version}, as package.json has it, got ${tag}`);
  return sectionOf(changelog, version).notes;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    process.stdout.write(releaseNotes(process.argv[2], version, readFileSync('CHANGELOG.md', 'utf8')));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
