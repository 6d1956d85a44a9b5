// node scripts/release-notes.mjs v1.2.3: prints the changelog's section of a version, which becomes the notes of the
// release on GitHub.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * The text below the heading of a version, such as `## 1.2.3` or `## 1.2.3 (2026-12-01)`.
 * @throws {Error} The tag or the citation is not that of `version`, or the changelog has no text for it.
 */
export function releaseNotes(tag, version, changelog, citation) {
  if (tag !== `v${version}`) throw new Error(`the tag must be v${version}, as package.json has it, got ${tag}`);
  const cited = /^version: *(.*?) *$/m.exec(citation)?.[1];
  if (cited !== version) {
    throw new Error(`version in CITATION.cff must be ${version}, as package.json has it, got ${cited}`);
  }
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/\s/, 1)[0] === version);
  const notes = section?.slice(section.indexOf('\n')).trim();
  if (!notes) throw new Error(`CHANGELOG.md has no section “## ${version}” with text`);
  return `${notes}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const [changelog, citation] = ['CHANGELOG.md', 'CITATION.cff'].map((path) => readFileSync(path, 'utf8'));
    process.stdout.write(releaseNotes(process.argv[2], version, changelog, citation));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
