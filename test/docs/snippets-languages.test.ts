// Each block names its language, and each language has a test. The languages that are only read are tested here;
// snippets-node, snippets-commands and test/browser/snippets-page run the others.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Dialect, parse } from '@polyglot-sql/sdk';
import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { blocksOf, PAGES, textOf } from '../support/pages.js';
import { nameOf } from '../support/snippets.js';

const blocks = PAGES.flatMap((page) => blocksOf(page));
const of = (...languages: string[]) =>
  blocks.filter(({ language }) => languages.includes(language)).map((block) => [nameOf(block), block] as const);

const RUN = ['js', 'ts', 'jsx', 'tsx', 'html', 'sh'];
const READ = ['json', 'csv', 'sql', 'python'];
/** output, and what no program here reads: configuration of servers, files of a folder */
const TEXT = ['text', 'nginx'];

/** What is wrong about the language of blocks. */
function faultsOf(page: string, text: string): string[] {
  const unknown = blocksOf(page, text).filter(({ language }) => ![...RUN, ...READ, ...TEXT].includes(language));
  return unknown.map((block) => `${nameOf(block)}: ${block.language || 'no language'}`);
}

test.each(PAGES)('each block of %s has a language that is tested', (page) => {
  expect(faultsOf(page, textOf(page))).toEqual([]);
});

test('a block without a language, and one of an unknown language, are faults', () => {
  expect(faultsOf('x.md', '```\na\n```\n\n```js\n```\n\n- b\n\n  ```javascript\n  c\n  ```\n')).toEqual([
    'x.md:2: no language',
    'x.md:11: javascript',
  ]);
});

test.each(of('json'))('JSON: %s', (_, { code }) => {
  expect(JSON.parse(code)).toBeDefined();
});

test.each(of('csv'))('CSV: %s', (_, { code }) => {
  expect(parseCsv(code, { columns: true }).length).toBeGreaterThan(0);
});

test.each(of('sql'))('SQL: %s', (_, { code }) => {
  const { success, error } = parse(code, Dialect.DuckDB);
  expect([success, error]).toEqual([true, undefined]);
});

const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);

test.skipIf(!python).each(of('python'))('Python: %s', (_, { code }) => {
  const read = spawnSync(python as string, ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], { input: code });
  expect([read.status, String(read.stderr)]).toEqual([0, '']);
});

describe('TypeScript', () => {
  const typed = of('ts', 'tsx');

  test.runIf(typed.length > 0)('has the types that it says', () => {
    const folder = 'build/snippets/types';
    rmSync(folder, { recursive: true, force: true });
    for (const [name, { code, file, page, language }] of typed) {
      const path = join(folder, page.replace(/\W+/g, '-'), file ?? `${name.replace(/\W+/g, '-')}.${language}`);
      mkdirSync(dirname(path), { recursive: true });
      // each block is a module of its own, also without an import
      writeFileSync(path, `${code}\nexport {};\n`);
    }
    const compilerOptions = { rootDir: '../../..', jsx: 'react-jsx', noUnusedLocals: false, noUnusedParameters: false };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../../tsconfig.json', compilerOptions, include: ['.'] }),
    );
    const { status, stdout } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, '']);
  });
});
