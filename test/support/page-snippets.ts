// Code blocks that are pages: served with what they load, opened in Chromium, and used.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright';
import { answerCdns } from './cdn.js';
import { withPage } from './chromium.js';
import type { Block } from './pages.js';
import { ISOLATED, serveProject } from './project-server.js';
import { promised } from './promised.js';
import { serve } from './serve.js';
import { runNode } from './snippets.js';

/** What a page shows and prints at its end. */
export interface Shown {
  readonly printed: readonly string[];
  /** Warnings, errors, failed requests, and addresses that nothing answers. */
  readonly faults: readonly string[];
  readonly text: string;
}

const NEEDS_THREADS = /SamplerPool|SharedArrayBuffer|crossOriginIsolated/;
const BARE = /(?:from|import) ?\(?['"](?![./]|https?:)/;

/** The page around a component, or around a module that renders one. */
function rootPage(folder: string, { language, code }: Block): string {
  const component = `block.${language}`;
  writeFileSync(join(folder, component), code);
  const render = `import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import Shown from './${component}';
createRoot(document.getElementById('root')).render(createElement(StrictMode, null, createElement(Shown)));`;
  const module = code.includes('createRoot(') ? `import './${component}';` : render;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>A block</title>
<div id="root"></div><script type="module">${module}</script></html>`;
}

/** Opens a block's page, from its folder, and uses it until what it promises is there. */
export async function openBlock(
  folder: string,
  block: Block,
  { csv, lines }: { csv: string | undefined; lines: readonly string[] },
): Promise<Shown> {
  const html = block.language === 'html' ? block.code : rootPage(folder, block);
  const headers = NEEDS_THREADS.test(html + block.code) ? ISOLATED : {};
  writeFileSync(join(folder, 'index.html'), html);
  const isProject = block.language !== 'html' || (BARE.test(block.code) && !block.code.includes('"importmap"'));
  const origin = isProject
    ? await serveProject(folder, headers)
    : await serve({ '/': html, '/files/': pathToFileURL(`${resolve(folder)}/`), ...besides(folder) }, headers);

  return withPage(async (page, seen) => {
    const unanswered = await answerCdns(page, origin);
    await page.goto(`${origin}/`);
    if (csv !== undefined) await page.locator('input[type=file]').first().setInputFiles(csv);
    const isDone = async () => {
      const text = await textOf(page);
      return (
        lines.every((line) => text.includes(line)) && printedIn(seen.messages).length >= promised(block.code).length
      );
    };
    const rendered = page.locator('#root > *');
    if (block.language !== 'html') await rendered.first().waitFor();
    if (!(await isDone())) await press(page);
    // such as a column: the text below the block says what one of them gives
    for (const value of await choicesOf(page)) {
      if (await isDone()) break;
      await page.locator('select').first().selectOption(value);
      await page.waitForTimeout(300);
    }
    for (const end = Date.now() + 30_000; !(await isDone()) && Date.now() < end; ) await page.waitForTimeout(100);
    // what comes late would be missed
    await page.waitForTimeout(300);
    const faults = seen.messages.filter(
      (message) => !/^(log|info|debug): /.test(message) || /React DevTools/.test(message),
    );
    return {
      printed: printedIn(seen.messages),
      faults: [...faults.filter((message) => !message.includes('React DevTools')), ...unanswered],
      text: await textOf(page),
    };
  });
}

/** The files of a folder, by their paths on a server. */
function besides(folder: string): Record<string, string | URL> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  const files = names.filter((name) => /\.(m?js|css|csv|json)$/.test(name));
  return Object.fromEntries(files.map((name) => [`/${name}`, readFileSync(join(folder, name), 'utf8')]));
}

const printedIn = (messages: readonly string[]) =>
  messages.filter((message) => message.startsWith('log: ')).map((message) => message.slice(5));

const textOf = async (page: Page) => (await page.locator('body').innerText()).replaceAll('\u00a0', ' ');

/** What the page's first list has to choose from. */
function choicesOf(page: Page): Promise<string[]> {
  return page
    .locator('select')
    .first()
    .locator('option')
    .evaluateAll((options) => options.map((each) => (each as HTMLOptionElement).value));
}

/** Presses each button once, as soon as it can be pressed, but for one that cancels what another one began. */
async function press(page: Page): Promise<void> {
  for (const button of await page.getByRole('button').all()) {
    if ((await button.innerText()) !== 'Cancel') await button.click();
  }
}

/**
 * The file that a page is given to read: one that a block of some page writes, where the text around the page speaks of
 * it, else the labels of the pets.
 */
export async function csvFor(
  block: Block,
  after: string,
  folder: string,
  all: readonly Block[],
): Promise<string | undefined> {
  if (!/<input[^>]*type=["']?file/.test(block.code)) return;
  for (const other of all) {
    const name = /writeFileSync\('([\w-]+\.csv)'/.exec(other.code)?.[1];
    if (name === undefined || !`${block.before}${after}`.includes(name.replace('.csv', ''))) continue;
    writeFileSync(join(folder, 'make-csv.mjs'), other.code);
    await runNode(folder, ['make-csv.mjs']);
    if (existsSync(join(folder, name))) return join(folder, name);
  }
  return resolve('examples/pets/labels.csv');
}

/** What a page says that it shows: the comments behind what it writes into elements. */
export function shownBy(code: string): string[] {
  return [...code.matchAll(/(?:textContent|innerText|value) \+?= .*; \/\/ (.*)$/gm)].map(([, line]) => line);
}
