/**
 * A problem with images or with their place, such as a missing folder or a file that cannot be decoded. The message is
 * one line that names the file. Wrong arguments are a TypeError or a RangeError.
 */
export class ImageError extends Error {
  override readonly name: string = 'ImageError';
}
