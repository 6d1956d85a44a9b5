// npm run stamp: copies the version, the addresses and the date of the release from package.json and CHANGELOG.md into
// the files that repeat them. Tests hold these files to it.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { sectionOf } from './changelog.mjs';

/**
 * The address of the repository in a browser.
 * @throws {Error} package.json has it in another form.
 */
export function repositoryOf({ repository }) {
  if (typeof repository?.url !== 'string') {
    const got = JSON.stringify(repository) ?? 'none';
    throw new Error(`package.json: repository must be { type, url } with an address, got ${got}`);
  }
  return repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
}

/** Sets a top-level field of CITATION.cff, below the field `after` if it is new. Undefined removes it. */
function set(citation, field, value, after) {
  const line = value === undefined ? '' : `${field}: ${value}\n`;
  const there = new RegExp(`^${field}:.*\n`, 'm');
  if (there.test(citation)) return citation.replace(there, () => line);
  return citation.replace(new RegExp(`^${after}:.*\n`, 'm'), (found) => found + line);
}

/** CITATION.cff with what package.json and the changelog say. Before the release it has no date. */
export function citationOf(citation, manifest, changelog) {
  const { date } = sectionOf(changelog, manifest.version);
  let text = set(citation, 'version', manifest.version);
  text = set(text, 'date-released', date && `'${date}'`, 'version');
  text = set(text, 'license', manifest.license);
  text = set(text, 'repository-code', repositoryOf(manifest), 'license');
  return set(text, 'url', manifest.homepage, 'license');
}

/** The bug form with the version as the example of one. */
export function bugFormOf(form, { version }) {
  return form.replace(/^( *label: Version of loaded-dice\n *placeholder: ).*$/m, (_, before) => before + version);
}

/** The lock file with the version of the package itself. */
export function lockOf(lock, { version }) {
  const { packages, ...rest } = JSON.parse(lock);
  const own = { ...packages[''], version };
  return `${JSON.stringify({ ...rest, version, packages: { ...packages, '': own } }, undefined, 2)}\n`;
}

/** The files that repeat something, with what their text should be. */
export function stamped(read = (path) => readFileSync(path, 'utf8')) {
  const manifest = JSON.parse(read('package.json'));
  const form = '.github/ISSUE_TEMPLATE/bug.yml';
  return {
    'CITATION.cff': citationOf(read('CITATION.cff'), manifest, read('CHANGELOG.md')),
    [form]: bugFormOf(read(form), manifest),
    'package-lock.json': lockOf(read('package-lock.json'), manifest),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    for (const [path, text] of Object.entries(stamped())) {
      if (readFileSync(path, 'utf8') === text) continue;
      writeFileSync(path, text);
      console.log(`wrote ${path}`);
    }
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
