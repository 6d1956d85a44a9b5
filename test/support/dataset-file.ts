import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { folder } from './cli.js';

/** A module of test/support/datasets/, in a folder of its own, with these settings. */
export function datasetFile(name: string, given: object = {}): URL {
  const text = readFileSync(new URL(`./datasets/${name}.mjs`, import.meta.url), 'utf8');
  const file = `${name}.mjs`;
  return pathToFileURL(join(folder({ [file]: text.replace('given = {}', `given = ${JSON.stringify(given)}`) }), file));
}
