// The options for folders of images, which every command that reads labels has.
import { InvalidArgumentError, Option } from 'commander';
import { UserError } from '../user-error.js';
import type { Inputs } from './find-input.js';
import { pattern } from './image-pattern.js';

export interface ImageOptions {
  /** The folders below the one that was given, whose images are read. Default: it asks where that is in doubt. */
  readonly root?: readonly string[] | undefined;
  /** Its first group is the class, in the path below the root. Default: the first folder, or the file name. */
  readonly pattern?: RegExp | undefined;
}

export function imageFlags(): Option[] {
  return [
    new Option(
      '--root <folder>',
      'read only this folder below the folder of images, such as train; may be repeated',
    ).argParser(root),
    new Option(
      '--pattern <regex>',
      "the class of an image is the first group of this in its path: '^(.+)_\\d+' (default: its sub-folder; where no " +
        'sub-folder has images, the file name up to the last _)',
    ).argParser(pattern),
  ];
}

function root(text: string, before: string[] = []): string[] {
  if (text === '') throw new InvalidArgumentError('It must name a folder.');
  return [...before, text];
}

/**
 * Takes the options for folders of images from all options.
 * @throws {UserError} They were given for another input.
 */
export function imageOptions({ kind, name }: Inputs, { root, pattern }: ImageOptions): ImageOptions {
  const option = root ? '--root' : pattern ? '--pattern' : undefined;
  if (option !== undefined && kind !== 'folder') {
    throw new UserError(`${option} is for folders of images, and ${name} is none: leave ${option} out`);
  }
  return { root, pattern };
}
