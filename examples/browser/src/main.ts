// The page: the fields make a set-up; the set-up makes the address and all results.
import { Asker } from './asker.js';
import { byId, say, setText } from './dom.js';
import { FileField } from './file-field.js';
import { Form } from './form.js';
import { linkOf, setupOf } from './link.js';
import type { Numbers } from './numbers.js';
import { rendered } from './picture.js';
import { problemsOf } from './problems.js';
import { showBatches, summaryOf } from './section-batches.js';
import { showCompared } from './section-compare.js';
import { showCoverage } from './section-coverage.js';
import { showSeen } from './section-seen.js';
import { Speed } from './section-speed.js';
import { DEFAULT, type Setup } from './setup.js';
import { plural } from './text.js';
import { Trials } from './trials.js';

/** Milliseconds from the last change by the user to the first draw. */
const SETTLED = 120;

const status = byId('status', HTMLElement);
const results = byId('results', HTMLElement);
const main = document.querySelector('main') as HTMLElement;
let timer: ReturnType<typeof setTimeout>;
const still = matchMedia('(prefers-reduced-motion: reduce)');
/** The results on the page. */
let shown: { setup: Setup; numbers: Numbers } | undefined;
/** The set-up that was asked for last. */
let asked: Setup | undefined;
/** The epochs of its simulated runs so far. */
let epochs = new Uint32Array();
/** The last set-up whose results are complete, apart from simulated runs. */
let done: Setup | undefined;

const form = new Form(() => {
  busy(true);
  clearTimeout(timer);
  timer = setTimeout(update, SETTLED);
});
const file = new FileField((classes, source) => {
  form.show({ ...form.read(), classes, source });
  update();
});
const speed = new Speed();
const trials = new Trials((known, end) => {
  epochs = known.slice();
  // some users prefer pictures that do not move
  if (shown?.setup === asked && (end || !still.matches)) showRuns();
});
const asker = new Asker((answer, setup) => {
  if ('failed' in answer) {
    tell(`This cannot be drawn: ${answer.failed}`);
  } else if ('numbers' in answer) {
    shown = { setup, numbers: answer.numbers };
    showBatches(setup, answer.numbers);
    showSeen(setup, answer.numbers);
    showRuns();
    tell(summaryOf(setup, answer.numbers));
  } else if (shown) {
    showCompared(setup, shown.numbers, answer.compared);
  }
  if ('numbers' in answer) return;
  void rendered().then(() => {
    // a later set-up may be complete before this one: it has waited for fewer pictures
    if (setup !== asked) return;
    done = setup;
    busy(false);
  });
});

/** Says how the page stands. From the first time on, the page is seen: before it, nothing is in its place. */
function tell(text: string): void {
  setText(status, text);
  main.classList.remove('starting');
}

function showRuns(): void {
  if (shown) showCoverage(shown.setup, shown.numbers.coverage, shown.setup === asked ? epochs : new Uint32Array());
}

/** Marks whether the results are not yet those of the fields. */
function busy(is: boolean): void {
  results.ariaBusy = String(is);
}

/** Draws the set-up in the fields, if it is valid. */
function update(): void {
  clearTimeout(timer);
  const setup = form.read();
  const problems = problemsOf(setup);
  form.tell(problems);
  say(byId('link-error', HTMLElement), undefined);
  byId('link-field', HTMLElement).hidden = true;
  if (problems.length > 0) {
    const more = problems.length > 1 ? `, and ${plural(problems.length - 1, 'more problem')}` : '';
    busy(false);
    tell(`Not drawn: ${problems[0].text}${more}. The results below are those of the previous set-up.`);
    return;
  }
  draw(setup);
}

function draw(setup: Setup): void {
  history.replaceState(null, '', linkOf(setup));
  if (asked && linkOf(asked) === linkOf(setup)) {
    // a mistake was corrected
    if (shown && done === asked) tell(summaryOf(asked, shown.numbers));
    busy(done !== asked);
    return;
  }
  busy(true);
  asked = setup;
  epochs = new Uint32Array();
  asker.ask(setup);
  trials.start(setup);
  speed.set(setup);
}

/** Opens the set-up in the address, or the default one if there is none or it is broken. */
function open(): void {
  let setup: Setup = DEFAULT;
  let broken: string | undefined;
  try {
    setup = setupOf(location.hash) ?? DEFAULT;
  } catch (error) {
    broken = `This link is broken: ${(error as Error).message}. This is the default set-up.`;
  }
  file.clear();
  form.show(setup);
  update();
  say(byId('link-error', HTMLElement), broken);
}

async function copy(): Promise<void> {
  const setup = form.read();
  if (problemsOf(setup).length > 0) {
    update();
    return;
  }
  const { href } = new URL(linkOf(setup), location.href);
  try {
    await navigator.clipboard.writeText(href);
    tell('The link was copied: it contains the whole set-up with its seed.');
  } catch {
    // the page may not use the clipboard
    const link = byId('link', HTMLInputElement);
    byId('link-field', HTMLElement).hidden = false;
    link.value = href;
    link.select();
  }
}

byId('copy', HTMLButtonElement).addEventListener('click', () => void copy());
byId('new-seed', HTMLButtonElement).addEventListener('click', () => {
  form.show({ ...form.read(), seed: Math.floor(Math.random() * 1e6) });
  update();
});
byId('by-hand', HTMLButtonElement).addEventListener('click', () => file.clear());
byId('reset', HTMLButtonElement).addEventListener('click', () => {
  file.clear();
  form.show(DEFAULT);
  update();
});
addEventListener('hashchange', open);
open();
