// What a release on GitHub shows: the changelog's section of the version that the tag names.
import { expect, it } from 'vitest';
import { releaseNotes } from '../../scripts/release-notes.mjs';

const CHANGELOG = `# Changelog

## Unreleased

## 1.10.0 (2027-01-02)

- Ten.

### Fixed

- A bug.

## 1.1.0

- One.
`;

const citing = (version: string) => `cff-version: 1.2.0\ntitle: loaded-dice\nversion: ${version}\nlicense: MIT\n`;

it('is the text below the heading of the version, up to the next one', () => {
  expect(releaseNotes('v1.10.0', '1.10.0', CHANGELOG, citing('1.10.0'))).toBe('- Ten.\n\n### Fixed\n\n- A bug.\n');
  expect(releaseNotes('v1.1.0', '1.1.0', CHANGELOG, citing('1.1.0'))).toBe('- One.\n');
});

it.each([
  ['v1.1.0', '1.1.1', 'the tag must be v1.1.1, as package.json has it, got v1.1.0'],
  ['1.1.0', '1.1.0', 'the tag must be v1.1.0, as package.json has it, got 1.1.0'],
  [undefined, '1.1.0', 'the tag must be v1.1.0, as package.json has it, got undefined'],
  ['v1.1.1', '1.1.1', 'CHANGELOG.md has no section “## 1.1.1” with text'],
  ['v1.1', '1.1', 'CHANGELOG.md has no section “## 1.1” with text'],
  ['vUnreleased', 'Unreleased', 'CHANGELOG.md has no section “## Unreleased” with text'],
])('refuses the tag %s for version %s', (tag, version, message) => {
  expect(() => releaseNotes(tag, version, CHANGELOG, citing(version))).toThrow(message);
});

it('refuses a citation of another version', () => {
  const message = 'version in CITATION.cff must be 1.1.0, as package.json has it, got ';
  expect(() => releaseNotes('v1.1.0', '1.1.0', CHANGELOG, citing('1.0.0'))).toThrow(`${message}1.0.0`);
  expect(() => releaseNotes('v1.1.0', '1.1.0', CHANGELOG, 'cff-version: 1.1.0\n')).toThrow(`${message}undefined`);
});
