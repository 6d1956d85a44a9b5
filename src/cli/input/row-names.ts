/** The most rows that are named: of larger tables, a person looks at a few rows only. */
export const MOST_NAMED = 1000;

/** A column that names the rows of a table. */
export interface RowNaming {
  readonly column: string;
  /** (rows,), the name of each row of the file. All are different. */
  readonly names: readonly string[];
}

interface Candidate {
  readonly column: string;
  readonly place: number;
  readonly names: Set<string>;
  hasText: boolean;
}

/** Finds what names the rows of a small table: the first column whose values are texts and all different. */
export class RowNames {
  #candidates: Candidate[] = [];
  #rows = 0;

  /** @param weights The column of weights, which names no rows. */
  constructor(private readonly weights: string) {}

  header(columns: readonly string[]): void {
    this.#candidates = columns.flatMap((column, place) =>
      column === this.weights ? [] : [{ column, place, names: new Set<string>(), hasText: false }],
    );
  }

  row(fields: readonly string[]): void {
    if (this.#candidates.length === 0) return;
    if (++this.#rows > MOST_NAMED) {
      this.#candidates = [];
      return;
    }
    this.#candidates = this.#candidates.filter((each) => {
      const field = fields[each.place].trim();
      each.hasText ||= Number.isNaN(Number(field));
      each.names.add(field);
      return field !== '' && each.names.size === this.#rows;
    });
  }

  result(): RowNaming | undefined {
    const found = this.#candidates.find(({ hasText }) => hasText);
    return found && { column: found.column, names: [...found.names] };
  }
}
