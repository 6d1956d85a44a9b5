// Lighthouse's scores of the site's start page, on this machine.

import { findChromium } from './chromium.mjs';
import { installPackages } from './packages.mjs';
import { serveSite } from './site-server.mjs';

const HOME = 'scripts/lighthouse';

/** Runs whose middle is taken: performance is a measurement. */
const RUNS = 3;

/**
 * Scores of the start page from 0 to 100, by category, on a phone and on a desktop computer as Lighthouse simulates
 * them.
 */
export async function scores(folder) {
  await installPackages(HOME);
  const packages = new URL(`./lighthouse/node_modules/`, import.meta.url);
  const { default: lighthouse, desktopConfig } = await import(new URL('lighthouse/core/index.js', packages));
  const { launch } = await import(new URL('chrome-launcher/dist/index.js', packages));
  const { address, close } = await serveSite({ folder });
  const chromeFlags = ['--headless=new', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const chrome = await launch({ chromePath: findChromium(), chromeFlags, logLevel: 'silent' });
  try {
    const measure = async (config) => {
      const onlyCategories = ['performance', 'accessibility', 'best-practices', 'seo'];
      const runs = [];
      while (runs.length < RUNS) {
        const { lhr } = await lighthouse(
          `${address}/`,
          { port: chrome.port, onlyCategories, logLevel: 'error' },
          config,
        );
        runs.push(lhr.categories);
      }
      return Object.fromEntries(onlyCategories.map((name) => [name, middle(runs.map((each) => each[name].score))]));
    };
    return { phone: await measure(undefined), desktop: await measure(desktopConfig) };
  } finally {
    close();
    chrome.kill();
  }
}

function middle(values) {
  return Math.round(100 * values.sort((a, b) => a - b)[Math.floor(values.length / 2)]);
}

export async function printScores(folder) {
  for (const [device, categories] of Object.entries(await scores(folder))) {
    console.log(
      `${device}: ${Object.entries(categories)
        .map(([name, score]) => `${name} ${score}`)
        .join(', ')}`,
    );
  }
}
