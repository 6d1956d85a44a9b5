import { aliasBuild, aliasDraw } from './alias.js';
import { distinctDraw, remaining } from './distinct.js';
import { pcgWords } from './pcg.js';
import { shuffle, uniformDraw } from './shuffle.js';
import { openStream } from './stream.js';

/** Every kernel's twin, under the same names as in assembly/index.ts. An object and no module: bundlers drop it whole where it is not used. */
export const twin = { aliasBuild, aliasDraw, distinctDraw, openStream, pcgWords, remaining, shuffle, uniformDraw };
