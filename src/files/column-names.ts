// What the names of columns say of their values.

const named = (words: string): RegExp => new RegExp(`^(.*[^a-z])?(${words})([^a-z].*)?$`, 'i');

/** Names of columns that hold classes. */
export const LABELS = named(
  'labels?|class(es)?|targets?|species|categor(y|ies)|variet(y|ies)|breeds?|' +
    'diagnos[ie]s|dx|outcome|sentiment|genre|kind|y',
);

/** Names of columns that hold something else with few values. */
export const OTHERS = named('split|fold|subset|set|partition|usage|sex|gender|ids?|index|row|unnamed');

/** Names of columns that hold sentences. */
export const FREE_TEXT = named('notes?|comments?|remarks?|descriptions?|text');

/** Names of columns that hold weights. */
export const WEIGHTS = /weight|rate|prob|chance|odds|share|freq|sampling/i;
