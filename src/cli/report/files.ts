import { join } from 'node:path';
import type { LabeledData } from '../input/dataset.js';
import { checkFile, checkNewFolder, type Output, writeAll } from '../output-files.js';
import { sectionsOf } from './all-sections.js';
import { pageOf, type Render } from './page.js';
import { makeReport, type Report, type ReportOptions } from './report.js';
import type { Section } from './section.js';

/** What a report is written to. */
export interface ReportFiles {
  /** The page. Default: report.html, or none with `json`. */
  out?: string;
  /** The folder of the pictures. Default: none. */
  svg?: string;
  json?: boolean;
}

const PAGE = 'report.html';
/** Pixels of a picture that is a file. */
const WIDTH = 680;

/**
 * Checks that the files of a report can be written, before anything is read.
 * @returns The files, with the default page.
 * @throws {UserError} They cannot be written.
 */
export async function checkReportOutput(
  inputs: readonly string[],
  { out, svg, json }: ReportFiles,
): Promise<ReportFiles> {
  const page = out ?? (json ? undefined : PAGE);
  if (svg !== undefined) await checkNewFolder('--svg', svg, [], inputs);
  if (page !== undefined) await checkFile('--out', page, inputs);
  return { ...(page !== undefined && { out: page }), ...(svg !== undefined && { svg }) };
}

/**
 * Makes a report and writes its files.
 * @param inputs The paths of the data.
 */
export async function writeReport(
  data: LabeledData,
  inputs: readonly string[],
  { out, svg }: ReportFiles,
  options: ReportOptions,
): Promise<{ report: Report; sections: Section[]; files: string[] }> {
  const { progress } = options;
  const report = await makeReport(data, options);
  const sections = sectionsOf(report);
  const pictures = sections.flatMap(({ figures }) => figures.map(({ picture }) => picture));
  const renderings = 2 * Number(out !== undefined) + Number(svg !== undefined);
  progress.start('rendering pictures', pictures.length * renderings);
  const render: Render = async (spec) => {
    // loading Vega is slow
    const { svgOf } = await import('./svg.js');
    const text = await svgOf(spec);
    progress.add(1);
    return text;
  };
  const files: Output[] = [];
  if (out !== undefined) files.push({ option: '--out', path: out, chunks: [await pageOf(report, sections, render)] });
  if (svg !== undefined) {
    for (const { name, specOf } of pictures) {
      const text = await render(specOf({ width: WIDTH, theme: 'light' }));
      files.push({ option: '--svg', path: join(svg, `${name}.svg`), chunks: [`${text}\n`] });
    }
  }
  progress.stop();
  await writeAll(files, inputs);
  return { report, sections, files: files.map(({ path }) => path) };
}
