import { owned } from '../../../src/files/owned.js';

/** A column with more different texts, or all columns with more characters, have no classes: counting stops. */
const MOST_TEXTS = 100_000;
const MOST_CHARACTERS = 2 ** 25;

/** The different texts of a column, in order of first appearance. */
export interface Values {
  readonly texts: readonly string[];
  /** (texts,), the number of rows that have each. */
  readonly rows: readonly number[];
  /** (texts,), the line on which each comes first, from 1. */
  readonly lines: readonly number[];
}

/** A column whose texts are too many to keep; the number of those that were counted. */
export interface TooMany {
  readonly moreThan: number;
}

interface Column {
  /** The index of each text; undefined where they were too many. */
  indices: Map<string, number> | undefined;
  readonly rows: number[];
  readonly lines: number[];
  characters: number;
  seen: number;
}

/** Counts the texts of columns in one pass, in a limited memory. */
export class ValueCounts {
  #columns: Column[] = [];
  #characters = 0;

  /** @param only The index of the column to count; all by default. */
  constructor(private readonly only?: number) {}

  header(columns: number): void {
    this.#columns = Array.from({ length: columns }, (_, i) => {
      const isCounted = this.only === undefined || this.only === i;
      return { indices: isCounted ? new Map() : undefined, rows: [], lines: [], characters: 0, seen: 0 };
    });
  }

  row(fields: readonly string[], line: number): void {
    for (let i = 0; i < this.#columns.length; i++) {
      const column = this.#columns[i];
      if (!column.indices) continue;
      const index = column.indices.get(fields[i]);
      if (index !== undefined) column.rows[index]++;
      else this.#add(column, fields[i], line);
    }
  }

  values(): (Values | TooMany)[] {
    return this.#columns.map(({ indices, rows, lines, seen }) =>
      indices ? { texts: [...indices.keys()], rows, lines } : { moreThan: seen },
    );
  }

  #add(column: Column, text: string, line: number): void {
    if (column.seen === MOST_TEXTS) {
      this.#drop(column);
      return;
    }
    column.indices?.set(owned(text), column.seen++);
    column.rows.push(1);
    column.lines.push(line);
    column.characters += text.length;
    this.#characters += text.length;
    while (this.#characters > MOST_CHARACTERS) {
      this.#drop(this.#columns.reduce((most, each) => (each.characters > most.characters ? each : most)));
    }
  }

  #drop(column: Column): void {
    this.#characters -= column.characters;
    column.indices = undefined;
    column.characters = 0;
    column.rows.length = 0;
    column.lines.length = 0;
  }
}
