// What a release needs: one version, one address of the repository, a date, and notes.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sectionOf } from '../../scripts/changelog.mjs';
import { PLACEHOLDER, problemsOf } from '../../scripts/release-check.mjs';
import { releaseNotes } from '../../scripts/release-notes.mjs';
import { citationOf, repositoryOf, stamped } from '../../scripts/stamp.mjs';
import { cli } from '../support/cli.js';

const read = (path: string): string => readFileSync(path, 'utf8');
const manifest = JSON.parse(read('package.json'));

/** The text files that git has, and new ones. */
const texts = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => /\.(md|ya?ml|cff|json|m?[jt]sx?|html)$/.test(path) && !/^test\/vectors\//.test(path));

const CHANGELOG = `# Changelog

## [1.10.0] - 2027-01-02

- Ten.

### Fixed

- A bug.

## [1.2.0] - YYYY-MM-DD

- Two.

## [1.1.0] - 2026-02-30

- One.

## [1.0.0] - 2026-12-01
`;

describe('the section of a version', () => {
  it('is the text below its heading, up to the next one', () => {
    expect(sectionOf(CHANGELOG, '1.10.0')).toEqual({ date: '2027-01-02', notes: '- Ten.\n\n### Fixed\n\n- A bug.\n' });
    expect(releaseNotes('v1.10.0', '1.10.0', CHANGELOG)).toBe('- Ten.\n\n### Fixed\n\n- A bug.\n');
    expect(sectionOf(CHANGELOG, '1.2.0')).toEqual({ date: undefined, notes: '- Two.\n' });
  });

  it.each([
    ['1.1.0', 'CHANGELOG.md: 1.1.0 has the date 2026-02-30'],
    ['1.0.0', 'CHANGELOG.md has no section “## [1.0.0] - YYYY-MM-DD” with text'],
    ['1.1.1', 'CHANGELOG.md has no section “## [1.1.1] - YYYY-MM-DD” with text'],
    ['1.10', 'CHANGELOG.md has no section “## [1.10] - YYYY-MM-DD” with text'],
  ])('of %s is refused', (version, message) => {
    expect(() => sectionOf(CHANGELOG, version)).toThrow(message);
  });

  it.each([
    ['v1.1.0', 'the tag must be v1.10.0, as package.json has it, got v1.1.0'],
    ['1.10.0', 'the tag must be v1.10.0, as package.json has it, got 1.10.0'],
    [undefined, 'the tag must be v1.10.0, as package.json has it, got undefined'],
  ])('has no notes for the tag %s', (tag, message) => {
    expect(() => releaseNotes(tag, '1.10.0', CHANGELOG)).toThrow(message);
  });
});

describe('this repository', () => {
  it('has one version: in package.json, and in what repeats it', () => {
    for (const [path, text] of Object.entries(stamped(read))) expect([path, read(path)]).toEqual([path, text]);
    expect(sectionOf(read('CHANGELOG.md'), manifest.version).notes).toMatch(/^### /m);
    expect(cli(['--version']).stdout).toBe(`${manifest.version}\n`);
    expect(cli(['-V']).stdout).toBe(`${manifest.version}\n`);
  });

  it('names that version or its major where pages load it from a CDN', () => {
    const [major] = manifest.version.split('.');
    const named = texts
      .filter((path) => /^(README|docs|examples)/.test(path))
      .flatMap((path) => [...read(path).matchAll(/\bloaded-dice@([\w.^~-]+)/g)].map(([, version]) => version));
    expect(named.filter((version) => ![manifest.version, major].includes(version))).toEqual([]);
  });

  it('has its address in package.json, and in CITATION.cff by npm run stamp', () => {
    const repository = repositoryOf(manifest);
    const [, owner] = /^https:\/\/github\.com\/([\w-]+)\/loaded-dice$/.exec(repository) ?? [];
    expect(owner).toBeDefined();
    expect(manifest.repository).toEqual({ type: 'git', url: `git+${repository}.git` });
    expect(manifest.bugs).toBe(`${repository}/issues`);
    expect(manifest.homepage).toMatch(/^https:\/\/[\w.-]+\/(loaded-dice\/)?$/);
    const address = /github\.com\/[\w-]+\/loaded-dice|[\w-]+\.github\.io\/loaded-dice/;
    const naming = texts.filter((path) => address.test(read(path)) && !/^(test|scripts)\//.test(path));
    expect(naming.sort()).toEqual(['CITATION.cff', 'package.json']);
  });
});

describe('CITATION.cff', () => {
  const cited = (changelog: string, version: string) =>
    parse(citationOf(read('CITATION.cff'), { ...manifest, version }, changelog));
  // what version 1.2.0 of the Citation File Format asks for, of the fields that are here
  const text = { type: 'string', minLength: 1 };
  const url = { type: 'string', pattern: '^(https|http|ftp|sftp)://.+' };
  const day = { type: 'string', pattern: '^[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$' };
  const schema = {
    type: 'object',
    additionalProperties: false,
    required: ['cff-version', 'message', 'title', 'authors'],
    properties: {
      ...{ 'cff-version': { const: '1.2.0' }, message: text, title: text, abstract: text, version: text },
      ...{ type: { enum: ['software', 'dataset'] }, license: { const: manifest.license }, 'date-released': day },
      ...{ 'repository-code': url, url, keywords: { type: 'array', items: text, minItems: 1, uniqueItems: true } },
      authors: { type: 'array', minItems: 1, items: { required: ['name'], properties: { name: text } } },
    },
  };
  const valid = new Ajv({ strict: false }).compile(schema);

  it('is valid, and complete', () => {
    const citation = parse(read('CITATION.cff'));
    expect([valid(citation), valid.errors]).toEqual([true, null]);
    const { version, license } = manifest;
    expect(citation).toMatchObject({ title: manifest.name, type: 'software', version, license });
    expect(citation['repository-code']).toBe(repositoryOf(manifest));
    expect(citation.url).toBe(manifest.homepage);
  });

  it('gets the date of the release, and none before', () => {
    const released = cited(CHANGELOG, '1.10.0');
    expect(released).toMatchObject({ version: '1.10.0', 'date-released': '2027-01-02' });
    expect([valid(released), valid.errors]).toEqual([true, null]);
    expect(cited(CHANGELOG, '1.2.0')).not.toHaveProperty('date-released');
    // a second stamp changes nothing
    const once = citationOf(read('CITATION.cff'), { ...manifest, version: '1.10.0' }, CHANGELOG);
    expect(citationOf(once, { ...manifest, version: '1.10.0' }, CHANGELOG)).toBe(once);
    const next = citationOf(once, { ...manifest, version: '1.2.0' }, CHANGELOG);
    expect(next).not.toContain('2027-01-02');
  });
});

describe('before npm publish', () => {
  const [, owner] = /com\/([\w-]+)\//.exec(manifest.repository.url) ?? [];
  const dated = read('CHANGELOG.md').replace(/^(## \[[\d.]+\] - ).*$/m, (_, heading) => `${heading}2026-12-01`);
  /** The files of this repository as they are when all is filled in, except for some. */
  function files(changed: Readonly<Record<string, string>> = {}) {
    const filled = (text: string) => text.replaceAll(owner as string, 'somebody');
    const base: Record<string, string> = { 'package.json': filled(read('package.json')), 'CHANGELOG.md': dated };
    const before = (path: string) => ({ ...base, ...changed })[path] ?? read(path);
    const stamps = stamped((path: string) => ({ ...base, 'package.json': before('package.json') })[path] ?? read(path));
    return (path: string) => changed[path] ?? { ...base, ...stamps }[path] ?? read(path);
  }
  const ready = { changes: [], tags: [`v${manifest.version}`] };
  const tag = `the commit must have the tag v${manifest.version}, as package.json has the version; it has`;

  it('all is filled in, committed and tagged', () => {
    expect(problemsOf(files(), ready)).toEqual([]);
  });

  it.each([
    ['no tag', {}, { ...ready, tags: [] }, `${tag} none`],
    ['another tag', {}, { ...ready, tags: ['v9.0.0'] }, `${tag} v9.0.0`],
    ['changes', {}, { ...ready, changes: ['M a', '?? b'] }, 'commit or remove 2 changed files first, such as M a'],
    [
      'no date',
      { 'CHANGELOG.md': dated.replace('2026-12-01', 'YYYY-MM-DD') },
      ready,
      `CHANGELOG.md: replace YYYY-MM-DD by the date of ${manifest.version}, then npm run stamp`,
    ],
    [
      'a citation of another version',
      { 'CITATION.cff': files()('CITATION.cff').replace(/^version: .*$/m, 'version: 0.0.1') },
      ready,
      'CITATION.cff: not what package.json and CHANGELOG.md say; npm run stamp',
    ],
    [
      'no section',
      { 'CHANGELOG.md': '# Changelog\n' },
      ready,
      `CHANGELOG.md has no section “## [${manifest.version}] - YYYY-MM-DD” with text`,
    ],
  ])('%s is refused in one line', (what, changed, state, message) => {
    const problems = problemsOf(files(changed), state);
    expect(problems[0]).toBe(message);
    // without a date, the citation has one that is no longer the changelog's
    expect(problems).toHaveLength(what === 'no date' ? 2 : 1);
    expect(problems.every((problem) => !problem.includes('\n'))).toBe(true);
  });

  it.each([['repository'], ['homepage'], ['bugs']])('OWNER in %s is refused in one line', (field) => {
    const filled = JSON.parse(files()('package.json'));
    const value = JSON.parse(JSON.stringify(filled[field]).replaceAll('somebody', 'OWNER'));
    const own = files({ 'package.json': JSON.stringify({ ...filled, [field]: value }) });
    expect(problemsOf(own, ready)).toContain(
      `package.json: replace OWNER in ${field} by the repository's owner, then npm run stamp`,
    );
  });

  it.each([
    [undefined, 'none'],
    ['github:a/b', '"github:a/b"'],
  ])('a repository %j is refused by name', (repository, got) => {
    const filled = JSON.parse(files()('package.json'));
    const manifest = JSON.stringify({ ...filled, repository });
    expect(problemsOf((path) => (path === 'package.json' ? manifest : files()(path)), ready)).toContain(
      `package.json: repository must be { type, url } with an address, got ${got}`,
    );
  });

  it('npm runs that check', () => {
    expect(manifest.scripts.prepublishOnly).toBe('node scripts/release-check.mjs');
    // the placeholder is what package.json has until it is filled in
    expect(PLACEHOLDER.test(manifest.repository.url)).toBe(owner === 'OWNER');
  });
});
