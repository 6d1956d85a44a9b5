// The one notation of a column of weights: found from its cells, and the same in all of them.
import { FileError } from './file-error.js';
import { type DecimalSign, type Known, type Numeral, type Reading, readKnown, type Style } from './numerals.js';
import { inQuotes } from './words.js';

/** A cell that shows something about the notation. */
interface Cell {
  /** Cells are numbered as they come. */
  readonly number: number;
  readonly where: string;
  readonly text: string;
  readonly numeral: Numeral;
}

/** Options of {@link Notation}. */
export interface NotationOptions {
  /** The name of the file, for errors. */
  readonly file: string;
  /** The name of the column, for errors. */
  readonly column: string;
  /** Where the cell that is being read stands, for errors: "line 17". */
  readonly where: () => string;
  /** The decimal sign, where it is known. Default: found from the cells. */
  readonly decimal?: DecimalSign | undefined;
}

/** How all weights of a column are written, as far as their cells show it. */
export class Notation {
  readonly #options: NotationOptions;
  /** The first cell that is more than a number: a fraction, a percentage or an amount. */
  #styled: Cell | undefined;
  /** The first plain number that is not 0, and the first that is not whole with a decimal point and with a comma. */
  #number: Cell | undefined;
  #notWhole: Cell | undefined;
  #notWholeByComma: Cell | undefined;
  #cells = 0;
  /** What the cells so far, or the options, have settled. */
  readonly #known: Known;
  /** The first cell that can be read with only one decimal sign, and the first one with a sign between thousands. */
  #decimalCell: Cell | undefined;
  #groupCell: Cell | undefined;
  /** The first cells that can be read with both signs, by the one in them; and the first that needs an answer. */
  readonly #either = new Map<DecimalSign, Cell>();
  #open: Cell | undefined;
  /** A cell such as 1.234 that was read with a decimal point although no other cell tells; undefined if none was. */
  guessed: string | undefined;

  constructor(options: NotationOptions) {
    this.#options = options;
    this.#known = { style: 'number', currency: '', decimal: options.decimal, group: undefined };
  }

  /** Whether a number can be taken as JavaScript reads it: nothing about the column says otherwise. */
  takes(text: string, value: number): boolean {
    if (this.#styled !== undefined || (this.#known.decimal !== '.' && text.includes('.'))) return false;
    this.#noteNumber(text, value);
    return true;
  }

  /** Reads a cell that is written as those before it; undefined if it may be written in another way. */
  readKnown(text: string): number | undefined {
    const value = readKnown(text, this.#known);
    if (value !== undefined && this.#styled === undefined) this.#noteNumber(text, value);
    return value;
  }

  /** Whether a cell such as 1.234 has two readings, as others before it. */
  isEither(text: string): boolean {
    return this.#known.decimal === undefined && !this.#styled && this.#either.has('.') && POINT_OR_THOUSANDS.test(text);
  }

  /**
   * Reads a cell in the notation of the column.
   * @returns Undefined if both readings are possible so far.
   * @throws {FileError} It has another notation than a cell before it. The message names both.
   */
  read(text: string, numeral: Numeral): Reading | undefined {
    this.#checkStyle(text, numeral);
    const { point, comma } = numeral;
    if (numeral.isAlike) return this.#checked(point as Reading, text, numeral);
    const decimal = this.#known.decimal ?? (point && comma ? undefined : point ? '.' : ',');
    if (decimal === undefined) {
      this.#note(text, numeral);
      return undefined;
    }
    const reading = decimal === '.' ? point : comma;
    if (!reading) throw this.#otherDecimal(text, numeral);
    if (this.#known.decimal === undefined) {
      this.#known.decimal = decimal;
      this.#decimalCell = this.#cell(text, numeral);
      this.#checkEither(decimal);
    }
    return this.#checked(reading, text, numeral);
  }

  /**
   * The decimal sign of the whole column, once all cells were read.
   * @throws {FileError} Nothing tells the sign. The message has both readings.
   */
  finish(): DecimalSign {
    if (this.#known.decimal === undefined && this.#either.size > 0) {
      // thousands have another sign already
      const isSettled = this.#groupCell !== undefined && this.#either.size === 1;
      if (this.#open && !isSettled) throw this.#unknownDecimal(this.#open);
      const decimal = isSettled ? [...this.#either.keys()][0] : '.';
      this.#known.decimal = decimal;
      this.#checkEither(decimal);
      this.guessed = isSettled ? undefined : this.#either.get('.')?.text;
    }
    return this.#known.decimal ?? '.';
  }

  /** The notation in words: "percentages with decimal commas". */
  get name(): string {
    const { style, currency, decimal, group } = this.#known;
    const thousands = group === undefined ? [] : [`${GROUPS.get(group)} between thousands`];
    const signs = [...(decimal === ',' ? ['decimal commas'] : []), ...thousands];
    return `${PLURALS[style]}${currency && ` in ${currency}`}${signs.length > 0 ? ` with ${signs.join(' and ')}` : ''}`;
  }

  #checkStyle(text: string, numeral: Numeral): void {
    const { style, currency, point, comma } = numeral;
    const styled = this.#styled?.numeral;
    if (style === 'number') {
      if ((point ?? comma)?.value !== 0) this.#number ??= this.#cell(text, numeral);
      if (point && !Number.isInteger(point.value)) this.#notWhole ??= this.#cell(text, numeral);
      if (comma && !Number.isInteger(comma.value)) this.#notWholeByComma ??= this.#cell(text, numeral);
    } else if (!styled) {
      this.#styled = this.#cell(text, numeral);
      Object.assign(this.#known, { style, currency });
    } else if (styled.style !== style || styled.currency !== currency) {
      throw this.#twoStyles(this.#styled as Cell, this.#cell(text, numeral));
    }
    this.#checkNumbers();
  }

  /** Checks plain numbers beside others: whole ones may be among fractions, and 0 anywhere. */
  #checkNumbers(): void {
    const { style, decimal } = this.#known;
    if (style === 'number') return;
    const [byPoint, byComma] = [this.#notWhole, this.#notWholeByComma];
    const notWhole = decimal === undefined ? byPoint && byComma : decimal === '.' ? byPoint : byComma;
    const other = style === 'fraction' ? notWhole : this.#number;
    if (other) throw this.#twoStyles(this.#styled as Cell, other);
  }

  #noteNumber(text: string, value: number): void {
    if (this.#number === undefined && value !== 0) this.#number = this.#plain(text, value);
    if ((this.#notWhole === undefined || this.#notWholeByComma === undefined) && !Number.isInteger(value)) {
      this.#notWhole ??= this.#plain(text, value);
      this.#notWholeByComma ??= this.#plain(text, value);
    }
  }

  /** Checks the sign between thousands. */
  #checked(reading: Reading, text: string, numeral: Numeral): Reading {
    const { group } = reading;
    if (group !== undefined && group !== this.#known.group) {
      const cell = this.#cell(text, numeral);
      if (this.#groupCell) throw this.#twoWays(this.#groupCell, cell);
      this.#groupCell = cell;
      this.#known.group = group;
    }
    return reading;
  }

  /** Remembers a cell that has two readings. */
  #note(text: string, numeral: Numeral): void {
    const sign = text.includes(',') ? ',' : '.';
    if (!this.#either.has(sign)) this.#either.set(sign, this.#cell(text, numeral));
    // 1.000/1.000 is 1 either way
    const isSame = numeral.point?.value === numeral.comma?.value;
    if (this.#open === undefined && !isSame && isOpen(numeral.style, sign)) this.#open = this.#cell(text, numeral);
  }

  /** Checks the cells that had two readings: where their sign is not the decimal sign, it is between thousands. */
  #checkEither(decimal: DecimalSign): void {
    const cell = this.#either.get(decimal === '.' ? ',' : '.');
    if (cell) this.#checked(readingOf(cell, decimal), cell.text, cell.numeral);
    this.#checkNumbers();
  }

  #cell(text: string, numeral: Numeral): Cell {
    return { number: this.#cells++, where: this.#options.where(), text, numeral };
  }

  #plain(text: string, value: number): Cell {
    const reading = { value, group: undefined };
    return this.#cell(text, { style: 'number', currency: '', point: reading, comma: reading, isAlike: true });
  }

  #twoStyles(one: Cell, other: Cell): FileError {
    const [first, second] = one.number < other.number ? [one, other] : [other, one];
    const [left, right] = [styleText(first, second), styleText(second, first)];
    return this.#error(`has two notations: ${left}, ${right}: write all in one`);
  }

  #twoWays(one: Cell, other: Cell): FileError {
    return this.#error(`is written in two ways: ${signsText(one)}, ${signsText(other)}: write all in one`);
  }

  #otherDecimal(text: string, numeral: Numeral): FileError {
    const cell = this.#cell(text, numeral);
    if (this.#decimalCell) return this.#twoWays(this.#decimalCell, cell);
    return this.#error(`cannot be read with --decimal ${this.#known.decimal}: ${signsText(cell)}`);
  }

  #unknownDecimal({ where, text, numeral: { point, comma } }: Cell): FileError {
    const [one, other] = [point as Reading, comma as Reading];
    return this.#error(
      `can be read in two ways: ${where} has ${inQuotes(text)}, ${one.value} with a decimal point or ${other.value} ` +
        'with a decimal comma: add --decimal . or --decimal ,',
    );
  }

  #error(problem: string): FileError {
    const { file, column } = this.#options;
    return new FileError(`${file}: ${column} ${problem}`);
  }
}

const POINT_OR_THOUSANDS = /^[1-9]\d{0,2}\.\d{3}$/;

const PLURALS: Readonly<Record<Style, string>> = {
  number: 'numbers',
  fraction: 'fractions',
  percentage: 'percentages',
  'per mille': 'per mille',
  amount: 'amounts',
};

const GROUPS: ReadonlyMap<string, string> = new Map([
  [',', 'commas'],
  ['.', 'points'],
  [' ', 'spaces'],
  ["'", 'apostrophes'],
]);

/**
 * Whether a sign before three digits needs an answer. A number such as 1.234 means what it means in JavaScript, and so
 * does a percentage; nobody writes 1/1,024 for a divisor near 1.
 */
function isOpen(style: Style, sign: DecimalSign): boolean {
  if (style === 'fraction') return sign === '.';
  return sign === ',' || style === 'amount';
}

const readingOf = ({ numeral }: Cell, decimal: DecimalSign): Reading =>
  (decimal === '.' ? numeral.point : numeral.comma) as Reading;

/** What a cell is, and what it would be if it were written like another one. */
function styleText({ where, text, numeral }: Cell, other: Cell): string {
  const { value } = (numeral.point ?? numeral.comma) as Reading;
  const style = numeral.style === 'number' ? 'plain number' : numeral.style;
  const power = { percentage: 100, 'per mille': 1000 }[other.numeral.style as string];
  const isNumber = numeral.style === 'number' && power !== undefined;
  const also = isNumber ? `, or ${Number((value / power).toPrecision(15))} as a ${other.numeral.style}` : '';
  return `${where} has the ${style} ${inQuotes(text)} (${value}${also})`;
}

/** The signs in a cell that has one reading. */
function signsText({ where, text, numeral: { point, comma } }: Cell): string {
  const { value, group } = (point ?? comma) as Reading;
  const hasDecimal = group === undefined || text.includes(point ? '.' : ',');
  const decimal = hasDecimal ? `a decimal ${point ? 'point' : 'comma'}` : '';
  const thousands = group === undefined ? '' : `${GROUPS.get(group)} between thousands`;
  return `${where} has ${inQuotes(text)} (${value}), with ${[decimal, thousands].filter(Boolean).join(' and ')}`;
}
