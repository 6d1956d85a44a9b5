// npm run proof: what the pages in docs/proof/ show, made anew.
import { Argument, Command } from 'commander';
import { exactness } from './exactness.js';
import { writePages } from './pages.js';
import { collect, sameNumbers } from './same-numbers.js';

const DEEDS: Readonly<Record<string, () => number>> = {
  exactness,
  'same-numbers': () => {
    const wrong = sameNumbers();
    writePages();
    return wrong;
  },
  pages: () => {
    writePages();
    return 0;
  },
  // after single tests of test/proof were run
  collect: () => {
    const wrong = collect();
    writePages();
    return wrong;
  },
};

const command = new Command('npm run proof --')
  .addArgument(
    new Argument(
      '<what>',
      'exactness: prints which index each word draws; same-numbers: draws in every engine; ' +
        'collect: keeps what the tests of test/proof have drawn; pages: writes the pages anew from what is kept',
    ).choices(Object.keys(DEEDS)),
  )
  .parse();
const wrong = DEEDS[command.args[0]]();
if (wrong > 0) process.exitCode = 1;
