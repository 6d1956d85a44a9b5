// The game of docs/guide/react.md, used as a player does: chests, reloads, tabs, saves that are old or broken.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { WeightedPicker } from 'loaded-dice';
import type { Page } from 'playwright';
import { beforeAll, expect, it } from 'vitest';
import { withPage } from '../support/chromium.js';
import { blocksOf } from '../support/pages.js';
import { REACT_COMPILER, serveProject } from '../support/project-server.js';

const FOLDER = 'build/snippets/guide-react';
const TABLE = { coin: 70, dagger: 25, crown: 4, egg: 1 };
const MAIN = `import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import App from './App.jsx';
createRoot(document.getElementById('root')).render(createElement(StrictMode, null, createElement(App)));`;

const state = WeightedPicker.from(TABLE, { seed: 5 }).state();
/** A save whose list of items has others. */
const LIST = JSON.stringify({ found: ['coin', null, { a: 1 }], picker: state });
/** Saves that a player has edited: more picks than items, and no pick left. */
const MOVED = [7, 2 ** 53 - 1].map((position) => JSON.stringify({ found: ['coin'], picker: { ...state, position } }));

let origin: string;

beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const files = blocksOf('docs/guide/react.md').filter(({ file }) => file !== undefined);
  for (const { file, code } of files) writeFileSync(`${FOLDER}/${file}`, code);
  expect(files.map(({ file }) => file)).toEqual(['game.js', 'App.jsx']);
  writeFileSync(`${FOLDER}/main.js`, MAIN);
  writeFileSync(
    `${FOLDER}/index.html`,
    '<!doctype html><title>Chests</title><div id="root"></div><script type="module" src="./main.js"></script>',
  );
  origin = await serveProject(FOLDER);
});

const open = (page: Page, times: number) =>
  page.getByRole('button', { name: 'Open a chest' }).click({ clickCount: times, delay: 1 });
const found = async (page: Page) => (await page.locator('output').innerText()).split(' ').filter(Boolean);
const note = (page: Page) => page.locator('p[role=status]').innerText();
const saved = (page: Page) => page.evaluate(() => JSON.parse(localStorage.getItem('my-game') ?? 'null'));
const store = (page: Page, text: string) => page.evaluate((text) => localStorage.setItem('my-game', text), text);
const reload = async (page: Page) => {
  await page.reload();
  await page.getByRole('button', { name: 'Open a chest' }).waitFor();
};

it('draws once for each chest, and goes on after a reload as if there had been none', () =>
  withPage(async (page) => {
    await page.goto(origin);
    await open(page, 3);
    expect(await found(page)).toHaveLength(3);
    const { picker } = await saved(page);
    expect(picker.position).toBe(3);
    await reload(page);
    await open(page, 4);
    const whole = WeightedPicker.from(TABLE, { seed: picker.seed }).picks(7);
    expect(await found(page)).toEqual(whole);
    expect(await note(page)).toBe('');
  }));

it('loses no chest of clicks that come before React renders', () =>
  withPage(async (page) => {
    await page.goto(origin);
    await page.getByRole('button', { name: 'Open a chest' }).evaluate((button: HTMLElement) => {
      for (let i = 0; i < 3; i++) button.click();
    });
    expect(await found(page)).toHaveLength(3);
    expect((await saved(page)).found).toHaveLength(3);
  }));

it('begins anew where a save is broken, says so, and saves again', () =>
  withPage(async (page) => {
    await page.goto(origin);
    for (const broken of [LIST, ...MOVED, '', '{oops', '{}', '[]', '{"found":[],"picker":{"version":9}}']) {
      await store(page, broken);
      await reload(page);
      expect(await note(page), broken).toMatch('A new game');
      expect(await found(page), broken).toEqual([]);
    }
    await open(page, 1);
    expect(await note(page)).toBe('');
    expect((await saved(page)).found).toHaveLength(1);
    // the broken save is kept, and only once
    const kept = () => page.evaluate(() => Object.entries(localStorage).filter(([key]) => /unreadable/.test(key)));
    const [all] = [await kept()];
    expect(all.map(([, text]) => text)).toEqual(['{"found":[],"picker":{"version":9}}']);
    await open(page, 1);
    expect(await kept()).toEqual(all);
  }));

it('goes on with a save of another table', () =>
  withPage(async (page) => {
    await page.goto(origin);
    const old = WeightedPicker.from({ coin: 1, rope: 1 }, { seed: 5 });
    await store(page, JSON.stringify({ found: [old.pick()], picker: old.state() }));
    await reload(page);
    await open(page, 1);
    expect((await saved(page)).picker).toMatchObject({ seed: 5, position: 2 });
    expect(await found(page)).toHaveLength(2);
  }));

it('says where it cannot save, and goes on', () =>
  withPage(async (page) => {
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new Error('the storage is full');
      };
    });
    await page.goto(origin);
    await open(page, 2);
    expect(await note(page)).toBe('Not saved: the storage is full');
    expect(await found(page)).toHaveLength(2);
    await page.getByRole('button', { name: 'New game' }).click();
    expect(await found(page)).toEqual([]);
  }));

it('shows a new object after each change, and never changes one: React and its compiler compare them', () =>
  withPage(async (page) => {
    await page.goto(origin);
    const seen = await page.evaluate(`import('/game.js').then(({ current, open, restart }) => {
      const first = current();
      open();
      const second = current();
      restart();
      return [first.found.length, second.found.length, current().found.length, first === second];
    })`);
    expect(seen).toEqual([0, 1, 0, false]);
  }));

it('goes on in a second tab from what the first one saved', () =>
  withPage(async (page) => {
    await page.goto(origin);
    const other = await page.context().newPage();
    await other.goto(origin);
    await open(page, 2);
    await expect.poll(() => found(other)).toEqual(await found(page));
    await open(other, 1);
    await expect.poll(() => found(page)).toHaveLength(3);
    const { picker } = await saved(page);
    const all = WeightedPicker.from(TABLE, { seed: picker.seed }).picks(4);
    expect(await found(page)).toEqual(all.slice(0, 3));
    // a tab whose storage is emptied by another one keeps its game, and saves it again
    await other.evaluate(() => localStorage.removeItem('my-game'));
    await open(page, 1);
    expect(await found(page)).toEqual(all);
    expect((await saved(page)).found).toEqual(all);
  }));

it('works with the React Compiler, which takes what is not replaced for unchanged', async () => {
  const compiled = await serveProject(FOLDER, {}, [REACT_COMPILER]);
  await withPage(async (page) => {
    await page.goto(compiled);
    expect(await page.evaluate(`fetch('/App.jsx').then((answer) => answer.text())`)).toContain('compiler-runtime');
    await open(page, 3);
    expect(await found(page)).toEqual((await saved(page)).found);
    expect(await found(page)).toHaveLength(3);
    await page.reload();
    await open(page, 1);
    expect(await found(page)).toHaveLength(4);
    await page.getByRole('button', { name: 'New game' }).click();
    expect(await found(page)).toEqual([]);
  });
});
