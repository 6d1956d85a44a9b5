// One side of a comparison: a process that measures rows of one build of the library when it is asked to.
import { figureOf, measureRound, type Task } from './measure.js';
import { ALONE, tables } from './tables.js';

export type Asked = { set: [id: string, name: string] } | { measure: true };
export type Answer =
  | { names: string[] }
  /** Nanoseconds an item, the least of the round, by rival; and what rivals that failed threw. */
  | { least: Record<string, number>; failed: Record<string, string> }
  | { error: string };

/** Milliseconds of a round for each rival. There are many rounds. */
const ROUND = 50;

let tasks: Task[] = [];

/** What an error says, in words, if it is that this build lacks a name. */
function words(error: unknown): string {
  return (error as Error).message.replace(/^.*\bimport_loaded_dice\w*\.(\w+)\)? is not a \w+$/, 'it has no $1');
}

async function answer(asked: Asked): Promise<Answer> {
  if ('set' in asked) {
    const [id, name] = asked.set;
    const row = tables(ALONE)
      .find((table) => table.id === id)
      ?.rows.find((each) => each.name === name);
    if (!row) return { error: `there is no row ${name} in the table ${id}` };
    ({ tasks } = row.set());
    return { names: tasks.map(([task]) => task) };
  }
  const failed: Record<string, string> = {};
  const samples = await measureRound(
    tasks,
    (name, reason) => {
      failed[name] = words(new Error(reason));
    },
    ROUND,
  );
  const least = Object.fromEntries([...samples].map(([name, runs]) => [name, figureOf(runs).least]));
  return { least, failed };
}

process.on('message', async (asked: Asked) => {
  let said: Answer;
  try {
    said = await answer(asked);
  } catch (error) {
    said = { error: words(error) };
  }
  process.send?.(said);
});
// the other end is gone
process.on('disconnect', () => process.exit());
