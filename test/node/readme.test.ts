import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
// @ts-expect-error an example is plain JavaScript
import { makePhotos } from '../../examples/image-folder/photos.mjs';
import * as library from '../../src/index.js';
import { cli } from '../support/cli.js';

const readme = readFileSync('README.md', 'utf8');
const scripts = JSON.parse(readFileSync('package.json', 'utf8')).scripts as Record<string, string>;

const guide = readFileSync('docs/start/from-pytorch.md', 'utf8');
const samplers = readFileSync('docs/start/from-javascript.md', 'utf8');
const analysis = readFileSync('docs/guide/forecasts.md', 'utf8');

/** The code blocks of one language. */
function blocks(language: string, text = readme): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code);
}

/** What a block says that it prints: the comments behind console.log, on its line or the lines below it. */
function promised(code: string): string[] {
  const lines = code.split('\n');
  const found: string[] = [];
  for (const [i, line] of lines.entries()) {
    if (!line.includes('console.log(')) continue;
    const behind = line.match(/; \/\/ (.*)$/);
    if (behind) found.push(behind[1]);
    for (let below = i + 1; lines[below]?.startsWith('// '); below++) found.push(lines[below].slice(3));
  }
  return found;
}

// a folder of images, for those blocks that read one
beforeAll(async () => {
  rmSync('build/readme/photos', { recursive: true, force: true });
  await makePhotos('build/readme/photos', 60, 12, 1);
});

describe.each([
  ['README.md', readme, 5],
  ['docs/start/from-pytorch.md', guide, 3],
  ['docs/start/from-javascript.md', samplers, 6],
  ['docs/guide/forecasts.md', analysis, 7],
  ...Object.entries({
    'balance-classes': 8,
    batches: 7,
    games: 2,
    'large-data': 4,
    loading: 7,
    'memory-and-size': 4,
    'replay-buffers': 4,
    resume: 4,
    threads: 3,
    'which-sampler': 9,
    workers: 4,
  }).map(([page, least]): [string, string, number] => {
    const path = `docs/guide/${page}.md`;
    return [path, readFileSync(path, 'utf8'), least];
  }),
])('the JavaScript in %s', (name, text, least) => {
  const code = blocks('js', text);

  test('is there', () => {
    expect(code.length).toBeGreaterThanOrEqual(least);
  });

  test.each(code.map((block, i) => [i + 1, block] as const))('block %i prints what it says', (i, block) => {
    // below the package, so that its own name resolves to it
    mkdirSync('build/readme', { recursive: true });
    const file = `build/readme/${name.replace(/\W/g, '-')}-${i}.mjs`;
    writeFileSync(file, block);
    // what it writes stays there
    const printed = execFileSync(process.execPath, [resolve(file)], { cwd: 'build/readme', encoding: 'utf8' });
    expect(printed.split('\n').slice(0, -1)).toEqual(promised(block));
  });
});

test('npm start prints what the README shows', () => {
  const start = readFileSync('scripts/start.mjs', 'utf8');
  const pets = start.match(/PETS = '(.*)'/)?.[1] ?? '';
  const { stdout } = cli(['balance', ...pets.split(' '), '--batch-size', '16', '--seed', '0']);
  expect(blocks('text')).toContain(stdout);
});

test('the drop table prints what the analysis shows', () => {
  const [command] = blocks('sh', analysis).flatMap(
    (block) => block.match(/^loaded-dice balance .*--weights .*$/m) ?? [],
  );
  const { stdout } = cli(command.split(' ').slice(1));
  expect(blocks('text', analysis)).toContain(stdout);
});

test('the commands that it shows are commands', () => {
  const commands =
    blocks('sh')
      .join('')
      .match(/^loaded-dice (\w+)/gm) ?? [];
  expect(commands.length).toBeGreaterThan(2);
  for (const command of commands) expect(cli([command.split(' ')[1], '--help']).status).toBe(0);
  const options =
    blocks('sh')
      .join('')
      .match(/ --[a-z-]+/g) ?? [];
  const help = ['balance', 'report', 'sample'].map((command) => cli([command, '--help']).stdout).join('');
  for (const option of options) expect(help).toContain(option.trim());
  for (const [, name] of readme.matchAll(/npm run ([\w-]+)/g)) expect(scripts).toHaveProperty([name]);
});

/** A heading's anchor, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

/** Pages by their paths, with a least number of links to other files. */
const pages: [path: string, links: number][] = [
  ['README.md', 4],
  ['CONTRIBUTING.md', 0],
  ['CHANGELOG.md', 0],
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path): [string, number] => [posix.join('docs', path.replaceAll('\\', '/')), 0]),
  ['examples/README.md', 6],
  ['examples/training/README.md', 1],
];

test.each(pages)('%s links to files and headings that are there', (page, least) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link]) => link);
  expect(links.length).toBeGreaterThanOrEqual(least);
  for (const link of links) {
    const [path, anchor] = link.split('#');
    const text = readFileSync(path ? posix.join(posix.dirname(page), path) : page, 'utf8');
    const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading));
    if (anchor) expect(headings).toContain(anchor);
  }
});

test('the index of internals has a line for each page, and the package has the pages', () => {
  const index = readFileSync('docs/internals/README.md', 'utf8');
  const listed = [...index.matchAll(/^- \[[^\]]+\]\(([^)]+)\): .+\.$/gm)].map(([, path]) => path);
  const there = readdirSync('docs/internals').filter((path) => path !== 'README.md');
  expect(listed.length).toBeGreaterThan(10);
  expect(listed.sort()).toEqual(there.sort());
  expect(JSON.parse(readFileSync('package.json', 'utf8')).files).toContain('docs/internals/*.md');
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

test('coming from PyTorch has every class and option that there is', () => {
  for (const name of Object.keys(library)) {
    if (/^(class|encode|sample|Pcg)/.test(name)) continue;
    expect(guide).toContain(name);
  }
  for (const option of ['batchSize', 'shuffle', 'sampler', 'batchSampler', 'dropLast', 'collate', 'prefetch', 'seed']) {
    expect(guide).toMatch(new RegExp(`\\b${option}\\b`));
  }
});
