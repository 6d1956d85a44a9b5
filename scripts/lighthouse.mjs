// Lighthouse's scores of the site's start page, on this machine.

import { findChromium } from './chromium.mjs';
import { installTool } from './packages.mjs';
import { serveSite } from './site-server.mjs';

const HOME = 'scripts/lighthouse';

/** Runs whose middle is taken: performance is a measurement. */
const RUNS = 3;

/**
 * Below this index of its own, Lighthouse says that the processor is too slow to be slowed down to a quarter, as it
 * does to simulate a phone: it is as slow as many phones. It is then slowed down to half.
 */
const SLOW = 1000;

/**
 * Scores of the start page from 0 to 100, by category, on a phone and on a desktop computer as Lighthouse simulates
 * them, and its index of this machine's speed.
 */
export async function scores(folder) {
  await installTool(HOME);
  const packages = new URL('./lighthouse/node_modules/', import.meta.url);
  const { default: lighthouse, desktopConfig } = await import(new URL('lighthouse/core/index.js', packages));
  const { throttling } = await import(new URL('lighthouse/core/config/constants.js', packages));
  const { launch } = await import(new URL('chrome-launcher/dist/index.js', packages));
  const { address, close } = await serveSite({ folder });
  const chromeFlags = ['--headless=new', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const chrome = await launch({ chromePath: findChromium(), chromeFlags, logLevel: 'silent' });
  const onlyCategories = ['performance', 'accessibility', 'best-practices', 'seo'];
  const measure = async (flags, config) => {
    const all = { port: chrome.port, onlyCategories, logLevel: 'error', ...flags };
    return (await lighthouse(`${address}/`, all, config)).lhr;
  };
  const middles = async (flags, config) => {
    const runs = [];
    while (runs.length < RUNS) runs.push((await measure(flags, config)).categories);
    return Object.fromEntries(onlyCategories.map((name) => [name, middle(runs.map((each) => each[name].score))]));
  };
  try {
    const index = (await measure()).environment.benchmarkIndex;
    const slowdown = index < SLOW ? 2 : 4;
    const phone = await middles({ throttling: { ...throttling.mobileSlow4G, cpuSlowdownMultiplier: slowdown } });
    return { phone, desktop: await middles({}, desktopConfig), index, slowdown };
  } finally {
    close();
    chrome.kill();
  }
}

function middle(values) {
  return Math.round(100 * values.sort((a, b) => a - b)[Math.floor(values.length / 2)]);
}

export async function printScores(folder) {
  const { phone, desktop, index, slowdown } = await scores(folder);
  const text = (categories) =>
    Object.entries(categories)
      .map(([name, score]) => `${name} ${score}`)
      .join(', ');
  console.log(`phone: ${text(phone)}\ndesktop: ${text(desktop)}`);
  console.log(
    `(middle of ${RUNS} runs; this machine's speed is ${Math.round(index)} by Lighthouse, ` +
      `slowed down ${slowdown} times for a phone)`,
  );
}
