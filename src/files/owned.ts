/** Shorter texts are copied by `slice`, longer ones refer to the text that they are cut from (V8). */
const SHORTEST_REFERENCE = 13;

/** A copy of a text, which does not keep a larger one in memory that the text was cut from. */
export const owned = (text: string): string => (text.length < SHORTEST_REFERENCE ? text : ` ${text}`.slice(1));
