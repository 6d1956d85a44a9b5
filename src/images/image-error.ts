/**
 * A problem with images or their folder, such as a missing folder or a file that cannot be decoded. The message is one
 * line, and names the file or folder. Wrong arguments throw a TypeError or a RangeError instead.
 */
export class ImageError extends Error {
  override readonly name: string = 'ImageError';
}
