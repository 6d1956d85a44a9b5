import { join } from 'node:path';
import type { VegaLiteSpec } from '../../charts.js';
import type { Labeled } from '../input/dataset.js';
import { checkFile, checkNewFolder, type Output, writeAll } from '../output-files.js';
import { pageOf } from './page.js';
import { makeReport, type Report, type ReportOptions } from './report.js';
import type { Section } from './section.js';
import { alternativesSection } from './section-alternatives.js';
import { balanceSection } from './section-balance.js';
import { dataSection } from './section-data.js';
import { otherSection } from './section-other.js';
import { seenSection } from './section-seen.js';
import { weightsSection } from './section-weights.js';

/** What a report is to be written to. */
export interface ReportFiles {
  out?: string;
  svg?: string;
  json?: boolean;
}

/** Where a report is written, unless it is to be JSON. */
const PAGE = 'report.html';
/** Pixels of a picture that stands alone. */
const WIDTH = 680;

/**
 * Checks what a report is to be written to, before anything is read. @returns The page's file, where there is to be
 * one.
 */
export async function checkReport(input: string, { out, svg, json }: ReportFiles): Promise<string | undefined> {
  const page = out ?? (json ? undefined : PAGE);
  if (svg !== undefined) await checkNewFolder('--svg', svg, [], input);
  if (page !== undefined) await checkFile('--out', page, input);
  return page;
}

/** A report's questions, in the order in which people ask them. */
export function sectionsOf(report: Report): Section[] {
  const { other } = report;
  // one class alone has nothing to balance
  if (!other) return [dataSection, weightsSection, seenSection, alternativesSection].map((section) => section(report));
  return [
    ...[dataSection, weightsSection, balanceSection, seenSection].map((section) => section(report)),
    otherSection({ ...report, other }),
    alternativesSection(report),
  ];
}

/** Makes a report of `data`, read from `input`, and writes what is asked for. */
export async function report(
  data: Labeled,
  input: string,
  page: string | undefined,
  svgFolder: string | undefined,
  options: ReportOptions,
): Promise<{ made: Report; sections: Section[]; files: string[] }> {
  const { progress } = options;
  const made = await makeReport(data, options);
  const sections = sectionsOf(made);
  const pictures = sections.flatMap(({ shown }) => shown.map(({ picture }) => picture));
  const files: Output[] = [];
  progress.start(
    'drawing pictures',
    pictures.length * (2 * Number(page !== undefined) + Number(svgFolder !== undefined)),
  );
  const draw = async (spec: VegaLiteSpec): Promise<string> => {
    // Vega takes a while to load: not before it is needed
    const { svgOf } = await import('./svg.js');
    const svg = await svgOf(spec);
    progress.add(1);
    return svg;
  };
  if (page !== undefined) files.push({ option: '--out', path: page, chunks: [await pageOf(made, sections, draw)] });
  if (svgFolder !== undefined) {
    for (const picture of pictures) {
      const svg = await draw(picture.draw({ width: WIDTH, theme: 'light' }));
      files.push({ option: '--svg', path: join(svgFolder, `${picture.name}.svg`), chunks: [`${svg}\n`] });
    }
  }
  progress.stop();
  await writeAll(files, input);
  return { made, sections, files: files.map(({ path }) => path) };
}
