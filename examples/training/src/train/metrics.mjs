// What a classifier is worth, from its scores.

/**
 * @typedef {object} Metrics
 * @property {number} accuracy the part of images that are told right
 * @property {number} balanced the mean of the classes' recalls
 * @property {number[]} recall the part of each class that is told right
 * @property {number} f1 the mean over classes of 2 * hits / (2 * hits + misses + false ones)
 * @property {number} auc the mean over classes of the area under the ROC curve: how likely an image of the class scores
 * higher than one of another
 * @property {number[][]} confusion [class][told], counts
 */

/**
 * @param {Float32Array} scores (n * classes,)
 * @param {ArrayLike<number>} labels (n,)
 * @param {number} classes
 * @returns {Metrics}
 */
export function metricsOf(scores, labels, classes) {
  const confusion = Array.from({ length: classes }, () => new Array(classes).fill(0));
  for (let i = 0; i < labels.length; i++) {
    const own = scores.subarray(i * classes, (i + 1) * classes);
    // of equal scores the first class
    confusion[labels[i]][own.indexOf(Math.max(...own))]++;
  }
  const codes = [...confusion.keys()];
  const sizes = confusion.map((row) => row.reduce(plus, 0));
  const recall = codes.map((code) => confusion[code][code] / sizes[code]);
  const f1 = codes.map((code) => {
    const told = confusion.reduce((sum, row) => sum + row[code], 0);
    return (2 * confusion[code][code]) / Math.max(1, sizes[code] + told);
  });
  const right = codes.reduce((sum, code) => sum + confusion[code][code], 0);
  return {
    accuracy: right / labels.length,
    balanced: mean(recall),
    recall,
    f1: mean(f1),
    auc: mean(codes.map((code) => areaOf(marginsOf(scores, labels.length, classes, code), labels, code))),
    confusion,
  };
}

const plus = (a, b) => a + b;
const mean = (values) => values.reduce(plus, 0) / values.length;

/** How much higher each image scores for a class than for the best of the others. */
function marginsOf(scores, count, classes, code) {
  return Float64Array.from({ length: count }, (_, i) => {
    const own = scores.subarray(i * classes, (i + 1) * classes);
    return own[code] - Math.max(...own.filter((_, other) => other !== code));
  });
}

/** By ranks; ties count half. H. B. Mann, D. R. Whitney, Ann. Math. Statist. 18 (1947), doi:10.1214/aoms/1177730491. */
function areaOf(margins, labels, code) {
  const order = [...margins.keys()].sort((a, b) => margins[a] - margins[b]);
  let [ranks, own] = [0, 0];
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && margins[order[to]] === margins[order[from]]) to++;
    for (let i = from; i < to; i++) {
      if (labels[order[i]] !== code) continue;
      ranks += (from + to + 1) / 2;
      own++;
    }
  }
  return (ranks - (own * (own + 1)) / 2) / (own * (order.length - own));
}
