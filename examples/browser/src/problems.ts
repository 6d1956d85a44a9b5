import { drawsOf, itemsOf, LIMITS, type Setup } from './setup.js';
import { count, short } from './text.js';

/** What is wrong with a set-up. */
export interface Problem {
  /** The field: `name-0`, `count-0`, `share-0`, `classes`, `target`, `batch`, `draws` or `seed`. */
  readonly field: string;
  readonly text: string;
}

/** All problems of a set-up, in the order of the fields; none if it is valid. */
export function problemsOf(setup: Setup): Problem[] {
  const problems = [...classProblems(setup), ...numberProblems(setup)];
  if (problems.length > 0) return problems;
  const [draws, items] = [drawsOf(setup), itemsOf(setup)];
  if (items > LIMITS.ofFile.items) {
    return [
      { field: 'classes', text: `There may be at most ${count(LIMITS.ofFile.items)} items, not ${count(items)}` },
    ];
  }
  if (Math.ceil(draws / setup.batchSize) > LIMITS.batches) {
    const least = count(Math.ceil(draws / LIMITS.batches));
    return [{ field: 'batch', text: `Batch size must be at least ${least} for ${count(draws)} draws` }];
  }
  return [];
}

function classProblems({ classes, source, target }: Setup): Problem[] {
  const limits = source ? LIMITS.ofFile : LIMITS.byHand;
  const problems: Problem[] = [];
  if (source && classes.length === 1) {
    const name = short(classes[0].name);
    problems.push({ field: 'classes', text: `There is only one class, ${name}: there is nothing to balance` });
  } else if (classes.length < 2 || classes.length > limits.classes) {
    problems.push({
      field: 'classes',
      text: `There must be 2 to ${limits.classes} classes, not ${count(classes.length)}`,
    });
  }
  classes.forEach(({ name, count: items, share }, i) => {
    const named = nameProblem(
      name,
      classes.slice(0, i).map((each) => each.name),
      source !== undefined,
    );
    if (named) problems.push({ field: `name-${i}`, text: named });
    // the items of a file have no fields, and are checked all together
    const most = source ? Number.MAX_SAFE_INTEGER : limits.items;
    if (!isWhole(items, 1, most)) problems.push({ field: `count-${i}`, text: whole('Items', 1, most) });
    if (target === 'own' && !(share >= 0 && share <= LIMITS.share)) {
      problems.push({ field: `share-${i}`, text: `Share must be a number from 0 to ${count(LIMITS.share)}` });
    }
  });
  if (target === 'own' && classes.every(({ share }) => share === 0)) {
    problems.push({ field: 'target', text: 'At least one class must have a share above 0' });
  }
  return problems;
}

function nameProblem(name: string, earlier: readonly string[], isOfFile: boolean): string | undefined {
  if (name.trim() === '' && !isOfFile) return 'Name must not be empty';
  if (name.length > LIMITS.name) return `Name must have at most ${LIMITS.name} characters`;
  if (earlier.includes(name)) return `Name must differ from that of class ${earlier.indexOf(name) + 1}`;
  return undefined;
}

function numberProblems({ batchSize, draws, seed }: Setup): Problem[] {
  const problems: Problem[] = [];
  if (!isWhole(batchSize, 1, LIMITS.batchSize)) {
    problems.push({ field: 'batch', text: whole('Batch size', 1, LIMITS.batchSize) });
  }
  if (draws !== 'items' && !isWhole(draws, 1, LIMITS.draws)) {
    problems.push({ field: 'draws', text: whole('Draws', 1, LIMITS.draws) });
  }
  if (!isWhole(seed, 0, Number.MAX_SAFE_INTEGER)) {
    problems.push({ field: 'seed', text: whole('Seed', 0, Number.MAX_SAFE_INTEGER) });
  }
  return problems;
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function whole(name: string, least: number, most: number): string {
  return `${name} must be a whole number from ${count(least)} to ${count(most)}`;
}
