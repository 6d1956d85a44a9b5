import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { headingsOf, PAGES, proseOf, textOf } from '../support/pages.js';
import { anchorsOf } from '../support/slugs.js';

const pages = [...PAGES, 'CHANGELOG.md', 'SECURITY.md'];

/** Folders of docs/ whose pages are generated: links into them are checked with the built site. */
const GENERATED = /^docs\/(reference|proof\/generated)\//;

/** What is wrong about a link, or undefined. */
function faultOf(page: string, link: string): string | undefined {
  const [path, anchor] = link.split('#');
  const target = path ? posix.join(posix.dirname(page), decodeURI(path)) : page;
  if (target.startsWith('..')) return 'leaves the repository';
  if (GENERATED.test(target)) return;
  if (!existsSync(target)) return `no file ${target}`;
  if (statSync(target).isDirectory()) return target.startsWith('docs/') ? 'a folder: link to a file' : undefined;
  if (!anchor) return;
  const { github, site } = anchorsOf(headingsOf(textOf(target)).map(({ heading }) => heading));
  if (!github.includes(anchor)) return `no heading #${anchor} on GitHub; there are ${github.join(', ')}`;
  // pages outside of docs/ are no pages of the site
  if (target.startsWith('docs/') && !site.includes(anchor)) return `the site makes other anchors: ${site.join(', ')}`;
}

test.each(pages)('%s links to files and headings that are there', (page) => {
  const links = [...proseOf(textOf(page)).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)[^)]*\)/g)].map(([, link]) => link);
  const faults = links.flatMap((link) => faultOf(page, link) ?? []);
  expect(faults).toEqual([]);
});

test('there are links', () => {
  const count = pages.flatMap((page) => [...textOf(page).matchAll(/\]\((?!https?:)/g)]).length;
  expect(count).toBeGreaterThan(60);
});

test('a link to nothing, to no heading and out of the repository are faults', () => {
  expect(faultOf('docs/internals/README.md', 'none.md')).toMatch('no file docs/internals/none.md');
  expect(faultOf('README.md', 'CONTRIBUTING.md#none')).toMatch('no heading #none');
  expect(faultOf('README.md', '../x.md')).toMatch('leaves');
  expect(faultOf('README.md', 'CONTRIBUTING.md#tests')).toBeUndefined();
});

test('the index of internals has a line for each page, and the package has the pages', () => {
  const index = readFileSync('docs/internals/README.md', 'utf8');
  const listed = [...index.matchAll(/^- \[[^\]]+\]\(([^)]+)\): .+\.$/gm)].map(([, path]) => path);
  const there = readdirSync('docs/internals').filter((path) => path !== 'README.md');
  expect(listed.length).toBeGreaterThan(10);
  expect(listed.sort()).toEqual(there.sort());
});

test('each decision of internals has a date below its heading, and a choice', () => {
  for (const page of readdirSync('docs/internals').filter((path) => path !== 'README.md')) {
    const decisions = readFileSync(`docs/internals/${page}`, 'utf8').split(/^## /m).slice(1);
    const shapeless = decisions.filter(
      (each) => !/^.+\n\n\*20\d\d-\d\d-\d\d.*\*\n[\s\S]*^\*\*Choice\.\*\*/m.test(each),
    );
    expect(shapeless.map((each) => `${page}: ${each.split('\n')[0]}`)).toEqual([]);
    expect(decisions.length).toBeGreaterThan(1);
  }
});
