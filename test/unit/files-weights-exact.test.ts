// Weights of a file are read exactly: each is the f64 nearest to what is written.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rounds } from '../support/rounds.js';
import { read, refusal } from '../support/weight-cells.js';

/** The f64 that is nearest to a quotient, found by comparing with its neighbors: exact, and slow. */
function isNearest(value: number, above: bigint, below: bigint): boolean {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  /** An f64 by its bits, in units of 2^-1074. */
  const units = (of: bigint): bigint => {
    const exponent = of >> 52n;
    const fraction = of & ((1n << 52n) - 1n);
    return exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  };
  const exact = above << 1074n;
  const distance = (of: bigint) => {
    const difference = units(of) * below - exact;
    return difference < 0n ? -difference : difference;
  };
  const others = bits === 0n ? [1n] : [bits - 1n, bits + 1n];
  return others.every((other) => {
    const [own, its] = [distance(bits), distance(other)];
    return own < its || (own === its && bits % 2n === 0n);
  });
}

const digits = (least: number, most: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most }).map((each) => each.join(''));
const power = (of: number) => BigInt(`1${'0'.repeat(of)}`);

describe('each weight is the nearest f64', () => {
  /** A whole part without a zero before it, and a part behind the decimal sign. */
  const decimal = fc.tuple(digits(1, 21), digits(0, 20)).map(([whole, part]) => {
    return { whole: whole.replace(/^0+(?=.)/, ''), part };
  });
  const grouped = (whole: string, sign: string) => whole.replace(/\B(?=(\d{3})+$)/g, sign);

  it.each<[string, (whole: string, part: string) => string[], number]>([
    ['plain', (whole, part) => [`${whole}.${part}`], 0],
    ['decimal comma', (whole, part) => ['0,5', `${whole},${part}`], 0],
    ['thousands', (whole, part) => ['0.5', '1,234,567', `${grouped(whole, ',')}.${part}`], 0],
    ['points', (whole, part) => ['0,5', '1.234.567', `${grouped(whole, '.')},${part}`], 0],
    ['spaces', (whole, part) => ['0,5', `${grouped(whole, '\u202f')},${part}`], 0],
    ['apostrophes', (whole, part) => ['0.5', `${grouped(whole, "'")}.${part}`], 0],
    ['percentages', (whole, part) => ['0.5%', `${whole}.${part}%`], 2],
    ['percentages with a comma', (whole, part) => ['0,5 %', `${grouped(whole, '.')},${part} %`], 2],
    ['per mille', (whole, part) => ['0.5‰', `${whole}.${part}‰`], 3],
    ['dollars', (whole, part) => ['$0.50', `$${grouped(whole, ',')}.${part}`], 0],
    ['euros', (whole, part) => ['0,50 €', `${whole},${part} €`], 0],
  ])('in %s', (_, write, places) => {
    fc.assert(
      fc.property(decimal, ({ whole, part }) => {
        // both before and after the notation is known
        const cells = write(whole, part);
        const { weights } = read([...cells, cells.at(-1) as string]);
        expect(weights.at(-1)).toBe(weights.at(-2));
        expect(isNearest(weights.at(-1) as number, BigInt(whole + part), power(part.length + places))).toBe(true);
      }),
      { numRuns: rounds(1000) },
    );
  });

  it('in fractions of any size', () => {
    const number = fc.record({
      whole: digits(1, 25),
      part: digits(0, 12),
      exponent: fc.integer({ min: -330, max: 330 }),
    });
    fc.assert(
      fc.property(number, number, fc.boolean(), (one, other, isSmall) => {
        const write = ({ whole, part, exponent }: typeof one) => `${whole}.${part}${isSmall ? '' : `e${exponent}`}`;
        const integers = ({ whole, part, exponent }: typeof one): [bigint, bigint] => {
          const shift = (isSmall ? 0 : exponent) - part.length;
          return [BigInt(whole + part) * power(Math.max(shift, 0)), power(Math.max(-shift, 0))];
        };
        const [[a, b], [c, d]] = [integers(one), integers(other)];
        fc.pre(c > 0n);
        const text = `${write(one)}/${write(other)}`;
        const tooLarge = a * d >= b * c * ((1n << 1024n) - (1n << 970n));
        if (tooLarge) expect(refusal(['1/3', text])).toContain('must be a finite number');
        else expect(isNearest(read(['1/3', text]).weights[1], a * d, b * c)).toBe(true);
      }),
      { numRuns: rounds(3000) },
    );
  });

  it.each<[string, number]>([
    ['1/3e323', 5e-324],
    ['1/5e323', 0],
    ['2/8e323', 5e-324],
    ['4.9406564584124654e-324/2', 0],
    ['9007199254740993/1', 9007199254740992],
    ['9007199254740995/1', 9007199254740996],
    ['9007199254740993.0000000000000000000000000001/1', 9007199254740994],
    ['0/5', 0],
    ['0/1e-999', 0],
    ['1/1e9999999', 0],
    ['2.2250738585072014e-308/1', 2.2250738585072014e-308],
    ['2.2250738585072011e-308/1', 2.225073858507201e-308],
    ['17976931348623157e292/1', Number.MAX_VALUE],
  ])('%s is %d', (text, value) => {
    expect(read(['1/2', text]).weights[1]).toBe(value);
  });
});

it('a plain number is what JavaScript reads, as before', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), (values) => {
      expect(read(values.map(String)).weights).toEqual(values);
      expect(read(values.map((value) => value.toExponential())).weights).toEqual(values);
    }),
    { numRuns: rounds(500) },
  );
});

it('the order of the rows changes nothing: a column is read alike, or refused', () => {
  const pools = [
    ['0', '1', '7', '12', '0.5', '1.5', '1e-3', '2.25', '1.234', '12.345', '1,234', '0,5', '1,5', '1.234,5', '1,234.5'],
    ['0', '5', '1,234', '1.234', '1,234,567', '1.234.567', '1 234', '1 234,5', "1'234", "1'234.5", '12,34,567'],
    ['0', '2%', '2.5%', '2,5 %', '1,234%', '1.234%', '5', '0.5', '5‰', '1/2'],
    ['0', '1', '1/3', '2/1,024', '1/1.024', '1.5/2', '2,5/3', '0.5', '1,234', '1.234', '5%'],
    ['0', '$5', '$5.00', '$1,234', '1.234 $', '$1,234.50', '5 €', '5', '$0,5', 'NA'],
  ];
  const cells = fc.constantFrom(...pools).chain((pool) => {
    return fc.array(fc.constantFrom(...pool), { minLength: 1, maxLength: 6 });
  });
  const shuffled = cells.chain((each) => {
    return fc.tuple(
      fc.constant(each),
      fc.shuffledSubarray(
        each.map((_, i) => i),
        { minLength: each.length },
      ),
    );
  });
  const outcome = (texts: readonly string[], decimal: '.' | ',' | undefined) => {
    try {
      return read(texts, { decimal });
    } catch {
      return undefined;
    }
  };
  fc.assert(
    fc.property(shuffled, fc.constantFrom('.', ',', undefined), ([texts, order], decimal) => {
      const [one, other] = [
        outcome(texts, decimal),
        outcome(
          order.map((i) => texts[i]),
          decimal,
        ),
      ];
      expect(other?.weights).toEqual(one && order.map((i) => one.weights[i]));
      expect(other?.notation).toBe(one?.notation);
    }),
    { numRuns: rounds(20_000) },
  );
});
