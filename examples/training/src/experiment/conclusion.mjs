// What results say: each way's worth, how it compares with plain shuffling, and how often a single run would have said
// what the article's run says.
import { chanceOf, intervalOf, pairedOf } from '../statistics.mjs';
import { WAYS } from '../train/ways.mjs';

const PLAIN = 'plain shuffle';
const OVERSAMPLED = 'weighted draws';
/** A sign test tells something below this; of five seeds it cannot. */
const SURE = 0.05;

/** What is compared: the best epoch's, each higher where the classifier is better. */
const METRICS = ['balanced', 'accuracy', 'f1', 'auc'];

/**
 * @param {import('./results.mjs').Result[]} results of one set-up, of the same seeds for each way
 */
export function conclusionOf(results) {
  const best = ({ run }) => run.epochs[run.best];
  const of = (way, augmented) =>
    results
      .filter(({ task }) => task.way === way && (task.augmentation !== null) === augmented)
      .sort((a, b) => a.task.seed - b.task.seed);
  const plain = of(PLAIN, false);
  const rows = [false, true].flatMap((augmented) =>
    Object.keys(WAYS).map((way) => {
      const own = of(way, augmented);
      const metrics = Object.fromEntries(
        METRICS.map((name) => [name, intervalOf(own.map((each) => best(each)[name]))]),
      );
      const recall = own[0].task.setup.classes.map((_, code) => intervalOf(own.map((each) => best(each).recall[code])));
      const against = pairedOf(
        own.map((each) => best(each).balanced),
        plain.map((each) => best(each).balanced),
      );
      return { way, augmented, metrics, recall, againstPlain: way === PLAIN && !augmented ? null : against };
    }),
  );
  const { classes, keep } = results[0].task.setup;
  const rare = keep.indexOf(Math.min(...keep));
  const pictured = (picture) => rows.map(({ way, augmented }) => ({ way, augmented, ...picture(of(way, augmented)) }));
  const curves = pictured((own) => ({
    balanced: own[0].run.epochs.map((_, epoch) => mean(own.map(({ run }) => run.epochs[epoch].balanced))),
  }));
  const confusion = pictured((own) => ({
    parts: classes.map((_, code) =>
      classes.map((_, told) => mean(own.map((each) => partOf(best(each).confusion[code], told)))),
    ),
  }));
  const seen = pictured((own) => ({
    // a class's images are side by side
    draws: mean(own.map(({ run }) => mean(imagesOf(run.seen, keep, rare)))),
    recall: mean(own.map((each) => best(each).recall[rare])),
  }));
  const { seen: times } = of(OVERSAMPLED, false)[0].run;
  const seenOnce = classes.map((_, code) => imagesOf(times, keep, code));
  const [oversampled, augmented] = [of(OVERSAMPLED, false), of(OVERSAMPLED, true)];
  const worth = (each) => best(each).balanced;
  // the article's single run: oversampling alone is worse than plain shuffling, with augmentation it is better
  const likeArticle = plain.filter(
    (each, i) => worth(oversampled[i]) < worth(each) && worth(augmented[i]) > worth(each),
  ).length;
  const time = results.reduce((sum, { run }) => sum + run.milliseconds.total, 0);
  const drawing = results.reduce((sum, { run }) => sum + run.milliseconds.drawing, 0);
  const found = { seeds: plain.length, rows, likeArticle, partDrawing: drawing / time };
  const pictures = { curves, confusion, seen, seenOnce, classes, rare: classes[rare] };
  return { ...found, ...pictures, sentences: sentencesOf(found, results[0].task.setup) };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const partOf = (row, told) => row[told] / row.reduce((sum, count) => sum + count, 0);

/** How often each image of a class was drawn. */
function imagesOf(seen, keep, code) {
  const from = keep.slice(0, code).reduce((sum, count) => sum + count, 0);
  return seen.slice(from, from + keep[code]);
}

const percent = (part, digits = 1) => `${(100 * part).toFixed(digits)} %`;
const points = (part) => `${part >= 0 ? '+' : '−'}${Math.abs(100 * part).toFixed(1)}`;

/** Which of two is better, as far as both the interval and the sign test tell. */
function toldOf({ mean, lower, upper, p }) {
  if (lower <= 0 && upper >= 0) return 'not to be told from plain shuffling';
  return `${p < SURE ? '' : 'probably '}${mean > 0 ? 'better' : 'worse'} than plain shuffling`;
}

function sentencesOf({ seeds, rows, likeArticle, partDrawing }, { classes, keep, validation }) {
  const set = classes.map((name, code) => `${keep[code]} ${name}`).join(' and ');
  const rowOf = (way, augmented) => rows.find((each) => each.way === way && each.augmented === augmented);
  const nameOf = ({ way, augmented }) => `${way} ${augmented ? 'with' : 'without'} augmentation`;
  const compared = (row) => {
    const { mean, lower, upper, better, p } = row.againstPlain;
    const sure =
      `${points(mean)} points, 95 % interval ${points(lower)} to ${points(upper)}; better by ` +
      `${better} of ${seeds} seeds, p = ${p.toPrecision(2)} in a sign test`;
    return `balanced accuracy ${percent(row.metrics.balanced.mean)}, ${toldOf(row.againstPlain)} (${sure}).`;
  };
  const said = (way, augmented) => {
    const text = nameOf(rowOf(way, augmented));
    return `${text[0].toUpperCase()}${text.slice(1)}: ${compared(rowOf(way, augmented))}`;
  };
  const { balanced, accuracy } = rowOf(PLAIN, false).metrics;
  const top = rows.reduce((most, each) => (each.metrics.balanced.mean > most.metrics.balanced.mean ? each : most));
  const { lower, upper } = chanceOf(likeArticle, seeds);
  const unseen = validation.reduce((sum, count) => sum + count, 0);
  return [
    `Trained on ${set}, judged on ${unseen} unseen images, ${seeds} seeds. Plain shuffling ` +
      `without augmentation: balanced accuracy ${percent(balanced.mean)}, accuracy ` +
      `${percent(accuracy.mean)}.`,
    said(OVERSAMPLED, false),
    said(OVERSAMPLED, true),
    said(PLAIN, true),
    `The best mean is that of ${nameOf(top)}: ${percent(top.metrics.balanced.mean)}.`,
    'The article saw, in a single run, oversampling alone lower the accuracy, and oversampling ' +
      `with augmentation raise it. Of these ${seeds} seeds, each a single run, ${likeArticle} ` +
      `would have shown that: a chance between ${percent(lower, 0)} and ${percent(upper, 0)} (95 % ` +
      'interval).',
    `${percent(partDrawing, 2)} of the time went into drawing.`,
  ];
}
