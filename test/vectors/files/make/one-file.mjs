import { utf8 } from './bytes.mjs';

/** Two rows of cat and one of dog. */
export const TWO = [
  ['cat', 2],
  ['dog', 1],
];
export const LABEL = { column: 'label' };
/** A file of text that is read in one way. @param understood What differs from two cats and a dog. */
export const one = (file, about, text, understood) => ({
  file,
  about,
  bytes: utf8(text),
  tries: [{ options: LABEL, ...(understood?.error ? {} : { classes: TWO }), ...understood }],
});
