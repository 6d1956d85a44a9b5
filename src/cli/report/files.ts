import { join } from 'node:path';
import { checkFile, checkNewFolder, type Output, writeAll } from '../output-files.js';
import type { Progress } from '../progress.js';
import { pageOf, type Render } from './page.js';
import type { MadeReport } from './report-of.js';
import { smallSvg } from './small-svg.js';

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
 * Renders the pictures of a report and writes its files.
 * @param inputs The paths of the data.
 * @returns The paths of the files.
 */
export async function writeReport(
  { report, sections }: MadeReport,
  inputs: readonly string[],
  { out, svg }: ReportFiles,
  progress: Progress,
): Promise<string[]> {
  const pictures = sections.flatMap(({ figures }) => figures.map(({ picture }) => picture));
  const renderings = 2 * Number(out !== undefined) + Number(svg !== undefined);
  progress.start('rendering pictures', pictures.length * renderings);
  const render: Render = async (spec) => {
    // loading Vega is slow
    const { svgOf } = await import('./svg.js');
    const text = smallSvg(await svgOf(spec));
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
  return files.map(({ path }) => path);
}
