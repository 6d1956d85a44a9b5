// The workflows: what they run is there, and what a release relies on is in it.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { differences, hashesOf } from '../../scripts/reproduce.mjs';
import { folder } from '../support/cli.js';

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly needs?: string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: unknown;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const HOME = '.github/workflows';
const files = readdirSync(HOME);
const workflow = (file: string): Workflow => parse(readFileSync(`${HOME}/${file}`, 'utf8'));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const runs = ({ steps }: Job): string => steps.flatMap(({ run }) => run ?? []).join('\n');

it.each(files)('%s runs scripts that are there, with few rights and a limit of time', (file) => {
  const { on, permissions, jobs } = workflow(file);
  expect(Object.keys(on).length).toBeGreaterThan(0);
  expect(permissions).toEqual({ contents: 'read' });
  for (const [name, job] of Object.entries(jobs)) {
    expect([name, job['timeout-minutes']]).toEqual([name, expect.any(Number)]);
    if (job.needs) expect(jobs).toHaveProperty(job.needs);
    for (const step of job.steps) {
      expect(Number(step.run !== undefined) + Number(step.uses !== undefined)).toBe(1);
      if (step.uses) expect(step.uses).toMatch(/^actions\/[\w-]+@v\d+$/);
    }
    const text = runs(job);
    for (const [, script] of text.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty([script]);
    for (const [, path] of text.matchAll(/node (\S+\.mjs)/g)) expect([path, existsSync(path)]).toEqual([path, true]);
    // no text that others write is put into a shell's line
    expect(text).not.toMatch(/\$\{\{ *github\.(event|head_ref|ref)/);
  }
});

it('a release is tested, checked, built twice, and published by a trusted workflow', () => {
  const { on, jobs } = workflow('release.yml');
  expect(on).toEqual({ push: { tags: ['v*'] } });
  expect(runs(jobs.test)).toMatch(/^node scripts\/release-check\.mjs\nnpm run test:all$/);
  const { publish } = jobs;
  expect(publish.needs).toBe('test');
  expect(publish.permissions).toEqual({ contents: 'write', 'id-token': 'write' });
  const commands = publish.steps.map(({ run = '' }) => run).filter((run) => run !== '');
  const order = ['npm ci', 'release-check', 'reproduce', 'release-notes', 'npm pack', 'npm publish', 'gh release'];
  expect(commands.map((command) => order.findIndex((part) => command.includes(part)))).toEqual([...order.keys()]);
  expect(commands[5]).toMatch(/--provenance --access public$/);
  // Node 24 has npm 11.5.1 or later
  const setup = publish.steps.find(({ uses }) => uses?.startsWith('actions/setup-node'));
  expect(setup?.with?.['node-version']).toBeGreaterThanOrEqual(24);
});

it('the site is built for pull requests, and published of the main branch alone', () => {
  const { on, jobs } = workflow('site.yml');
  expect(on).toMatchObject({ push: { branches: ['main'] } });
  expect(on).toHaveProperty('pull_request');
  expect(runs(jobs.build)).toMatch(/^npm run docs -- --base /);
  const upload = jobs.build.steps.find(({ uses }) => uses?.startsWith('actions/upload-pages-artifact'));
  expect(upload?.with?.path).toBe(/SITE = '(.*)'/.exec(readFileSync('scripts/docs.mjs', 'utf8'))?.[1]);
  expect(jobs.publish).toMatchObject({ needs: 'build', permissions: { pages: 'write', 'id-token': 'write' } });
  expect(jobs.publish).toHaveProperty('if', "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'");
});

it('two builds are compared file by file', () => {
  const root = folder({ 'a/index.js': '1', 'a/types/x.d.ts': '2', 'b/index.js': '1', 'b/types/x.d.ts': '2' });
  const within = (name: string) =>
    new Map([...hashesOf(`${root}/${name}`)].map(([path, hash]) => [path.slice(root.length + 3), hash]));
  expect([...within('a').keys()]).toEqual(['index.js', 'types/x.d.ts']);
  expect(within('a').get('index.js')).toBe('6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b');
  expect(differences(within('a'), within('b'))).toEqual([]);
  mkdirSync(`${root}/b/more`);
  writeFileSync(`${root}/b/more/y.js`, '');
  writeFileSync(`${root}/b/index.js`, '3');
  expect(differences(within('a'), within('b'))).toEqual(['index.js', 'more/y.js']);
});
