// Collects the licenses of the packages that are bundled into the command. They must be distributed with it.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes one text with the license of every package whose code is in the bundles (esbuild metafiles). */
export async function writeLicenses(metafiles, file) {
  const folders = new Set(
    metafiles
      .flatMap(({ inputs }) => Object.keys(inputs))
      .map((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0])
      .filter(Boolean),
  );
  const texts = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const found = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!found) throw new Error(`${name} is bundled and has no license file`);
    texts.push(`${name} ${version} (${license})\n\n${(await readFile(join(folder, found), 'utf8')).trim()}\n`);
  }
  await writeFile(file, texts.join(`\n${'-'.repeat(80)}\n\n`));
}
