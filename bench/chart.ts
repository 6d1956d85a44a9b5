import type { Figure } from './measure.js';

const WIDTH = 760;
const LEFT = 150;
const ROW = 16;
const GAP = 26;
/** The nanoseconds at which bars begin. */
const LEAST_NANOSECONDS = 0.5;
const COLORS: Record<string, string> = { ours: '#0072b2', other: '#999999', text: '#555555' };

/** Rivals that are measured and not shown: others of their kind are, and a chart has an end. */
const NOT_SHOWN = /^(@thi\.ng\/random|mathjs|ml-random|random-weighted-choice|rand [\d.]+ WeightedIndex)$/;

/**
 * Renders bars of nanoseconds a draw on a logarithmic scale, one group for each n. The fastest of the forms in C is
 * shown for all of them.
 */
export function chart(
  rows: Record<string, Record<string, Figure>>,
  machine: { processor: string; node: string },
  rounds: number,
): string {
  const groups = Object.entries(rows).map(([name, figures]) => {
    const shown = Object.entries(figures).filter(([rival]) => !NOT_SHOWN.test(rival));
    const native = shown.filter(([rival]) => rival.startsWith('C, '));
    const others = shown.filter(([rival]) => !rival.startsWith('C, '));
    const [fastest] = native.sort(([, a], [, b]) => a.least - b.least);
    const bars = [...others, ...(fastest ? [[`C (${fastest[0].slice(3)})`, fastest[1]] as [string, Figure]] : [])];
    return { name, bars: bars.sort(([, a], [, b]) => a.least - b.least) };
  });
  const most = Math.max(...groups.flatMap(({ bars }) => bars.map(([, { least }]) => least)));
  const scale = (value: number) =>
    (Math.log10(value / LEAST_NANOSECONDS) / Math.log10(most / LEAST_NANOSECONDS)) * (WIDTH - LEFT - 90);
  const out: string[] = [];
  let y = 46;
  for (const { name, bars } of groups) {
    out.push(`<text x="8" y="${y + 12}" font-weight="bold">${name}</text>`);
    for (const [rival, { least }] of bars) {
      const own = rival === 'wasm' || rival === 'js';
      const label = rival === 'wasm' ? 'loaded-dice' : rival === 'js' ? 'loaded-dice/js' : rival;
      const width = Math.max(2, scale(least)).toFixed(1);
      out.push(
        `<text x="${LEFT - 8 + 60}" y="${y + 12}" text-anchor="end">${label}</text>`,
        `<rect x="${LEFT + 60}" y="${y + 2}" width="${width}" height="${ROW - 4}" ` +
          `fill="${own ? COLORS.ours : COLORS.other}"/>`,
        `<text x="${(LEFT + 66 + Number(width)).toFixed(1)}" ` +
          `y="${y + 12}">${least < 100 ? least.toFixed(1) : least.toFixed(0)}</text>`,
      );
      y += ROW;
    }
    y += GAP - ROW;
  }
  const title = 'Nanoseconds a weighted draw with replacement, logarithmic: shorter is faster';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH + 60} ${y + 20}" ` +
      `font-family="system-ui, sans-serif" font-size="12" fill="${COLORS.text}" role="img" ` +
      `aria-label="${title}">`,
    `<title>${title}</title>`,
    `<text x="8" y="18" font-size="14">${title}</text>`,
    `<text x="8" y="34">${machine.processor}, Node ${machine.node.slice(1)}; the least of ${rounds} ` +
      'interleaved rounds of npm run bench</text>',
    ...out,
    '</svg>',
    '',
  ].join('\n');
}
