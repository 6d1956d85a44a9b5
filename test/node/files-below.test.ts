import { symlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { folder } from '../support/cli.js';
import { filesBelow } from '../support/files-below.js';

it('lists the files of a folder whose packages have a link back to it', () => {
  const home = folder({ 'b.md': '', 'a/c/d.md': '', 'a/node_modules/e.md': '', 'a/build/f.md': '' });
  for (const at of ['a/node_modules/home', 'a/home']) symlinkSync(home, `${home}/${at}`, 'junction');
  const below = (leftOut?: string[]) => filesBelow(home, leftOut).map((path) => path.slice(home.length + 1));
  expect(below()).toEqual(['a/c/d.md', 'a/home', 'b.md']);
  expect(below(['a'])).toEqual(['b.md']);
});
