// The game of docs/guide/react.md with the pity timer of docs/guide/games.md, made as the page says.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { beforeAll, expect, it } from 'vitest';
import { withPage } from '../support/chromium.js';
import { blocksOf } from '../support/pages.js';
import { serveProject } from '../support/project-server.js';

const FOLDER = 'build/snippets/guide-react-pity';
const REACT = 'docs/guide/react.md';
let origin: string;

beforeAll(async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const pity = blocksOf('docs/guide/games.md').find(({ code }) => code.includes('class Chests'))?.code ?? '';
  const chests = pity.slice(0, pity.indexOf('\n}\n', pity.indexOf('class Chests')) + 3);
  writeFileSync(`${FOLDER}/chests.js`, chests.replace('class Chests', 'export class Chests'));
  const game = blocksOf(REACT).find(({ file }) => file === 'game.js')?.code ?? '';
  const { importing, made, before, waiting } = replacements();
  const restoring = "picker.restore(saved.picker, { weights: 'any' }); // the table may have changed since\n";
  expect(game).toContain(restoring);
  expect(game.split(before)).toHaveLength(5);
  const imported = "import { WeightedPicker } from 'loaded-dice';";
  expect(game).toContain(imported);
  writeFileSync(
    `${FOLDER}/game.js`,
    game.replace(imported, importing).replaceAll(before, made).replace(restoring, `${waiting}\n`),
  );
  writeFileSync(`${FOLDER}/index.html`, '<!doctype html><title>Chests</title><p>a page without React</p>');
  origin = await serveProject(FOLDER);
});

/** What the page says to write in place of what. */
function replacements() {
  const [, section = ''] = readFileSync(REACT, 'utf8').split('## With a pity timer');
  const [, importing = ''] = /^1\. `([^`]+)` in place of the import of `WeightedPicker`\.$/m.exec(section) ?? [];
  const [, made = '', before = ''] = /^2\. `([^`]+)` in place of `([^`]+)`, four times\.$/m.exec(section) ?? [];
  const third = /^3\. `([^`]+)` in place of the line with `picker\.restore`, and below it `([^`]+)`\./m.exec(section);
  const waiting = third?.slice(1).join('\n') ?? '';
  expect(waiting).toContain('wait(');
  return { importing, made, before, waiting };
}

interface Save {
  found: string[];
  picker: { waited: number; loot: object };
}

interface Played {
  saved: Save;
  /** What the page noted, and the rate of legendary items, before chests were opened. */
  note?: string;
  rate: number;
}

/** Loads the page anew, with this save if there is one, and opens chests. */
async function play(page: Page, times: number, save?: unknown): Promise<Played> {
  if (save !== undefined) {
    await page.goto(origin);
    await page.evaluate((text) => localStorage.setItem('my-game', text), JSON.stringify(save));
  }
  await page.goto(origin);
  return page.evaluate(`import('/game.js').then(({ current, open }) => {
    const { note, rates } = current();
    const [, rate] = rates.find(([item]) => item === 'legendary');
    for (let i = 0; i < ${times}; i++) open();
    return { saved: JSON.parse(localStorage.getItem('my-game')), note, rate };
  })`);
}

it('keeps the wait over reloads, and every 80th chest at the latest holds a legendary item', () =>
  withPage(async (page) => {
    const { saved: begun } = await play(page, 30);
    for (let visit = 0; visit < 5; visit++) await play(page, 100);
    const { saved } = await play(page, 1);
    const at = saved.found.flatMap((item, i) => (item === 'legendary' ? [i] : []));
    expect(saved.found).toHaveLength(531);
    expect(at.length).toBeGreaterThan(5);
    expect(Math.max(...at.map((index, i) => index - (at[i - 1] ?? -1)))).toBeLessThanOrEqual(80);
    expect(saved.picker.waited).toBe(530 - (at.at(-1) ?? -1));
    // the same chests without a reload
    expect((await play(page, 501, begun)).saved.found).toEqual(saved.found);
  }));

it.each([
  ['the game without a pity timer', ({ loot }: Save['picker']) => loot],
  ['an edited wait', (picker: Save['picker']) => ({ ...picker, waited: 0 })],
  ['a wait that is longer than a new version allows', (picker: Save['picker']) => ({ ...picker, waited: 95 })],
])('takes the wait from the items, with a save of %s', (_, pickerOf) =>
  withPage(async (page) => {
    const { saved } = await play(page, 1);
    for (const [wait, rate] of [
      [95, 1],
      [79, 1],
      [78, (1 + 5 * 30) / (100 + 5 * 30)],
      [3, 0.01],
    ]) {
      const found = ['legendary', ...Array<string>(wait).fill('common')];
      const loot = { ...saved.picker.loot, position: found.length };
      const {
        saved: next,
        note,
        rate: shown,
      } = await play(page, 1, { found, picker: pickerOf({ loot, waited: wait }) });
      expect([note, shown.toFixed(9)]).toEqual([undefined, rate.toFixed(9)]);
      expect(next.found.slice(0, -1)).toEqual(found);
      if (rate === 1) expect(next.found.at(-1)).toBe('legendary');
      expect(next.picker.waited).toBe(next.found.at(-1) === 'legendary' ? 0 : wait + 1);
    }
  }),
);

it('says that a save with an impossible wait cannot be read, and keeps it', () =>
  withPage(async (page) => {
    const { saved } = await play(page, 1);
    for (const [waited, picker] of [
      ['null', { ...saved.picker, waited: null }],
      ['-1', { ...saved.picker, waited: -1 }],
      ['1.5', { ...saved.picker, waited: 1.5 }],
      ['1e+308', { ...saved.picker, waited: 1e308 }],
    ]) {
      const { note } = await play(page, 0, { found: saved.found, picker });
      const why = `waited must be a whole number of at least 0, got ${waited}`;
      expect(note).toBe(`A new game: the saved one cannot be read (${why}).`);
    }
    await play(page, 1, { found: ['coin'] });
    const kept = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('unreadable')));
    expect(kept).toHaveLength(1);
  }));
